package org.cusp.estimate.llc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.run.Draws;
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
    Map<String, List<NamedEstimate>> beside) {
  static Sampled of(MetropolisRun.Drawn run, SamplerChoice choice, DrawEstimators.Beside seen) {
    return new Sampled(
        run.draws(),
        Optional.empty(),
        Optional.of(run.warmUp()),
        choice,
        seen.estimates(run.draws()));
  }

  static Sampled of(StochasticRun.Drawn run, SamplerChoice choice, DrawEstimators.Beside seen) {
    return new Sampled(
        run.fine(), run.coarse(), Optional.empty(), choice, seen.estimates(run.fine()));
  }

  /** The larger of two step sizes. */
  double stepSize() {
    return coarse.orElse(draws).plan().sampler().stepSize();
  }
}
