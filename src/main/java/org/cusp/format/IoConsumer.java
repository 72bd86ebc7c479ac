package org.cusp.format;

import java.io.IOException;

/** Something done with an open stream that may fail as input and output do. */
@FunctionalInterface
public interface IoConsumer<T> {
  void accept(T stream) throws IOException;
}
