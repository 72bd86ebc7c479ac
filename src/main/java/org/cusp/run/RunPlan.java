package org.cusp.run;

import org.cusp.contract.Check;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.GradientEstimate;
import org.cusp.sampler.Sampler;

/**
 * How to sample.
 *
 * @param chains independent chains, all started at w*
 * @param length of each chain
 * @param batch data in a gradient; n for all
 * @param gradient how it is estimated from a batch
 * @param seed addresses noise and batches
 */
public record RunPlan(
    Sampler sampler, int chains, Length length, int batch, GradientEstimate gradient, long seed) {
  public RunPlan {
    Check.atLeast("chains", chains, 1);
    Check.atLeast("batch", batch, 1);
  }

  /** With the gradient of the batch as it is. */
  public RunPlan(Sampler sampler, int chains, Length length, int batch, long seed) {
    this(sampler, chains, length, batch, new GradientEstimate.Plain(), seed);
  }

  /**
   * How long a chain is.
   *
   * @param burnIn draws that are recorded but not used
   * @param draws draws that are used; 0 where time was up before there were four
   * @param thin steps to a draw; a draw is the mean over its steps
   */
  public record Length(int burnIn, int draws, int thin) {
    /** No draws, and none that are not used. */
    public static final Length NONE = new Length(0, 0, 1);

    public Length {
      Check.atLeast("burn-in", burnIn, 0);
      if (draws != 0) {
        Check.atLeast("draws", draws, 4);
      }
      Check.atLeast("thin", thin, 1);
    }
  }

  public int burnIn() {
    return length.burnIn();
  }

  public int draws() {
    return length.draws();
  }

  public int thin() {
    return length.thin();
  }

  /** The batches of n data. */
  public BatchPlan batches(int n) {
    return new BatchPlan(seed, n, batch, gradient);
  }

  /** Draws of a chain, burn-in included. */
  public int recorded() {
    return Math.addExact(burnIn(), draws());
  }

  /** Steps of a chain, burn-in included. */
  public long steps() {
    return (long) recorded() * thin();
  }
}
