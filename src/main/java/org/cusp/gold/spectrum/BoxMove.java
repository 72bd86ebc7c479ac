package org.cusp.gold.spectrum;

/**
 * Proposals on the cube [-1, 1]^d that have the right size at every scale. Zero sets of analytic
 * functions are thin in some directions and long in others, by unknown powers of t; so steps are
 * drawn with log-uniform length, and products of coordinates are kept while their factors change:
 *
 * <ul>
 *   <li>{@code w_i += sigma z} and {@code w += sigma z}, {@code log10 sigma} uniform on [-16, 0];
 *   <li>{@code w_i *= e^s}, {@code s ~ N(0, 1)} or {@code N(0, 25)}, of Jacobian e^s;
 *   <li>{@code w_i *= e^s, w_j *= e^-s}, of Jacobian 1;
 *   <li>{@code w_i *= e^(a_i s)} for all i with weights a_i in {1, 2, 3}, of Jacobian e^(s sum
 *       a_i): along curves such as y^a = x^b.
 * </ul>
 *
 * Each is reversible for the Lebesgue measure with the factor that {@link #propose} returns.
 */
final class BoxMove {
  private static final double DECADES = 16;
  private static final double LONG = 5;
  private static final int LARGEST_WEIGHT = 3;

  private final Draws draws;

  BoxMove(Draws draws) {
    this.draws = draws;
  }

  /**
   * A proposal from {@code from}, into {@code to}.
   *
   * @return the log of the Jacobian; minus infinity if the proposal is outside the cube
   */
  double propose(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
    int i = draws.below(from.length);
    double kind = draws.uniform();
    double jacobian = 0;
    if (kind < 0.3) {
      to[i] += Math.pow(10, -DECADES * draws.uniform()) * draws.normal();
    } else if (kind < 0.5) {
      double sigma = Math.pow(10, -DECADES * draws.uniform());
      for (int k = 0; k < to.length; k++) {
        to[k] += sigma * draws.normal();
      }
    } else if (kind < 0.7) {
      double s = (draws.uniform() < 0.5 ? 0.2 : 1) * draws.normal();
      for (int k = 0; k < to.length; k++) {
        int weight = 1 + draws.below(LARGEST_WEIGHT);
        to[k] *= Math.exp(weight * s);
        jacobian += weight * s;
      }
    } else {
      double s = (draws.uniform() < 0.5 ? 1 : LONG) * draws.normal();
      to[i] *= Math.exp(s);
      if (kind < 0.85 || from.length == 1) {
        jacobian = s;
      } else {
        int j = (i + 1 + draws.below(from.length - 1)) % from.length;
        to[j] *= Math.exp(-s);
      }
    }
    for (double x : to) {
      if (!(Math.abs(x) <= 1)) {
        return Double.NEGATIVE_INFINITY;
      }
    }
    return jacobian;
  }
}
