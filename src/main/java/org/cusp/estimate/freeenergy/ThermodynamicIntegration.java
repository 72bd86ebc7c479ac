package org.cusp.estimate.freeenergy;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A(b) as the integral of the mean energy over the inverse temperature:
 *
 * <pre>A(b_K) = A(b_1) + integral from b_1 to b_K of E_b[E] db</pre>
 *
 * <p>The prior is not a node: its mean energy may be infinite, or of such spread that no draws tell
 * it. The step to the first temperature above it is a reweighting of its draws (the first term of
 * {@link SteppingStone}).
 *
 * <p>From there a trapezoid rule with the correction by variances, since {@code dE_b[E]/db =
 * -Var_b(E)}. It is applied to {@code g(u) = (b + c)(E_b[E] - e)} in {@code u = log(b + c)}, where
 * c and e are those of the law {@code E_b[E] = e + A/(b + c)} through the first and the last rung:
 * for a quadratic loss under a Gaussian prior of one shape g is constant, and near a singularity
 * slowly varying, whereas in b the integrand is steep at every scale.
 *
 * <pre>integral = sum h/2 (g_k + g_(k+1)) + h^2/12 (g'_k - g'_(k+1)) + e (b_K - b_1),
 * g' = g - (b + c)^2 Var_b(E)</pre>
 *
 * <p>What the rule leaves is of the order h^4; its size is judged from the same rule with every
 * second rung left out, whose error is about 16 times as large.
 *
 * <p>Source: N. Friel, M. Hurn, J. Wyse, "Improving power posterior estimation of statistical
 * evidence", Statistics and Computing 24 (2014) 709-723, DOI 10.1007/s11222-013-9397-1.
 */
final class ThermodynamicIntegration implements BlockJackknife.Statistics {
  /** Two to the order of the rule, less one (Richardson's extrapolation). */
  private static final double COARSE_TO_FINE = 15;

  private final TemperedEnergies draws;
  private final BlockJackknife blocks;
  private final SteppingStone first;
  private final double[] pivots;
  private final double[][] sums;
  private final double[][] squares;
  private final double shift;
  private final double asymptote;

  ThermodynamicIntegration(TemperedEnergies draws, BlockJackknife blocks) {
    this.draws = draws;
    this.blocks = blocks;
    this.first = new SteppingStone(draws, blocks, 1);
    int rungs = draws.rungs();
    this.pivots = new double[rungs];
    this.sums = new double[rungs][];
    this.squares = new double[rungs][];
    for (int k = 1; k < rungs; k++) {
      double pivot = Arrays.stream(draws.energy()[k][0]).average().orElseThrow();
      pivots[k] = pivot;
      sums[k] = blocks.sums(draws.energy()[k], e -> e - pivot);
      squares[k] = blocks.sums(draws.energy()[k], e -> (e - pivot) * (e - pivot));
    }
    double[] last = moments(rungs - 1, block -> true);
    this.asymptote = last[0] - draws.last() * last[1];
    double[] hottest = moments(1, block -> true);
    double found = (hottest[0] - asymptote) / hottest[1] - draws.betas()[1];
    this.shift = found > 0 && found < Double.POSITIVE_INFINITY ? found : 0;
  }

  @Override
  public double[] all() {
    return new double[] {first.all()[0] + integral(every(1), block -> true)};
  }

  @Override
  public double[] without(int left) {
    return new double[] {first.without(left)[0] + integral(every(1), block -> block != left)};
  }

  /**
   * How far the rule may be from the integral. With fewer than three rungs above the prior none can
   * be left out, and the correction by variances itself stands for what it leaves.
   */
  double discretisation() {
    double fine = integral(every(1), block -> true);
    if (draws.rungs() < 4) {
      return Math.abs(fine - plain());
    }
    double coarse = integral(every(2), block -> true);
    return Math.abs(fine - coarse) / COARSE_TO_FINE;
  }

  /** The trapezoid of the last two rungs without correction. */
  private double plain() {
    int last = draws.rungs() - 1;
    if (last < 2) {
      return 0;
    }
    double colder = draws.last() + shift;
    double hotter = draws.betas()[last - 1] + shift;
    double g = colder * (moments(last, block -> true)[0] - asymptote);
    double before = hotter * (moments(last - 1, block -> true)[0] - asymptote);
    return Math.log(colder / hotter) / 2 * (g + before)
        + asymptote * (draws.last() - draws.betas()[1]);
  }

  /** The rungs above the prior, by this stride, and the last one. */
  private int[] every(int stride) {
    int last = draws.rungs() - 1;
    return IntStream.rangeClosed(1, last).filter(k -> (k - 1) % stride == 0 || k == last).toArray();
  }

  private double integral(int[] nodes, IntPredicate kept) {
    double[] betas = draws.betas();
    double sum = asymptote * (draws.last() - betas[1]);
    double before = 0;
    double slopeBefore = 0;
    for (int i = 0; i < nodes.length; i++) {
      double scale = betas[nodes[i]] + shift;
      double[] moments = moments(nodes[i], kept);
      double g = scale * (moments[0] - asymptote);
      double slope = g - scale * scale * moments[1];
      if (i > 0) {
        double h = Math.log(scale / (betas[nodes[i - 1]] + shift));
        sum += h / 2 * (before + g) + h * h / 12 * (slopeBefore - slope);
      }
      before = g;
      slopeBefore = slope;
    }
    return sum;
  }

  /** Mean and variance of the energies of a rung, from some of its blocks. */
  private double[] moments(int rung, IntPredicate kept) {
    double count = 0;
    double sum = 0;
    double square = 0;
    for (int block = 0; block < blocks.blocks(); block++) {
      if (kept.test(block)) {
        count += blocks.size(block);
        sum += sums[rung][block];
        square += squares[rung][block];
      }
    }
    double mean = sum / count;
    return new double[] {pivots[rung] + mean, (square / count - mean * mean) * count / (count - 1)};
  }
}
