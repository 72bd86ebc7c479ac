package org.cusp.calibrate;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.LiveChains;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.Mala;
import org.cusp.sampler.Sampler;
import org.cusp.spec.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Draws from Metropolis-corrected chains on all data: a warm-up that finds what the sampler needs,
 * then draws until the precision or the budget is reached.
 *
 * <p>The draws of the warm-up, and the first fifth of those after it, are burn-in.
 *
 * @param curvature largest absolute eigenvalue of the Hessian of L_n at w*
 */
public record MetropolisRun(
    LlcSpec settings, double curvature, KernelProvider kernels, Workers workers) {
  /** Warm-up may take this share of the budget. */
  private static final double WARM_UP_SHARE = 0.5;

  private static final int FIRST_DRAWS = 60;
  private static final int LEAST_DRAWS = 10;
  private static final int BLOCK = 10;
  private static final int MOST_DRAWS = 100_000;
  private static final int BURN_IN_SHARE = 5;

  /** What was drawn, and what the warm-up before it found. */
  public record Drawn(Draws draws, WarmUpFacts warmUp) {}

  /** All draws. */
  public Drawn sample(PosteriorTensors shared, int chains, Progress progress) {
    int n = shared.posterior().n();
    double first = firstStep(shared);
    try (LiveChains live =
        new LiveChains(
            shared,
            startingSampler(first),
            chains,
            new BatchPlan(settings.seed(), n, n),
            kernels,
            workers)) {
      progress.at(0, "warm-up", Double.NaN, Double.NaN);
      Sampler tuned = tune(live, shared, first);
      int warmUp = live.drawn();
      WarmUpFacts facts = WarmUpFacts.of(tuned, warmUp, live.seconds());
      RunPlan plan =
          settings.draws().isPresent()
              ? fixed(live, tuned, warmUp, n, progress)
              : untilPrecise(live, tuned, warmUp, n, progress);
      return new Drawn(live.draws(plan), facts);
    }
  }

  /** A time well within the stability of the stiffest direction at w*. */
  private double firstStep(PosteriorTensors shared) {
    double stiffest = shared.posterior().nBeta() * curvature + shared.posterior().gamma();
    return 1 / Math.sqrt(Math.max(stiffest, 1e-12));
  }

  private Sampler startingSampler(double first) {
    return isMala() ? new Mala(first * first) : new Hmc(first, first);
  }

  private boolean isMala() {
    return settings.sampler().equals(Optional.of("mala"));
  }

  private Sampler tune(LiveChains live, PosteriorTensors shared, double first) {
    WarmUp warmUp = new WarmUp(live);
    BooleanSupplier late = () -> live.seconds() > WARM_UP_SHARE * settings.budget();
    OptionalDouble step = settings.step();
    if (isMala()) {
      return step.isPresent()
          ? warmUp.malaAtStep(step.getAsDouble())
          : warmUp.mala(first * first, late);
    }
    return step.isPresent()
        ? warmUp.hmcAtStep(step.getAsDouble(), shared.posterior(), late)
        : warmUp.hmc(first, shared.posterior(), late);
  }

  private RunPlan fixed(LiveChains live, Sampler tuned, int warmUp, int n, Progress progress) {
    int burnIn = warmUp + settings.burnIn().orElse(0);
    RunPlan plan = plan(tuned, live.size(), burnIn, settings.draws().getAsInt(), n);
    while (live.drawn() < plan.recorded()) {
      live.draw(Math.min(FIRST_DRAWS, plan.recorded() - live.drawn()), 1);
      double share = live.drawn() / (double) plan.recorded();
      progress.at(share, "sampling", Double.NaN, Double.NaN);
    }
    return plan;
  }

  private RunPlan untilPrecise(
      LiveChains live, Sampler tuned, int warmUp, int n, Progress progress) {
    StoppingRule rule = new StoppingRule(settings.precision());
    int target = FIRST_DRAWS;
    while (true) {
      drawTo(live, warmUp, target);
      int drawn = live.drawn() - warmUp;
      int burnIn = warmUp + settings.burnIn().orElse(drawn / BURN_IN_SHARE);
      StoppingRule.State state = rule.of(live, burnIn);
      progress.at(share(state, live), "sampling", state.value(), state.se());
      if (state.enough() || drawn < target || drawn >= MOST_DRAWS) {
        return plan(tuned, live.size(), burnIn, live.drawn() - burnIn, n);
      }
      target = state.next(drawn);
    }
  }

  /** Fewer where the budget ends, but never so few that nothing could be said of them. */
  private void drawTo(LiveChains live, int warmUp, int draws) {
    int end = warmUp + draws;
    while (live.drawn() < end
        && (live.seconds() < settings.budget() || live.drawn() < warmUp + LEAST_DRAWS)) {
      live.draw(Math.min(BLOCK, end - live.drawn()), 1);
    }
  }

  private double share(StoppingRule.State state, LiveChains live) {
    double byTime = live.seconds() / settings.budget();
    return Math.min(1, Math.max(byTime, 1 / Math.max(1, state.needed())));
  }

  private RunPlan plan(Sampler tuned, int chains, int burnIn, int draws, int n) {
    return new RunPlan(tuned, chains, burnIn, draws, 1, n, settings.seed());
  }
}
