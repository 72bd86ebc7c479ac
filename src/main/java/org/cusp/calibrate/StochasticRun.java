package org.cusp.calibrate;

import java.util.Optional;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.GradientEstimate;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.LiveChains;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.sampler.Samplers;
import org.cusp.sampler.StochasticSampler;
import org.cusp.spec.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Draws from a sampler without a Metropolis step, on batches: half of the chains at a step size,
 * half at half of it, side by side, so that what the step size does to the estimate is seen and can
 * be extrapolated away ({@link StepExtrapolation}). With a step size given, all chains take it.
 */
public record StochasticRun(
    LlcSpec settings, String sampler, KernelProvider kernels, Workers workers) {
  private static final int FIRST_DRAWS = 100;
  private static final int LEAST_DRAWS = 20;
  private static final int MOST_DRAWS = 100_000;
  private static final int BURN_IN_SHARE = 3;

  /** Steps in which the slowest direction forgets where it was go into so many draws. */
  private static final double DRAWS_OF_A_RELAXATION = 20;

  private static final int MOST_THIN = 200;

  /** A budget is for at least so many draws, however many steps a relaxation takes. */
  private static final int DRAWS_OF_A_BUDGET = 60;

  private static final int TIMED_STEPS = 5;

  /**
   * What was drawn.
   *
   * @param fine at the step size of the estimate
   * @param coarse at twice that step size; absent where the step size was given
   */
  public record Drawn(Draws fine, Optional<Draws> coarse) {}

  /** All draws. */
  public Drawn sample(PosteriorTensors shared, int chains, int batch, Progress progress) {
    if (settings.step().isPresent()) {
      return single(shared, chains, batch, settings.step().getAsDouble(), progress);
    }
    progress.at(0, "step size", Double.NaN, Double.NaN);
    double step = StochasticStep.of(sampler, shared, batch, settings.seed(), kernels);
    return pair(shared, Math.max(2, chains), batch, step, progress);
  }

  private Drawn single(
      PosteriorTensors shared, int chains, int batch, double step, Progress progress) {
    try (LiveChains only = start(shared, step, chains, batch, settings.seed())) {
      Rounds rounds = new Rounds(step, batch, stepsOfADraw(shared, step, chains, batch));
      RunPlan plan = rounds.run(progress, only);
      return new Drawn(only.draws(plan), Optional.empty());
    }
  }

  private Drawn pair(
      PosteriorTensors shared, int chains, int batch, double step, Progress progress) {
    try (LiveChains coarse = start(shared, step, chains / 2, batch, settings.seed());
        LiveChains fine =
            start(shared, step / 2, chains - chains / 2, batch, anotherSeed(settings.seed()))) {
      Rounds rounds = new Rounds(step / 2, batch, stepsOfADraw(shared, step / 2, chains, batch));
      RunPlan plan = rounds.run(progress, fine, coarse);
      RunPlan ofCoarse = rounds.plan(step, coarse.size(), plan.burnIn(), plan.draws());
      return new Drawn(fine.draws(plan), Optional.of(coarse.draws(ofCoarse)));
    }
  }

  /** Noise and batches of the two step sizes must not be the same. */
  private static long anotherSeed(long seed) {
    return ~seed;
  }

  private LiveChains start(PosteriorTensors shared, double step, int chains, int batch, long seed) {
    BatchPlan batches = new BatchPlan(seed, shared.posterior().n(), batch, gradient());
    return new LiveChains(shared, at(step), chains, batches, kernels, workers);
  }

  private StochasticSampler at(double step) {
    return Samplers.stochastic(sampler, step);
  }

  private static GradientEstimate gradient() {
    return new GradientEstimate.ControlVariate();
  }

  /** Rounds of draws until there are enough or the budget is spent. */
  private final class Rounds {
    private final double step;
    private final int batch;
    private final int thin;

    Rounds(double step, int batch, int thin) {
      this.step = step;
      this.batch = batch;
      this.thin = thin;
    }

    RunPlan run(Progress progress, LiveChains... groups) {
      StoppingRule rule = new StoppingRule(settings.precision());
      LiveChains fine = groups[0];
      int target =
          settings.draws().isPresent() ? asked() : FIRST_DRAWS + settings.burnIn().orElse(0);
      while (true) {
        draw(groups, target, progress);
        int burnIn = settings.burnIn().orElse(fine.drawn() / BURN_IN_SHARE);
        StoppingRule.State state = rule.of(fine, burnIn);
        progress.at(
            Math.min(1, fine.seconds() / settings.budget()), "sampling", state.value(), state.se());
        boolean fixed = settings.draws().isPresent();
        if (fixed || state.enough() || fine.drawn() < target || fine.drawn() >= MOST_DRAWS) {
          return plan(step, fine.size(), burnIn, fine.drawn() - burnIn);
        }
        target = state.next(fine.drawn());
      }
    }

    /** The draws that were asked for, and burn-in before them. */
    private int asked() {
      int draws = settings.draws().getAsInt();
      return draws + settings.burnIn().orElse(draws / (BURN_IN_SHARE - 1));
    }

    /** Fewer where the budget ends; all of them where their number was asked for. */
    private void draw(LiveChains[] groups, int target, Progress progress) {
      LiveChains first = groups[0];
      int block = Math.max(1, target / 20);
      while (first.drawn() < target
          && (settings.draws().isPresent()
              || first.seconds() < settings.budget()
              || first.drawn() < LEAST_DRAWS)) {
        int count = Math.min(block, target - first.drawn());
        for (LiveChains group : groups) {
          group.draw(count, thin);
        }
        progress.at(
            Math.min(1, first.seconds() / settings.budget()), "sampling", Double.NaN, Double.NaN);
      }
    }

    RunPlan plan(double ofStep, int chains, int burnIn, int draws) {
      return new RunPlan(
          at(ofStep), chains, burnIn, draws, thin, batch, gradient(), settings.seed());
    }
  }

  private int stepsOfADraw(PosteriorTensors shared, double step, int chains, int batch) {
    if (settings.thin().isPresent()) {
      return settings.thin().getAsInt();
    }
    int wanted = wantedSteps(shared.posterior(), step);
    return wanted == 1 || settings.draws().isPresent()
        ? wanted
        : Math.max(1, Math.min(wanted, affordableSteps(shared, step, chains, batch)));
  }

  /** By what only the localisation holds, which is the slowest. */
  private int wantedSteps(Posterior posterior, double step) {
    double relaxation = at(step).relaxation(Math.max(posterior.gamma(), 1e-12));
    return (int) Math.max(1, Math.min(MOST_THIN, relaxation / DRAWS_OF_A_RELAXATION));
  }

  /** Steps a draw that the budget has time for; the first steps, which are slower, do not count. */
  private int affordableSteps(PosteriorTensors shared, double step, int chains, int batch) {
    try (LiveChains timed = start(shared, step, chains, batch, settings.seed())) {
      timed.draw(1, TIMED_STEPS);
      double before = timed.seconds();
      timed.draw(1, TIMED_STEPS);
      double ofStep = (timed.seconds() - before) / TIMED_STEPS;
      return (int) (settings.budget() / (ofStep * DRAWS_OF_A_BUDGET));
    }
  }
}
