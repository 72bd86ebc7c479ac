package org.cusp.problem.law;

import org.cusp.tensor.RealFunctions;

/**
 * A coordinate w in [-1, 1] whose prior density is proportional to |w|^h, as a function of a
 * parameter u ~ N(0, 1): v = 2 Phi(u) - 1 is uniform, and w = sign(v) |v|^(1 / (h + 1)). Powers of
 * w are taken from v at once, since they can be smooth in u where w is not.
 *
 * @param h at least 0
 */
public record UniformCoordinate(int h) {
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final double DENSITY_AT_0 = Math.sqrt(2 / Math.PI);

  /** w^k for k of at least 1. */
  public double power(double u, int k) {
    double v = RealFunctions.erf(u * ROOT_HALF);
    double size = raised(Math.abs(v), k);
    return v < 0 && k % 2 == 1 ? -size : size;
  }

  /**
   * d w^k / d u. Where k is below h + 1 it has no limit at u = 0, the truth of most problems; 0 is
   * its value there, halfway between the sides of an even power.
   */
  public double derivative(double u, int k) {
    double v = RealFunctions.erf(u * ROOT_HALF);
    double density = DENSITY_AT_0 * Math.exp(-u * u / 2);
    if (v == 0) {
      return k == h + 1 && k % 2 == 1 ? density : 0;
    }
    double slope = k / (h + 1.0) * raised(Math.abs(v), k) / Math.abs(v) * density;
    return v < 0 && k % 2 == 0 ? -slope : slope;
  }

  private double raised(double size, int k) {
    if (h > 0) {
      return Math.pow(size, k / (h + 1.0));
    }
    double result = size;
    for (int i = 1; i < k; i++) {
      result *= size;
    }
    return result;
  }
}
