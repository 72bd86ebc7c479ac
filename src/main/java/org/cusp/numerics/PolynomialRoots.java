package org.cusp.numerics;

/**
 * All complex roots of a real polynomial by simultaneous iteration (O. Aberth, Mathematics of
 * Computation 27 (1973) 339, doi:10.1090/S0025-5718-1973-0329236-7). A multiple root is found to
 * about the precision to which its place matters: where the polynomial is within rounding of zero.
 *
 * <p>{@code org.hipparchus.analysis.solvers.LaguerreSolver} finds one root after another and
 * divides it out, which spoils the later ones, and takes four to five times as long ({@code
 * PolynomialRootsTest}, docs/decisions/0010).
 *
 * @param realParts of the roots, with multiplicity; roots at 0 last
 * @param isConverged whether every root stopped moving, or is where the polynomial is within its
 *     own rounding of zero
 */
public record PolynomialRoots(double[] realParts, boolean isConverged) {
  private static final int MOST_ROUNDS = 80;
  private static final double ENOUGH = 1e-13;
  private static final double SMALLEST = 1e-290;

  /** Rounding of Horner's rule, in units of the sum of the terms' sizes, is below this. */
  private static final double ROUNDING = 1e-14;

  /**
   * Of the polynomial with these coefficients, from the constant upwards; those at either end that
   * are below 1e-290 count as zero.
   */
  public static PolynomialRoots of(double[] coefficients) {
    int low = 0;
    int high = coefficients.length - 1;
    while (high > low && Math.abs(coefficients[high]) < SMALLEST) {
      high--;
    }
    while (low < high && Math.abs(coefficients[low]) < SMALLEST) {
      low++;
    }
    int degree = high - low;
    double[] real = new double[high];
    double[] imaginary = new double[degree];
    double radius = start(coefficients, low, high, real, imaginary);
    boolean isConverged = degree == 0;
    for (int round = 0; round < MOST_ROUNDS && !isConverged; round++) {
      double moved = 0;
      for (int k = 0; k < degree; k++) {
        moved = Math.max(moved, improve(coefficients, low, high, real, imaginary, k));
      }
      isConverged = moved < ENOUGH * radius;
    }
    for (int k = 0; k < degree && !isConverged; k++) {
      if (!isRoot(coefficients, low, high, real[k], imaginary[k])) {
        return new PolynomialRoots(real, false);
      }
    }
    return new PolynomialRoots(real, true);
  }

  /** Whether the polynomial is within rounding of zero there. */
  private static boolean isRoot(double[] c, int low, int high, double x, double y) {
    double size = Math.hypot(x, y);
    double re = 0;
    double im = 0;
    double terms = 0;
    for (int j = high; j >= low; j--) {
      double next = re * x - im * y + c[j];
      im = re * y + im * x;
      re = next;
      terms = terms * size + Math.abs(c[j]);
    }
    return Math.hypot(re, im) <= ROUNDING * (high - low) * terms;
  }

  /** Points on a circle that is about as large as the roots; the last {@code low} roots are 0. */
  private static double start(double[] c, int low, int high, double[] real, double[] imaginary) {
    int degree = high - low;
    double radius = 0;
    for (int k = low; k < high; k++) {
      radius = Math.max(radius, Math.pow(Math.abs(c[k] / c[high]), 1.0 / (high - k)));
    }
    for (int k = 0; k < degree; k++) {
      double angle = 2 * Math.PI * k / degree + 0.4;
      real[k] = radius * Math.cos(angle);
      imaginary[k] = radius * Math.sin(angle);
    }
    return radius;
  }

  private static double improve(
      double[] c, int low, int high, double[] real, double[] imaginary, int k) {
    double x = real[k];
    double y = imaginary[k];
    double pr = c[high];
    double pi = 0;
    double dr = 0;
    double di = 0;
    for (int j = high - 1; j >= low; j--) {
      double nextDr = dr * x - di * y + pr;
      di = dr * y + di * x + pi;
      dr = nextDr;
      double nextPr = pr * x - pi * y + c[j];
      pi = pr * y + pi * x;
      pr = nextPr;
    }
    double size = pr * pr + pi * pi;
    if (size == 0) {
      return 0;
    }
    // The step is 1 / (p'/p - sum 1/(z - z_j)).
    double nr = (dr * pr + di * pi) / size;
    double ni = (di * pr - dr * pi) / size;
    for (int j = 0; j < imaginary.length; j++) {
      double ar = x - real[j];
      double ai = y - imaginary[j];
      double distance = ar * ar + ai * ai;
      if (j != k && distance > 0) {
        nr -= ar / distance;
        ni += ai / distance;
      }
    }
    double norm = nr * nr + ni * ni;
    if (!(norm > 0) || Double.isInfinite(norm)) {
      return 0;
    }
    real[k] -= nr / norm;
    imaginary[k] += ni / norm;
    return 1 / Math.sqrt(norm);
  }
}
