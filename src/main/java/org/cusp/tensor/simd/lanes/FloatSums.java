package org.cusp.tensor.simd.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over short rows: of at most {@value #VECTORS} numbers in each lane of a vector, and of those
 * in double, in a fixed order. Those in double precision are written after these.
 */
public final class FloatSums {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = F.length();
  private static final int VECTORS = 8;

  private final float[] lanes = new float[LANES];

  /** Of the numbers. */
  public double of(float[] values, int from, int length) {
    int end = from + length;
    int whole = end - length % LANES;
    double sum = 0;
    for (int i = from; i < whole; ) {
      int stop = Math.min(whole, i + VECTORS * LANES);
      FloatVector part = FloatVector.fromArray(F, values, i);
      for (i += LANES; i < stop; i += LANES) {
        part = part.add(FloatVector.fromArray(F, values, i));
      }
      sum += across(part);
    }
    for (int i = whole; i < end; i++) {
      sum += values[i];
    }
    return sum;
  }

  /** Of the products of numbers in the same places. */
  public double ofProducts(float[] left, float[] right, int from, int length) {
    int end = from + length;
    int whole = end - length % LANES;
    double sum = 0;
    for (int i = from; i < whole; ) {
      int stop = Math.min(whole, i + VECTORS * LANES);
      FloatVector part = FloatVector.fromArray(F, left, i).mul(FloatVector.fromArray(F, right, i));
      for (i += LANES; i < stop; i += LANES) {
        part = FloatVector.fromArray(F, left, i).fma(FloatVector.fromArray(F, right, i), part);
      }
      sum += across(part);
    }
    for (int i = whole; i < end; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private double across(FloatVector part) {
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
