package org.cusp.numerics;

import java.util.Arrays;

/** Running {@code log sum exp} of a stream of numbers for each datum, which cannot overflow. */
public final class LogSums {
  private final double[] largest;
  private final double[] scaled;

  public LogSums(int n) {
    largest = new double[n];
    scaled = new double[n];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  /** Adds exp(x) to the sum of a datum. */
  public void add(int datum, double x) {
    add(datum, x, 1);
  }

  public void add(LogSums other) {
    for (int i = 0; i < largest.length; i++) {
      add(i, other.largest[i], other.scaled[i]);
    }
  }

  private void add(int datum, double x, double weight) {
    double top = largest[datum];
    if (x <= top) {
      // The first of two empty sums is minus infinity, as is the second.
      scaled[datum] += weight == 0 ? 0 : weight * Math.exp(x - top);
    } else {
      double kept = scaled[datum] == 0 ? 0 : scaled[datum] * Math.exp(top - x);
      scaled[datum] = kept + weight;
      largest[datum] = x;
    }
  }

  /** What it rests on: the largest number of each datum, then its sum in units of that. */
  public double[][] state() {
    return new double[][] {largest.clone(), scaled.clone()};
  }

  /** Puts back what {@link #state} gave. */
  public void restore(double[][] state) {
    System.arraycopy(state[0], 0, largest, 0, largest.length);
    System.arraycopy(state[1], 0, scaled, 0, scaled.length);
  }

  /** Minus infinity where nothing has been added; NaN where a NaN has been. */
  public double at(int datum) {
    return scaled[datum] == 0 ? Double.NEGATIVE_INFINITY : largest[datum] + Math.log(scaled[datum]);
  }
}
