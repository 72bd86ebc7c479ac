package org.cusp.api;

import java.util.Arrays;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;

/** Rows of equal length as one array, row after row. */
record Table(double[] values, int width) {
  static Table of(String name, double[][] rows) {
    if (rows.length == 0) {
      throw new InvalidInput(name + " must have a row or more, got none");
    }
    int width = rows[0].length;
    for (int row = 0; row < rows.length; row++) {
      Check.equal(name + ": the numbers of row " + (row + 1), rows[row].length, width);
    }
    return new Table(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), width);
  }

  /** These as inputs of examples. */
  DataSet with(Targets targets) {
    return new DataSet("data", values.length / Math.max(1, width), width, values, targets);
  }
}
