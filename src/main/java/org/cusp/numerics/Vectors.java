package org.cusp.numerics;

/** Arithmetic of vectors as plain arrays, each sum from the first entry to the last. */
public final class Vectors {
  private Vectors() {}

  /** {@code sum_i a_i b_i} over the entries of a. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The Euclidean norm, as the root of the sum of squares: 0 or infinite beyond 1e-154, 1e154. */
  public static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** {@code |a - b|^2}. */
  public static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  /** {@code target += factor source}. */
  public static void add(double[] target, double factor, double[] source) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * source[i];
    }
  }

  /** {@code target *= factor}. */
  public static void scale(double[] target, double factor) {
    for (int i = 0; i < target.length; i++) {
      target[i] *= factor;
    }
  }

  /** The vector of length one in this direction. NaN where a is zero. */
  public static double[] unit(double[] a) {
    double norm = norm(a);
    double[] unit = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      unit[i] = a[i] / norm;
    }
    return unit;
  }
}
