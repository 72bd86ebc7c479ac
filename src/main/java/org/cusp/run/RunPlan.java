package org.cusp.run;

import org.cusp.contract.Check;
import org.cusp.sampler.Sampler;

/**
 * How to sample.
 *
 * @param chains independent chains, all started at w*
 * @param burnIn draws that are recorded but not used
 * @param draws draws that are used
 * @param thin steps to a draw; a draw is the mean over its steps
 * @param batch data in a gradient; n for all
 * @param seed addresses noise and batches
 */
public record RunPlan(
    Sampler sampler, int chains, int burnIn, int draws, int thin, int batch, long seed) {
  public RunPlan {
    Check.atLeast("chains", chains, 1);
    Check.atLeast("burn-in", burnIn, 0);
    Check.atLeast("draws", draws, 4);
    Check.atLeast("thin", thin, 1);
    Check.atLeast("batch", batch, 1);
  }

  /** Draws of a chain, burn-in included. */
  public int recorded() {
    return Math.addExact(burnIn, draws);
  }

  /** Steps of a chain, burn-in included. */
  public long steps() {
    return (long) recorded() * thin;
  }
}
