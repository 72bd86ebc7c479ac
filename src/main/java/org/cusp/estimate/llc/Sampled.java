package org.cusp.estimate.llc;

import java.util.Optional;
import org.cusp.run.Draws;
import org.cusp.run.WarmStart;
import org.cusp.tuning.AlongRun;
import org.cusp.tuning.MetropolisRun;
import org.cusp.tuning.SamplerChoice;
import org.cusp.tuning.StochasticRun;
import org.cusp.tuning.WarmUpFacts;

/** What was drawn, by either kind of sampler. */
record Sampled(
    Draws draws,
    Optional<Draws> coarse,
    Optional<WarmUpFacts> warmUp,
    SamplerChoice choice,
    DrawEstimators.Found beside,
    Optional<WarmStart> start) {
  static Sampled of(AlongRun.Drawn run, SamplerChoice choice, DrawEstimators.Beside seen) {
    MetropolisRun.Drawn drawn = run.drawn();
    return new Sampled(
        drawn.draws(),
        Optional.empty(),
        Optional.of(drawn.warmUp()),
        choice,
        seen.found(drawn.draws()),
        run.start());
  }

  static Sampled of(StochasticRun.Drawn run, SamplerChoice choice, DrawEstimators.Beside seen) {
    return new Sampled(
        run.fine(),
        run.coarse(),
        Optional.empty(),
        choice,
        seen.found(run.fine()),
        Optional.empty());
  }

  /** The larger of two step sizes. */
  double stepSize() {
    return coarse.orElse(draws).plan().sampler().stepSize();
  }
}
