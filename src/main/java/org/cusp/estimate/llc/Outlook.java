package org.cusp.estimate.llc;

import org.cusp.posterior.PosteriorTensors;
import org.cusp.sampler.ExactSampler;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tuning.GradientCost;
import org.cusp.tuning.SamplerChoice;

/**
 * What an estimate is foreseen to take, by what a gradient takes here.
 *
 * @param sampler as it is typed
 * @param seconds of the transitions that are asked for, or of the least that say something, within
 *     the budget; the whole budget where nothing can be foreseen
 * @param bytes of chains and data
 */
public record Outlook(String sampler, int chains, double seconds, long bytes) {
  private static final int BYTES = 8;

  static Outlook of(
      LlcSpec settings, PosteriorTensors shared, GradientCost cost, SamplerChoice choice) {
    double foreseen = choice.foreseen().seconds();
    if (settings.draws().isPresent() && choice.sampler().prototype() instanceof ExactSampler<?> e) {
      double asked = e.pace().least() + settings.burnIn().orElse(0) + settings.draws().getAsInt();
      foreseen *= asked / SamplerChoice.transitions(e);
    } else if (settings.draws().isPresent()) {
      double steps = (double) settings.draws().getAsInt() * settings.thin().orElse(1);
      foreseen = choice.chains() * steps * cost.minibatch();
    } else {
      foreseen = Math.min(Double.isNaN(foreseen) ? settings.budget() : foreseen, settings.budget());
    }
    long data = (long) BYTES * shared.examples() * shared.posterior().data().features();
    long ofChains = choice.chains() * ChainMemory.bytes(shared.posterior());
    return new Outlook(choice.sampler().toString(), choice.chains(), foreseen, ofChains + data);
  }
}
