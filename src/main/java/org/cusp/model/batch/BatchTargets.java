package org.cusp.model.batch;

import org.cusp.tensor.IntSlab;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Rows;

/** The targets of a batch, whose inputs say its size. */
public sealed interface BatchTargets {
  /**
   * Class labels.
   *
   * @param labels [1, n] of all data; of each datum of a sequence model so many as it has positions
   * @param rows which of them belong to the batch
   */
  record Labels(IntSlab labels, Rows rows) implements BatchTargets {}

  /** Real targets, batch x outputs, for each chain or for all. */
  record Values(MatrixStack values) implements BatchTargets {}

  /**
   * None of single data: what the inputs, rows of a unit matrix, are made into stands for the whole
   * of a batch of which the second moments are known. Its losses are one number for each chain, see
   * {@link SecondMoments#losses}.
   */
  record Moments(SecondMoments of) implements BatchTargets {}
}
