package org.cusp.paper.gold;

import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;

/**
 * What the chains of one setting say, as it is stored.
 *
 * @param sampler with what was found for it
 * @param draws of a chain after the warm-up, burn-in among them
 * @param value the LLC
 * @param rhatOfDistance that of |w - w*|^2
 * @param ess effective draws of the energy
 * @param reached whether the mark is
 * @param gradients on all data, of all chains
 * @param seconds of the clock; other work on the machine lengthens them
 */
record GoldChain(
    String sampler,
    long seed,
    int chains,
    int draws,
    double value,
    double se,
    double rhat,
    double rhatOfDistance,
    double ess,
    boolean reached,
    long gradients,
    double cpuSeconds,
    double seconds,
    int sittings) {
  static GoldChain of(GoldState state, GoldMark mark, long seed) {
    double[][] energy = GoldMark.kept(state.energy());
    GoldState.Spent spent = state.spent();
    return new GoldChain(
        state.sampler(),
        seed,
        energy.length,
        state.draws(),
        Moments.mean(energy),
        Mcse.mean(energy),
        Rhat.rankNormalised(energy),
        Rhat.rankNormalised(GoldMark.kept(state.distance())),
        Ess.bulk(energy),
        state.reaches(mark),
        spent.gradients(),
        spent.cpuSeconds(),
        spent.seconds(),
        spent.sittings());
  }
}
