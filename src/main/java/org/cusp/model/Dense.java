package org.cusp.model;

import java.util.Optional;
import org.cusp.tensor.Activation;

/**
 * A fully connected layer f(x W^T + b).
 *
 * @param weight outputs x inputs
 * @param bias outputs, if there is one
 */
record Dense(ParamSpace.Tensor weight, Optional<ParamSpace.Tensor> bias, Activation activation) {
  int inputs() {
    return weight.shape().get(1);
  }

  int outputs() {
    return weight.shape().get(0);
  }
}
