package org.cusp.model.layer;

import java.util.List;

/** A layer that is made of layers. */
public interface Composition extends Layer {
  @Override
  default boolean isOnHost() {
    return parts().stream().anyMatch(part -> part.layer().isOnHost());
  }

  /** The layers, in the order of a forward pass. */
  List<Part> parts();

  /** Those that what the composition is given goes through before it comes to this one. */
  List<Part> before(int part);
}
