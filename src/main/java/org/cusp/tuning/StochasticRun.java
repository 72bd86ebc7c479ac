package org.cusp.tuning;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.clock.Deadline;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.GradientEstimate;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.LiveChains;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.run.observer.Observer;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.StochasticSampler;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Draws from a sampler without a Metropolis step, on batches: half of the chains at a step size,
 * half at half of it, side by side, so that what the step size does to the estimate is seen and can
 * be extrapolated away. With a step size given, all chains take it.
 *
 * @param sampler a stochastic one, with what of its settings is given
 * @param observer sees the draws of the chains at the step size of the estimate, burn-in included
 * @param beginning of the chains; about a reference another is found
 */
public record StochasticRun(
    LlcSpec settings,
    SamplerRequest sampler,
    KernelProvider kernels,
    Workers workers,
    Observer observer,
    Beginning beginning) {
  private static final int FIRST_DRAWS = 100;
  private static final int MOST_DRAWS = 100_000;
  private static final int BURN_IN_SHARE = 3;

  /** Chains that begin where others have come to have only another step to get used to. */
  private static final int BURN_IN_SHARE_AFTER_OTHERS = 5;

  /** Fewer draws of a chain have no R-hat. */
  private static final int LEAST_DRAWS = 4;

  /** Steps in which the slowest direction forgets where it was go into so many draws. */
  private static final double DRAWS_OF_A_RELAXATION = 20;

  private static final int MOST_THIN = 200;

  /** A budget is for at least so many draws, however many steps a relaxation takes. */
  private static final int DRAWS_OF_A_BUDGET = 60;

  /** That a chain at the finer step should have time for: few of them say nothing of R-hat. */
  private static final double RELAXATIONS = 80;

  private static final double MOST_HURRY = 3;

  private static final int TIMED_STEPS = 5;
  private static final double SECONDS_OF_A_BLOCK = 2;

  /** What is left of the time, as seen from a block of draws that need not be cut. */
  private static final double SHARE_OF_A_BLOCK = 0.05;

  /**
   * What is known before chains begin.
   *
   * @param gradient how it is estimated from a batch
   * @param positions where chains begin in turn, [chain][P]; absent for w*
   * @param mostStep the largest step at which chains are known to stay finite
   */
  public record Beginning(
      GradientEstimate gradient, Optional<double[][]> positions, double mostStep) {}

  /** With nobody who looks. */
  public StochasticRun(
      LlcSpec settings, SamplerRequest sampler, KernelProvider kernels, Workers workers) {
    this(settings, sampler, kernels, workers, Observer.NONE);
  }

  /** From w*, with a control variate there. */
  public StochasticRun(
      LlcSpec settings,
      SamplerRequest sampler,
      KernelProvider kernels,
      Workers workers,
      Observer observer) {
    this(
        settings,
        sampler,
        kernels,
        workers,
        observer,
        new Beginning(
            new GradientEstimate.ControlVariate(), Optional.empty(), Double.POSITIVE_INFINITY));
  }

  /**
   * What was drawn.
   *
   * @param fine at the step size of the estimate; without draws where time was up before four
   * @param coarse at twice that step size; absent where the step size was given
   */
  public record Drawn(Draws fine, Optional<Draws> coarse) {}

  /**
   * All draws, until the precision or the deadline of the posterior's tensors is reached.
   *
   * @throws org.cusp.clock.TimeIsUp where time was up before there was a step size
   */
  public Drawn sample(PosteriorTensors shared, int chains, int batch, Progress progress) {
    return referenced(shared, batch, progress, run -> run.drawn(shared, chains, batch, progress));
  }

  /** A run of these about a reference, where the sampler takes one. */
  private Drawn referenced(
      PosteriorTensors shared, int batch, Progress progress, Function<StochasticRun, Drawn> draw) {
    StochasticSampler prototype = (StochasticSampler) sampler.prototype();
    if (!prototype.takesReference()) {
      return draw.apply(this);
    }
    progress.at(0, "reference", Double.NaN, Double.NaN);
    BatchPlan batches = new BatchPlan(settings.seed(), shared.posterior().n(), batch);
    try (ReferenceOnBatches.Held held =
        new ReferenceOnBatches(shared, batches, kernels, workers).of(prototype)) {
      StochasticSampler about =
          sampler.step().isPresent()
              ? held.sampler().withStepSize(prototype.stepSize())
              : held.sampler();
      SamplerRequest request = new SamplerRequest(about, sampler.given());
      Beginning found =
          new Beginning(held.gradient(), Optional.of(held.positions()), held.mostStep());
      return draw.apply(new StochasticRun(settings, request, kernels, workers, observer, found));
    }
  }

  private Drawn drawn(PosteriorTensors shared, int chains, int batch, Progress progress) {
    if (sampler.step().isPresent()) {
      double step = sampler.step().getAsDouble();
      return new Rounds(shared, batch, progress).single(step, chains);
    }
    progress.at(0, "step size", Double.NaN, Double.NaN);
    StochasticSampler prototype = (StochasticSampler) sampler.prototype();
    Rounds rounds = new Rounds(shared, batch, progress);
    int both = Math.max(2, chains);
    double step =
        progress
            .bookmark()
            .number(
                "step",
                () ->
                    prototype.takesReference()
                        ? rounds.hurried(prototype.stepSize(), both)
                        : StochasticStep.of(prototype, shared, batch, settings.seed(), kernels));
    return rounds.pair(step, both);
  }

  /** The step of chains that have time for so many relaxations at it, at most {@code most}. */
  static double hurried(double step, double most, double relaxations) {
    return relaxations < RELAXATIONS
        ? Math.max(step, Math.min(most, step * Math.min(MOST_HURRY, RELAXATIONS / relaxations)))
        : step;
  }

  /** The draws of a run that was, whatever its clock had said. */
  public Drawn replay(PosteriorTensors shared, Schedule schedule, Progress progress) {
    return referenced(
        shared, schedule.batch(), progress, run -> run.replayed(shared, schedule, progress));
  }

  private Drawn replayed(PosteriorTensors shared, Schedule schedule, Progress progress) {
    Rounds rounds = new Rounds(shared, schedule, progress);
    return sampler.step().isPresent()
        ? rounds.single(schedule.stepSize(), schedule.chains())
        : rounds.pair(schedule.stepSize(), schedule.chains());
  }

  /** No draws: where time was up before there was a step size. */
  public Draws none(PosteriorTensors shared, int chains, int batch) {
    double step = sampler.step().orElse(Double.MIN_NORMAL);
    try (LiveChains unmoved = start(shared, step, 0, chains, batch, settings.seed())) {
      return unmoved.draws(
          new RunPlan(
              at(step), chains, RunPlan.Length.NONE, batch, beginning.gradient(), settings.seed()));
    }
  }

  private int burnInShare() {
    return beginning.positions().isPresent() ? BURN_IN_SHARE_AFTER_OTHERS : BURN_IN_SHARE;
  }

  /** Noise and batches of the two step sizes must not be the same. */
  private static long anotherSeed(long seed) {
    return ~seed;
  }

  /**
   * @param first where the first of them begins, of all positions that are known
   */
  private LiveChains start(
      PosteriorTensors shared, double step, int first, int chains, int batch, long seed) {
    BatchPlan batches = new BatchPlan(seed, shared.posterior().n(), batch, beginning.gradient());
    return beginning
        .positions()
        .map(
            from -> {
              double[][] begin = new double[chains][];
              Arrays.setAll(begin, chain -> from[(first + chain) % from.length]);
              return new LiveChains(shared, at(step), begin, batches, kernels, workers);
            })
        .orElseGet(() -> new LiveChains(shared, at(step), chains, batches, kernels, workers));
  }

  private StochasticSampler at(double step) {
    return ((StochasticSampler) sampler.prototype()).withStepSize(step);
  }

  /** Rounds of draws until there are enough or time is up. */
  private final class Rounds {
    private final PosteriorTensors shared;
    private final Deadline deadline;
    private final int batch;
    private final Progress progress;
    private final Optional<Schedule> kept;

    /** Of a step of all chains; NaN until it is asked for. */
    private double pace = Double.NaN;

    Rounds(PosteriorTensors shared, int batch, Progress progress) {
      this(shared, batch, Optional.empty(), progress);
    }

    Rounds(PosteriorTensors shared, Schedule schedule, Progress progress) {
      this(shared, schedule.batch(), Optional.of(schedule), progress);
    }

    private Rounds(PosteriorTensors shared, int batch, Optional<Schedule> kept, Progress progress) {
      this.shared = shared;
      this.deadline = shared.deadline();
      this.batch = batch;
      this.kept = kept;
      this.progress = progress;
    }

    Drawn single(double step, int chains) {
      try (LiveChains only = start(shared, step, 0, chains, batch, settings.seed())) {
        only.watchedBy(observer);
        progress.bookmark().holds("chains of one step size", only);
        RunPlan plan = run(step, thin(step, chains), only);
        MetropolisRun.end(only, plan, progress.bookmark());
        return new Drawn(only.draws(plan), Optional.empty());
      }
    }

    Drawn pair(double step, int chains) {
      try (LiveChains coarse = start(shared, step, 0, chains / 2, batch, settings.seed());
          LiveChains fine =
              start(
                  shared,
                  step / 2,
                  chains / 2,
                  chains - chains / 2,
                  batch,
                  anotherSeed(settings.seed()))) {
        fine.watchedBy(observer);
        progress.bookmark().holds("chains of the coarse step", coarse);
        progress.bookmark().holds("chains of the fine step", fine);
        RunPlan plan = run(step / 2, thin(step / 2, chains), fine, coarse);
        if (!coarse.isOver()) {
          MetropolisRun.end(fine, plan, progress.bookmark());
        }
        RunPlan ofCoarse = plan(step, plan.thin(), coarse.size(), plan.burnIn(), plan.draws());
        return new Drawn(fine.draws(plan), Optional.of(coarse.draws(ofCoarse)));
      }
    }

    /**
     * A step that brings little noise, or up to {@link #MOST_HURRY} times as much where there would
     * be no time for its chains to forget where they were: what noise adds is extrapolated away,
     * and what that leaves stands in the error, while chains that have not moved tell nothing.
     */
    double hurried(double step, int chains) {
      if (settings.draws().isPresent() || !deadline.isFinite()) {
        return step;
      }
      double affordable = deadline.left() / pace(step, chains);
      double relaxations = affordable / at(step / 2).relaxation(shared.posterior().gamma());
      return StochasticRun.hurried(step, beginning.mostStep(), relaxations);
    }

    private int thin(double step, int chains) {
      return kept.map(Schedule::thin)
          .orElseGet(
              () -> (int) progress.bookmark().number("thin", () -> stepsOfADraw(step, chains)));
    }

    private int stepsOfADraw(double step, int chains) {
      if (settings.thin().isPresent()) {
        return settings.thin().getAsInt();
      }
      int wanted = wantedSteps(shared.posterior(), step);
      if (wanted == 1 || settings.draws().isPresent() || !deadline.isFinite()) {
        return wanted;
      }
      int affordable = (int) (deadline.left() / (pace(step, chains) * DRAWS_OF_A_BUDGET));
      return Math.max(1, Math.min(wanted, affordable));
    }

    /** What a step takes does not depend on its size, so it is measured once. */
    private double pace(double step, int chains) {
      if (Double.isNaN(pace)) {
        pace = secondsOfAStep(shared, step, chains, batch);
      }
      return pace;
    }

    private RunPlan run(double step, int thin, LiveChains... groups) {
      if (kept.isPresent()) {
        int burnIn = kept.get().burnIn();
        draw(groups, burnIn + kept.get().draws(), thin);
        return plan(step, thin, groups[0].size(), burnIn, kept.get().draws());
      }
      StoppingRule rule = new StoppingRule(settings.precision());
      LiveChains fine = groups[0];
      int target =
          settings.draws().isPresent() ? asked() : FIRST_DRAWS + settings.burnIn().orElse(0);
      while (true) {
        int drawn = draw(groups, target, thin);
        int burnIn = settings.burnIn().orElse(drawn / burnInShare());
        if (drawn - burnIn < LEAST_DRAWS) {
          return plan(step, thin, fine.size(), drawn, 0);
        }
        StoppingRule.State state = rule.of(fine, burnIn);
        if (groups.length > 1) {
          state = rule.extrapolated(state, rule.of(groups[1], burnIn));
        }
        progress.at(deadline.progress(), "sampling", state.value(), state.se());
        boolean fixed = settings.draws().isPresent();
        if (fixed || state.enough() || drawn < target || drawn >= MOST_DRAWS) {
          return plan(step, thin, fine.size(), burnIn, drawn - burnIn);
        }
        target = rule.next(state, drawn);
      }
    }

    /** The draws that were asked for, and burn-in before them. */
    private int asked() {
      int draws = settings.draws().getAsInt();
      return draws + settings.burnIn().orElse(draws / (burnInShare() - 1));
    }

    /** Draws that all groups have then: fewer where time is up. */
    private int draw(LiveChains[] groups, int target, int thin) {
      LiveChains first = groups[0];
      int wanted = Math.max(1, target / 20);
      boolean over = false;
      while (first.drawn() < target && !over && (first.remembers() || !deadline.passed())) {
        double pace = first.seconds() / Math.max(1, first.drawn());
        double seconds = Math.min(SECONDS_OF_A_BLOCK, SHARE_OF_A_BLOCK * deadline.left());
        int block = (int) Math.max(1, Math.min(wanted, seconds / pace));
        int count = Math.min(block, target - first.drawn());
        for (LiveChains group : groups) {
          over |= !group.draw(count, thin);
        }
        progress.drawn(first);
        if (!over) {
          progress.bookmark().turn();
        }
        progress.at(deadline.progress(), "sampling", Double.NaN, Double.NaN);
      }
      return Arrays.stream(groups).mapToInt(LiveChains::drawn).min().orElseThrow();
    }

    private RunPlan plan(double ofStep, int thin, int chains, int burnIn, int draws) {
      return new RunPlan(
          at(ofStep),
          chains,
          new RunPlan.Length(burnIn, draws, thin),
          batch,
          beginning.gradient(),
          settings.seed());
    }
  }

  /** By what only the localisation holds, which is the slowest. */
  private int wantedSteps(Posterior posterior, double step) {
    double relaxation = at(step).relaxation(Math.max(posterior.gamma(), 1e-12));
    return (int) Math.max(1, Math.min(MOST_THIN, relaxation / DRAWS_OF_A_RELAXATION));
  }

  /** Of all chains; the first steps, which are slower, do not count. */
  private double secondsOfAStep(PosteriorTensors shared, double step, int chains, int batch) {
    try (LiveChains timed = start(shared, step, 0, chains, batch, settings.seed())) {
      timed.draw(1, TIMED_STEPS);
      double before = timed.seconds();
      timed.draw(1, TIMED_STEPS);
      return (timed.seconds() - before) / TIMED_STEPS;
    }
  }
}
