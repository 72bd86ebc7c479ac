package org.cusp.format.pickle;

import java.util.List;

/** What the names in a pickle mean to a reader. Nothing is ever loaded or run. */
public interface Globals {
  /** What calling this gives: a list, a dictionary, a tensor, else an {@link Opaque}. */
  Object call(Global function, List<Object> arguments);

  /** What a persistent name stands for, such as a storage of torch. */
  Object persistent(Object id);
}
