package org.cusp.point;

/** Arithmetic of vectors as plain arrays, in a fixed order. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** {@code target += factor source}. */
  static void add(double[] target, double factor, double[] source) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * source[i];
    }
  }

  /** The vector of length one in this direction. */
  static double[] unit(double[] a) {
    double norm = norm(a);
    double[] unit = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      unit[i] = a[i] / norm;
    }
    return unit;
  }
}
