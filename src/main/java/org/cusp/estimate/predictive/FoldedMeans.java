package org.cusp.estimate.predictive;

import java.util.Arrays;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * Means of some numbers over batches of consecutive draws of a chain, in memory that does not grow
 * with the draws: as soon as there are {@code capacity} batches, each two neighbours become one.
 */
final class FoldedMeans implements HasState {
  private final int capacity;
  private final double[][] sums;
  private final double[] open;
  private long length = 1;
  private long inOpen;
  private int full;

  /**
   * Empty.
   *
   * @param capacity most batches, even
   */
  FoldedMeans(int numbers, int capacity) {
    this.capacity = capacity;
    this.sums = new double[capacity][];
    this.open = new double[numbers];
  }

  void add(double[] numbers) {
    for (int i = 0; i < open.length; i++) {
      open[i] += numbers[i];
    }
    inOpen++;
    if (inOpen == length) {
      sums[full] = open.clone();
      full++;
      Arrays.fill(open, 0);
      inOpen = 0;
      if (full == capacity) {
        fold();
      }
    }
  }

  private void fold() {
    for (int batch = 0; batch < capacity / 2; batch++) {
      double[] first = sums[2 * batch];
      double[] second = sums[2 * batch + 1];
      for (int i = 0; i < first.length; i++) {
        first[i] += second[i];
      }
      sums[batch] = first;
    }
    Arrays.fill(sums, capacity / 2, capacity, null);
    full = capacity / 2;
    length *= 2;
  }

  /** Draws of a batch. */
  long length() {
    return length;
  }

  /** Batches that are full. */
  int full() {
    return full;
  }

  /** Sums over a batch, not to be written to. */
  double[] sum(int batch) {
    return sums[batch];
  }

  @Override
  public void state(State at) {
    length = at.whole("length", length);
    inOpen = at.whole("open", inOpen);
    full = (int) at.whole("full", full);
    double[] found = at.numbers("sums", open);
    System.arraycopy(found, 0, open, 0, open.length);
    for (int batch = 0; batch < full; batch++) {
      double[] now = sums[batch] == null ? new double[0] : sums[batch];
      sums[batch] = at.numbers("batch" + batch, now).clone();
    }
    Arrays.fill(sums, full, capacity, null);
  }
}
