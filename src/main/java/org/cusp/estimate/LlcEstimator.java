package org.cusp.estimate;

import org.cusp.calibrate.SgldStep;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.ChainRunner;
import org.cusp.run.Coordinates;
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
 * @param settings what is not given there is chosen here: the batch, nBeta, gamma and the step size
 */
public record LlcEstimator(LlcSpec settings, KernelProvider kernels, Workers workers) {
  /** The draws and what they say. */
  public record Outcome(Draws draws, Llc llc) {}

  /** The LLC at {@code w}. */
  public Outcome estimate(Target target, double[] w, Progress progress) {
    Posterior posterior = posterior(target, w);
    int batch = settings.batchOf(posterior.n());
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, target.precision(), kernels, workers)) {
      double step =
          settings.step().orElseGet(() -> SgldStep.of(shared, batch, settings.seed(), kernels));
      Draws draws = new ChainRunner(kernels, workers).run(shared, plan(step, batch), progress);
      return new Outcome(draws, Llc.of(draws));
    }
  }

  private Posterior posterior(Target target, double[] w) {
    Coordinates.Chart chart = target.coordinates().at(target.model(), target.train(), w);
    return new Posterior(
        chart.model(),
        target.train(),
        chart.centre(),
        settings.nBetaOf(target.train().n()),
        settings.gamma().orElse(Posterior.DEFAULT_GAMMA));
  }

  private RunPlan plan(double step, int batch) {
    return new RunPlan(
        new Sgld(step),
        settings.chains(),
        settings.burnIn(),
        settings.draws(),
        settings.thin(),
        batch,
        settings.seed());
  }
}
