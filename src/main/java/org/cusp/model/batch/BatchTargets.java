package org.cusp.model.batch;

import org.cusp.tensor.MatrixStack;

/** The targets of a batch; arrays may be longer than the batch, whose inputs say its size. */
public sealed interface BatchTargets {
  /** Class labels [chain][datum], or one row for all chains. */
  record Labels(int[][] labels) implements BatchTargets {}

  /** Real targets, batch x outputs, for each chain or for all. */
  record Values(MatrixStack values) implements BatchTargets {}
}
