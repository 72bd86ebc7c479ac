package org.cusp.estimate.freeenergy;

import java.util.Arrays;

/**
 * A(b) as a sum over neighbouring temperatures, each term from the draws of the hotter one:
 *
 * <pre>A(b_K) = sum_k -log mean_k exp(-(b_(k+1) - b_k) E)</pre>
 *
 * The products are unbiased for exp(-A), the logarithm is biased by half its variance.
 *
 * <p>Source: W. Xie, P. O. Lewis, Y. Fan, L. Kuo, M.-H. Chen, "Improving marginal likelihood
 * estimation for Bayesian phylogenetic model selection", Systematic Biology 60 (2011) 150-160, DOI
 * 10.1093/sysbio/syq085.
 */
public final class SteppingStone implements BlockJackknife.Statistics {
  private final BlockJackknife blocks;
  private final double[] pivots;
  private final double[][] sums;
  private final double[] totals;

  public SteppingStone(TemperedEnergies draws, BlockJackknife blocks) {
    this(draws, blocks, draws.rungs() - 1);
  }

  /** The first so many steps only. */
  public SteppingStone(TemperedEnergies draws, BlockJackknife blocks, int steps) {
    this.blocks = blocks;
    this.pivots = new double[steps];
    this.sums = new double[steps][];
    this.totals = new double[steps];
    for (int k = 0; k < steps; k++) {
      double gap = draws.betas()[k + 1] - draws.betas()[k];
      double least = draws.lowest(k);
      pivots[k] = gap * least;
      sums[k] = blocks.sums(draws.energy()[k], e -> Math.exp(-gap * (e - least)));
      totals[k] = Arrays.stream(sums[k]).sum();
    }
  }

  /** The terms of the sum, from all draws. */
  double[] steps() {
    double[] steps = new double[pivots.length];
    double count = (double) blocks.chains() * blocks.draws();
    for (int k = 0; k < steps.length; k++) {
      steps[k] = pivots[k] - Math.log(totals[k] / count);
    }
    return steps;
  }

  @Override
  public double[] all() {
    return new double[] {Arrays.stream(steps()).sum()};
  }

  @Override
  public double[] without(int block) {
    double count = (double) blocks.chains() * blocks.draws() - blocks.size(block);
    double sum = 0;
    for (int k = 0; k < pivots.length; k++) {
      sum += pivots[k] - Math.log((totals[k] - sums[k][block]) / count);
    }
    return new double[] {sum};
  }
}
