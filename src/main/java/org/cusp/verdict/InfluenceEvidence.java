package org.cusp.verdict;

import org.cusp.diagnostics.Estimate;

/**
 * What a verdict on covariances over draws is based on.
 *
 * @param llc of the same draws
 * @param draws of the losses whose covariances were taken
 * @param batches from which the errors come
 * @param found what stands out
 */
public record InfluenceEvidence(Estimate llc, Draws draws, Batched batches, Found found) {
  /**
   * The draws.
   *
   * @param of what the covariances are of, as messages call it: losses, weights
   * @param started chains
   * @param complete those that stayed finite
   * @param rhat that 95% of those that were looked at stay below
   * @param ess that 95% of them reach
   * @param onBatches whether the sampler has no Metropolis step
   */
  public record Draws(
      String of, int started, int complete, double rhat, double ess, boolean onBatches) {}

  /**
   * The batches.
   *
   * @param count in all
   * @param length in draws
   * @param autocorrelationTime of the slowest losses, in draws
   * @param disagreement variance from the means of chains over that from batches; NaN of one chain
   */
  public record Batched(int count, int length, double autocorrelationTime, double disagreement) {}

  /**
   * The discoveries.
   *
   * @param share that may be false
   * @param entries of the matrix
   * @param discovered of them
   * @param control entries whose covariance is 0
   * @param ofControl those of them that pass for discoveries
   * @param interval standard errors within which 95% of such are
   */
  public record Found(
      double share, long entries, long discovered, long control, long ofControl, double interval) {
    /** Where nothing is called a discovery. */
    public static final Found NOTHING = new Found(0.05, 0, 0, 1, 0, Double.NaN);

    /** The share of the discoveries that the control says are false; 0 without any. */
    public double falseShare() {
      double expected = (double) ofControl / control * entries;
      return discovered == 0 ? 0 : Math.min(1, expected / discovered);
    }
  }
}
