package org.cusp.model.batch;

import org.cusp.tensor.MatrixStack;

/**
 * Examples to evaluate: for each chain its own, or the same ones for all.
 *
 * @param inputs size x features
 * @param targets for as many examples
 */
public record Batch(MatrixStack inputs, BatchTargets targets) {
  /** The number of examples. */
  public int size() {
    return inputs.rows();
  }
}
