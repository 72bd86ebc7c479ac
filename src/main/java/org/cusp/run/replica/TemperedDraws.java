package org.cusp.run.replica;

import org.cusp.posterior.Posterior;

/**
 * What replica exchange between a prior and a posterior gave. Chains are independent of each other:
 * each has a replica at every temperature, and exchanges happen among a chain's own. Immutable:
 * arrays are not to be written to.
 *
 * @param betas inverse temperatures, ascending, from 0, the prior, to that of the posterior
 * @param energy [rung][chain][draw] after burn-in: n (L_n(w) - L_n(centre)) in nats; infinite where
 *     a draw from the prior has no finite loss
 * @param swapAcceptance mean probability of an exchange between rung k and k + 1
 * @param acceptance of the transitions at a rung; NaN at the prior, whose draws are independent
 * @param moves between exchanges
 * @param arrivals of each chain: how often a state that was drawn from the prior came to the
 *     coldest temperature, a new one each time
 * @param posterior at the coldest temperature; its prior is N(centre, I / gamma)
 * @param lossAtCentre L_n(centre) in nats per datum
 * @param gradientEvaluations of all replicas, the search for the ladder included
 * @param seconds in all
 */
public record TemperedDraws(
    double[] betas,
    double[][][] energy,
    double[] swapAcceptance,
    double[] acceptance,
    LadderMoves moves,
    int[] arrivals,
    Posterior posterior,
    double lossAtCentre,
    long gradientEvaluations,
    double seconds) {
  /** Independent chains. */
  public int chains() {
    return arrivals.length;
  }

  /** Kept draws of a chain at each temperature. */
  public int draws() {
    return energy[0][0].length;
  }

  /** Energies at the posterior's own temperature, [chain][draw]. */
  public double[][] coldest() {
    return energy[energy.length - 1];
  }
}
