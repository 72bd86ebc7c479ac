package org.cusp.data;

import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * Minibatches as a pure function of the step. The reshuffled epochs stand one after another in an
 * endless sequence of rows; batch t is the positions t B .. (t + 1) B - 1 of it. So every row is
 * used equally often whatever B is; a batch that reaches over the end of an epoch may hold a row
 * twice. With B = n each batch is the whole data set, rows 0 .. n - 1 in this order.
 *
 * @param n the number of rows
 * @param batch the size B of a batch, in [1, n]
 * @param shuffle the order of the rows in each epoch
 */
public record Minibatches(int n, int batch, IndexShuffle shuffle) {
  /** Checks the sizes. */
  public Minibatches {
    Check.atLeast("n", n, 1);
    Check.inRange("batch", batch, 1, n);
  }

  /** The rows of the batch of a step (from 0). */
  public int[] rows(long step) {
    int[] rows = new int[batch];
    fill(step, rows);
    return rows;
  }

  /**
   * The rows of the batch of a step, without allocation.
   *
   * @param step from 0; less than (2^63 - 1) / B
   * @param rows (Output) the rows, an array of length B
   */
  public void fill(long step, int[] rows) {
    if (step < 0 || step >= Long.MAX_VALUE / batch) {
      throw new InvalidInput("step must be in [0, " + Long.MAX_VALUE / batch + "), got " + step);
    }
    if (rows.length != batch) {
      throw new InvalidInput("rows must have length " + batch + ", got " + rows.length);
    }
    if (batch == n) {
      for (int i = 0; i < n; i++) {
        rows[i] = i;
      }
      return;
    }
    long first = step * batch;
    long epoch = first / n;
    int position = (int) (first % n);
    for (int i = 0; i < batch; i++) {
      rows[i] = shuffle.at(epoch, position);
      if (++position == n) {
        position = 0;
        epoch++;
      }
    }
  }
}
