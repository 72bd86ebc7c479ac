package org.cusp.tensor.simd.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** What {@link FloatSums} does, in double precision; written after it. */
public final class DoubleSums {
  private static final VectorSpecies<Double> F = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = F.length();
  private static final int VECTORS = 8;

  private final double[] lanes = new double[LANES];

  /** Of the numbers. */
  public double of(double[] values, int from, int length) {
    int end = from + length;
    int whole = end - length % LANES;
    double sum = 0;
    for (int i = from; i < whole; ) {
      int stop = Math.min(whole, i + VECTORS * LANES);
      DoubleVector part = DoubleVector.fromArray(F, values, i);
      for (i += LANES; i < stop; i += LANES) {
        part = part.add(DoubleVector.fromArray(F, values, i));
      }
      sum += across(part);
    }
    for (int i = whole; i < end; i++) {
      sum += values[i];
    }
    return sum;
  }

  /** Of the products of numbers in the same places. */
  public double ofProducts(double[] left, double[] right, int from, int length) {
    int end = from + length;
    int whole = end - length % LANES;
    double sum = 0;
    for (int i = from; i < whole; ) {
      int stop = Math.min(whole, i + VECTORS * LANES);
      DoubleVector part =
          DoubleVector.fromArray(F, left, i).mul(DoubleVector.fromArray(F, right, i));
      for (i += LANES; i < stop; i += LANES) {
        part = DoubleVector.fromArray(F, left, i).fma(DoubleVector.fromArray(F, right, i), part);
      }
      sum += across(part);
    }
    for (int i = whole; i < end; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private double across(DoubleVector part) {
    part.intoArray(lanes, 0);
    double a = 0;
    double b = 0;
    for (int i = 0; i < LANES; i += 2) {
      a += lanes[i];
      b += lanes[i + 1];
    }
    return a + b;
  }
}
