package org.cusp.estimate;

import java.util.List;
import java.util.Optional;
import org.cusp.calibrate.GradientCost;
import org.cusp.calibrate.MetropolisRun;
import org.cusp.calibrate.PointCheck;
import org.cusp.calibrate.SamplerChoice;
import org.cusp.calibrate.StochasticRun;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Coordinates;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Samples around one parameter of a target and estimates its LLC.
 *
 * @param settings what is not given there is chosen here
 */
public record LlcEstimator(LlcSpec settings, KernelProvider kernels, Workers workers) {
  /** Looking at w* may take this share of the budget. */
  private static final double CHECK_SHARE = 0.1;

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
      Optional<PointCheck> point = point(shared, cost);
      StochasticRun.Drawn drawn = draw(shared, choice, cost, batch, progress);
      Optional<Double> precision =
          settings.draws().isPresent() ? Optional.empty() : Optional.of(settings.precision());
      Llc.Context context = new Llc.Context(drawn.coarse(), point, precision);
      return new Outcome(drawn.fine(), Llc.of(drawn.fine(), context), choice.reasons());
    }
  }

  private SamplerChoice choice(Posterior posterior, GradientCost cost) {
    return settings
        .sampler()
        .map(name -> new SamplerChoice(name, settings.chains(), List.of("as asked for")))
        .orElseGet(() -> SamplerChoice.of(settings, posterior, cost, workers.threads()));
  }

  /** Absent where so few gradients are affordable that they would say nothing. */
  private Optional<PointCheck> point(PosteriorTensors shared, GradientCost cost) {
    double affordable = CHECK_SHARE * settings.budget() / cost.allData();
    if (affordable < PointCheck.FEWEST_GRADIENTS) {
      return Optional.empty();
    }
    int most = (int) Math.min(PointCheck.DEFAULT_GRADIENTS, affordable);
    return Optional.of(PointCheck.of(shared, kernels, workers, most, settings.seed()));
  }

  private StochasticRun.Drawn draw(
      PosteriorTensors shared,
      SamplerChoice choice,
      GradientCost cost,
      int batch,
      Progress progress) {
    if (LlcSpec.ON_ALL_DATA.contains(choice.sampler())) {
      MetropolisRun run = new MetropolisRun(settings, cost.curvature(), kernels, workers);
      Draws draws = run.sample(shared, choice.chains(), progress);
      return new StochasticRun.Drawn(draws, Optional.empty());
    }
    return new StochasticRun(settings, choice.sampler(), kernels, workers)
        .sample(shared, choice.chains(), batch, progress);
  }

  private Posterior posterior(Target target, double[] w) {
    Coordinates.Chart chart = target.coordinates().at(target.model(), target.train(), w);
    return new Posterior(
        chart.model(),
        target.train(),
        chart.centre(),
        settings.nBetaOf(target.train().n()),
        settings.gamma().orElseGet(() -> Posterior.defaultGamma(chart.whole())));
  }
}
