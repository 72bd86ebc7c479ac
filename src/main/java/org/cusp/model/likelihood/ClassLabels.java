package org.cusp.model.likelihood;

import org.cusp.contract.InvalidInput;
import org.cusp.data.RowBlocks;

/**
 * Labels as a data set has them.
 *
 * @param name of the data
 * @param labels a row for each example
 * @param classes how many there are said to be
 * @param positions of an example, whose labels are beside each other
 */
record ClassLabels(String name, RowBlocks labels, int classes, int positions) {
  /**
   * Refuses more classes than a network has outputs; a label that has none is named.
   *
   * @param outputs of the network
   */
  void require(int outputs) {
    if (classes <= outputs) {
      return;
    }
    labels.forEach((from, count, block) -> requireKnown(from, count * positions, block, outputs));
    throw new InvalidInput(
        name + ": has " + classes + " classes, the network has " + outputs + " outputs");
  }

  private void requireKnown(int from, int count, double[] block, int outputs) {
    for (int i = 0; i < count; i++) {
      if (block[i] >= outputs) {
        throw new InvalidInput(
            name
                + ": label of row "
                + (from + i / positions + 1)
                + (positions == 1 ? "" : ", position " + (i % positions + 1))
                + " must be in [0, "
                + (outputs - 1)
                + "] (the network has "
                + outputs
                + " outputs), got "
                + (long) block[i]);
      }
    }
  }
}
