package org.cusp.tensor;

/**
 * Functions of one double that the Java library has not or has slowly. Both are odd to the last
 * bit; NaN gives NaN.
 */
public final class RealFunctions {
  /** Below it the continued fraction holds to double precision; above it 1 - tanh is not small. */
  private static final double SMALL_TANH = 0.55;

  /** Beyond it tanh rounds to 1. */
  private static final double LARGE_TANH = 22;

  private static final int PER_UNIT = 8;

  /** Beyond it erf rounds to 1. */
  private static final int LARGE_ERF = 6;

  private static final int DEGREE = 13;
  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
  private static final double[][] ERF = expansions();

  private RealFunctions() {}

  /**
   * The hyperbolic tangent with an error below 2 units in the last place, without the library's
   * software exponential: {@code 1 - 2 / (e^(2x) + 1)}, and for small x the eighth convergent of J.
   * H. Lambert's continued fraction {@code x / (1 + x^2 / (3 + x^2 / (5 + ...)))} as x less a
   * correction.
   */
  public static double tanh(double x) {
    double size = Math.abs(x);
    if (size < SMALL_TANH) {
      double z = x * x;
      double less = z * (675675 + z * (45045 + z * (594 + z)));
      double all = 2027025 + z * (945945 + z * (51975 + z * (630 + z)));
      return Math.copySign(size - size * (less / all), x);
    }
    double value = size > LARGE_TANH ? 1 : 1 - 2 / (Math.exp(2 * size) + 1);
    return size == size ? Math.copySign(value, x) : x;
  }

  /**
   * The error function {@code (2 / sqrt pi) integral_0^x exp(-t^2) dt} with an error below 3e-16,
   * relative where x is small: a Taylor series around the nearest of the points 0, 1/8, 1/4, ... 6.
   */
  public static double erf(double x) {
    double size = Math.abs(x);
    if (!(size < LARGE_ERF)) {
      return size >= LARGE_ERF ? Math.copySign(1, x) : x;
    }
    int nearest = (int) (size * PER_UNIT + 0.5);
    double[] expansion = ERF[nearest];
    double step = size - (double) nearest / PER_UNIT;
    return Math.copySign(Math.min(1, expansion[0] + step * tail(expansion, step)), x);
  }

  /** (erf(x + step) - erf(x)) / step. */
  private static double tail(double[] expansion, double step) {
    double sum = expansion[DEGREE];
    for (int k = DEGREE - 1; k > 0; k--) {
      sum = sum * step + expansion[k];
    }
    return sum;
  }

  /**
   * With {@code y = erf'}, {@code y'' = -2 x y' - 2 y}: the Taylor coefficients c_k of y around x
   * obey {@code (k + 1) c_(k+1) = -2 (x c_k + c_(k-1))}. Two neighbours' series meet half way,
   * which gives erf from point to point; what rounding takes from one sum is carried to the next.
   */
  private static double[][] expansions() {
    double[][] all = new double[LARGE_ERF * PER_UNIT + 1][DEGREE + 1];
    for (int i = 0; i < all.length; i++) {
      double x = (double) i / PER_UNIT;
      double before = 0;
      double here = TWO_OVER_ROOT_PI * Math.exp(-x * x);
      for (int k = 0; k < DEGREE; k++) {
        all[i][k + 1] = here / (k + 1);
        double next = -2 * (x * here + before) / (k + 1);
        before = here;
        here = next;
      }
    }
    double carried = 0;
    for (int i = 1; i < all.length; i++) {
      double half = 0.5 / PER_UNIT;
      double rise = half * (tail(all[i - 1], half) + tail(all[i], -half)) + carried;
      all[i][0] = all[i - 1][0] + rise;
      carried = rise - (all[i][0] - all[i - 1][0]);
    }
    return all;
  }
}
