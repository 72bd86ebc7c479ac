package org.cusp.model.layer;

import java.util.Optional;
import org.cusp.tensor.MatrixStack;

/** Where parameters, or their gradients, are. */
public interface Tensors {
  /** The matrix of the parameter with this name, a vector as one row; empty where it has none. */
  Optional<MatrixStack> matrix(String name);

  /** Those of a part of a layer, whose names begin with its own and a dot. */
  default Tensors of(String part) {
    return name -> matrix(part + "." + name);
  }
}
