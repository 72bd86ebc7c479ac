package org.cusp.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.calibrate.GradientCost;
import org.cusp.calibrate.MetropolisRun;
import org.cusp.calibrate.PointCheck;
import org.cusp.calibrate.ReplicaCheck;
import org.cusp.calibrate.SamplerChoice;
import org.cusp.calibrate.StochasticRun;
import org.cusp.calibrate.StochasticStep;
import org.cusp.calibrate.WarmUpFacts;
import org.cusp.posterior.DefaultGamma;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Coordinates;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.sampler.StochasticSampler;
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
   * @param choice which sampler, and why
   * @param warmUp what it found, for samplers with a Metropolis step
   */
  public record Outcome(
      Draws draws, Llc llc, GradientCost cost, SamplerChoice choice, Optional<WarmUpFacts> warmUp) {
    /** Why this sampler, and what it was set to. */
    public List<String> reasons() {
      String found = warmUp.map(WarmUpFacts::describe).orElseGet(this::steps);
      return Stream.concat(choice.reasons().stream(), Stream.of(found)).toList();
    }

    private String steps() {
      return llc.extrapolation()
          .map(
              two ->
                  String.format(
                      Locale.ROOT,
                      "half of the chains at step size %.3g, half at %.3g, and a draw every %d"
                          + " steps",
                      two.coarse().stepSize(),
                      two.fine().stepSize(),
                      draws.plan().thin()))
          .orElseGet(
              () ->
                  String.format(
                      Locale.ROOT,
                      "step size %.3g, a draw every %d steps",
                      ((StochasticSampler) draws.plan().sampler()).stepSize(),
                      draws.plan().thin()));
    }
  }

  /** What was drawn, by either kind of sampler. */
  private record Drawn(Draws draws, Optional<Draws> coarse, Optional<WarmUpFacts> warmUp) {}

  /** The LLC at {@code w}. */
  public Outcome estimate(Target target, double[] w, Progress progress) {
    Posterior posterior = posterior(target, w);
    int batch = settings.batchOf(posterior.n());
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, target.precision(), kernels, workers)) {
      GradientCost cost = GradientCost.of(shared, batch, settings.seed(), kernels);
      SamplerChoice choice = choice(posterior, cost);
      Optional<PointCheck> point = point(shared, cost);
      Drawn drawn = draw(shared, choice, cost, batch, progress);
      Optional<Double> precision =
          settings.draws().isPresent() ? Optional.empty() : Optional.of(settings.precision());
      Llc.Context context =
          new Llc.Context(drawn.coarse(), point, replicas(shared, drawn, cost), precision);
      return new Outcome(
          drawn.draws(), Llc.of(drawn.draws(), context), cost, choice, drawn.warmUp());
    }
  }

  /** The larger of the two step sizes at which a sampler on batches is run around {@code w}. */
  public double stepOf(String sampler, Target target, double[] w) {
    if (settings.step().isPresent()) {
      return settings.step().getAsDouble();
    }
    Posterior posterior = posterior(target, w);
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, target.precision(), kernels, workers)) {
      return StochasticStep.of(
          sampler, shared, settings.batchOf(posterior.n()), settings.seed(), kernels);
    }
  }

  private SamplerChoice choice(Posterior posterior, GradientCost cost) {
    return settings
        .sampler()
        .map(name -> asked(name, posterior, cost))
        .orElseGet(() -> SamplerChoice.of(settings, posterior, cost, workers.threads()));
  }

  private SamplerChoice asked(String name, Posterior posterior, GradientCost cost) {
    List<String> reasons = new ArrayList<>(cost.describe(posterior));
    reasons.add(name + ", as asked for");
    return new SamplerChoice(name, settings.chains(), reasons);
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

  /** A second opinion on chains that are exact as far as they go. */
  private Optional<ReplicaCheck> replicas(PosteriorTensors shared, Drawn drawn, GradientCost cost) {
    return drawn.warmUp().isEmpty()
        ? Optional.empty()
        : ReplicaCheck.of(shared, cost, settings.budget(), settings.seed(), kernels, workers);
  }

  private Drawn draw(
      PosteriorTensors shared,
      SamplerChoice choice,
      GradientCost cost,
      int batch,
      Progress progress) {
    if (LlcSpec.ON_ALL_DATA.contains(choice.sampler())) {
      MetropolisRun run = new MetropolisRun(settings, cost.curvature(), kernels, workers);
      MetropolisRun.Drawn drawn = run.sample(shared, choice.chains(), progress);
      return new Drawn(drawn.draws(), Optional.empty(), Optional.of(drawn.warmUp()));
    }
    StochasticRun.Drawn drawn =
        new StochasticRun(settings, choice.sampler(), kernels, workers)
            .sample(shared, choice.chains(), batch, progress);
    return new Drawn(drawn.fine(), drawn.coarse(), Optional.empty());
  }

  private Posterior posterior(Target target, double[] w) {
    Coordinates.Chart chart = target.coordinates().at(target.model(), target.train(), w, kernels);
    return new Posterior(
        chart.model(),
        target.train(),
        chart.centre(),
        settings.nBetaOf(target.train().n()),
        settings
            .gamma()
            .orElseGet(
                () ->
                    DefaultGamma.of(target.model(), chart.whole(), chart.model(), chart.centre())));
  }
}
