package org.cusp.estimate;

import java.util.List;
import org.cusp.calibrate.GradientCost;
import org.cusp.calibrate.MetropolisRun;
import org.cusp.calibrate.SamplerChoice;
import org.cusp.calibrate.SgldStep;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.ChainRunner;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.run.Target;
import org.cusp.sampler.Sgld;
import org.cusp.spec.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Samples around one parameter of a target and estimates its LLC.
 *
 * @param settings what is not given there is chosen here
 */
public record LlcEstimator(LlcSpec settings, KernelProvider kernels, Workers workers) {
  private static final int DEFAULT_DRAWS = 400;
  private static final int DEFAULT_BURN_IN = 200;

  /**
   * The draws and what they say.
   *
   * @param reasons why this sampler
   */
  public record Outcome(Draws draws, Llc llc, List<String> reasons) {}

  /** The LLC at {@code w}. */
  public Outcome estimate(Target target, double[] w, Progress progress) {
    Posterior posterior = posterior(target, w);
    int batch = settings.batchOf(posterior.n());
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, target.precision(), kernels, workers)) {
      GradientCost cost = GradientCost.of(shared, batch, settings.seed(), kernels);
      SamplerChoice choice = choice(posterior, cost);
      Draws draws = draws(shared, choice, cost, batch, progress);
      return new Outcome(draws, Llc.of(draws), choice.reasons());
    }
  }

  private SamplerChoice choice(Posterior posterior, GradientCost cost) {
    return settings
        .sampler()
        .map(name -> new SamplerChoice(name, settings.chains(), List.of("as asked for")))
        .orElseGet(() -> SamplerChoice.of(settings, posterior, cost, workers.threads()));
  }

  private Draws draws(
      PosteriorTensors shared,
      SamplerChoice choice,
      GradientCost cost,
      int batch,
      Progress progress) {
    if (LlcSpec.ON_ALL_DATA.contains(choice.sampler())) {
      return new MetropolisRun(settings, cost.curvature(), kernels, workers)
          .sample(shared, choice.chains(), progress);
    }
    double step =
        settings.step().orElseGet(() -> SgldStep.of(shared, batch, settings.seed(), kernels));
    return new ChainRunner(kernels, workers).run(shared, plan(step, batch), progress);
  }

  private Posterior posterior(Target target, double[] w) {
    return new Posterior(
        target.model(),
        target.train(),
        w,
        settings.nBetaOf(target.train().n()),
        settings.gamma().orElseGet(() -> Posterior.defaultGamma(w)));
  }

  private RunPlan plan(double step, int batch) {
    return new RunPlan(
        new Sgld(step),
        settings.chains(),
        settings.burnIn().orElse(DEFAULT_BURN_IN),
        settings.draws().orElse(DEFAULT_DRAWS),
        settings.thin().orElse(1),
        batch,
        settings.seed());
  }
}
