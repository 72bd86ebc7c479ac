package org.cusp.estimate.llc;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.estimate.like.FieldEstimate;
import org.cusp.estimate.like.Recipe;
import org.cusp.posterior.DefaultGamma;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Coordinates;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.run.Target;
import org.cusp.run.WarmStart;
import org.cusp.sampler.SamplerRequest;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Bookmark;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.tuning.AlongRun;
import org.cusp.tuning.GradientCost;
import org.cusp.tuning.MetropolisRun;
import org.cusp.tuning.SamplerChoice;
import org.cusp.tuning.Schedule;
import org.cusp.tuning.StochasticRun;
import org.cusp.tuning.StochasticStep;
import org.cusp.tuning.WarmUpFacts;
import org.cusp.verdict.ReplicaCheck;

/**
 * Samples around one parameter of a target and estimates its LLC.
 *
 * @param settings what is not given there is chosen here
 * @param beside estimates from each draw
 */
public record LlcEstimator(
    LlcSpec settings, KernelProvider kernels, Workers workers, List<DrawEstimator> beside) {
  /** Measuring the cost of gradients may take this share of the time. */
  private static final double COST_SHARE = 0.2;

  public LlcEstimator {
    beside = List.copyOf(beside);
  }

  /** With nothing beside. */
  public LlcEstimator(LlcSpec settings, KernelProvider kernels, Workers workers) {
    this(settings, kernels, workers, List.of());
  }

  /**
   * How the draws were made.
   *
   * @param choice which sampler, and why
   * @param warmUp what it found, for samplers with a Metropolis step
   * @param schedule what the clock decided, for a replay
   */
  public record How(SamplerChoice choice, Optional<WarmUpFacts> warmUp, Schedule schedule) {}

  /**
   * The draws and what they say.
   *
   * @param seen what was asked for beside the LLC
   * @param start for the chains of the next checkpoint, where this is one of a run's
   */
  public record Outcome(
      Draws draws,
      Llc llc,
      GradientCost cost,
      How how,
      DrawEstimators.Found seen,
      Optional<WarmStart> start) {
    Outcome with(Optional<String> caution) {
      return new Outcome(draws, llc.with(caution.stream().toList()), cost, how, seen, start);
    }

    /** What was asked for beside the LLC, by name. */
    public Map<String, List<NamedEstimate>> beside() {
      return seen.estimates();
    }

    public SamplerChoice choice() {
      return how.choice();
    }

    public Optional<WarmUpFacts> warmUp() {
      return how.warmUp();
    }

    public Schedule schedule() {
      return how.schedule();
    }

    /** Why this sampler, and what it was set to. */
    public List<String> reasons() {
      String found = how.warmUp().map(WarmUpFacts::describe).orElseGet(this::steps);
      return Stream.concat(how.choice().reasons().stream(), Stream.of(found)).toList();
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
                      draws.plan().sampler().stepSize(),
                      draws.plan().thin()));
    }
  }

  private static final String FAILURE = "failure";

  /** What is kept of chains on all data. */
  private static final List<String> ON_ALL_DATA = List.of("chains", "warm-up", "spine", "forecast");

  /**
   * The LLC at {@code w}, within the budget from now on; where the number of draws is given, in as
   * long as they take.
   */
  public Outcome estimate(Target target, double[] w, Progress progress) {
    Deadline deadline =
        settings.draws().isPresent()
            ? Deadline.never()
            : progress.bookmark().having(Deadline.after(settings.budget()));
    return estimate(target, w, deadline, progress);
  }

  /** The LLC at {@code w}, or what is known of it when time is up. */
  public Outcome estimate(Target target, double[] w, Deadline deadline, Progress progress) {
    return estimate(target, w, Way.ALONE, deadline, progress);
  }

  /** The same of one of a run's checkpoints. */
  public Outcome estimate(
      Target target, double[] w, Way way, Deadline deadline, Progress progress) {
    Posterior posterior = posterior(target, w);
    ChainMemory.requireFitting(posterior, settings.chains());
    int batch = settings.batchOf(posterior.n());
    ComputedIn numbers = ComputedIn.of(target.precision(), posterior, this);
    try (PosteriorTensors whole =
        PosteriorTensors.of(posterior, numbers.precision(), kernels, workers)) {
      PosteriorTensors shared = whole.within(deadline);
      Bookmark bookmark = progress.bookmark();
      GradientCost cost =
          GradientCost.of(bookmark.once("cost", () -> cost(whole, deadline, batch).numbers()));
      double left = bookmark.number("left", deadline::left);
      int threads = (int) bookmark.number("threads", workers::threads);
      SamplerChoice first = choice(shared.within(Deadline.after(left)), way, cost, threads);
      Looked looked = looking().look(shared, first, cost, bookmark);
      Sampled drawn =
          draw(shared, first, way, cost, batch, KnownPopulation.of(target, w), progress);
      Schedule schedule = schedule(drawn, cost, looked, way);
      return outcome(shared, drawn, cost, looked, schedule).with(numbers.note());
    }
  }

  /** What an estimate at {@code w} is foreseen to take, with nothing drawn. */
  public Outlook foresee(Target target, double[] w) {
    Posterior posterior = posterior(target, w);
    ComputedIn numbers = ComputedIn.of(target.precision(), posterior, this);
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, numbers.precision(), kernels, workers)) {
      GradientCost cost = cost(shared, Deadline.never(), settings.batchOf(posterior.n()));
      SamplerChoice choice = choice(shared, Way.ALONE, cost, workers.threads());
      return Outlook.of(settings, shared, cost, choice);
    }
  }

  /** A run around one parameter alone, draw for draw, whatever its clock had said. */
  public Outcome replay(Target target, double[] w, Schedule schedule, Progress progress) {
    return replay(target, w, schedule, Way.ALONE, progress);
  }

  /**
   * A run that was, draw for draw, whatever its clock had said.
   *
   * @param schedule of that run, with these settings at the same w
   * @param way how its chains began
   */
  public Outcome replay(Target target, double[] w, Schedule schedule, Way way, Progress progress) {
    Posterior posterior = posterior(target, w);
    ComputedIn numbers = ComputedIn.of(target.precision(), posterior, this);
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, numbers.precision(), kernels, workers)) {
      GradientCost cost = new GradientCost(Double.NaN, Double.NaN, schedule.curvature());
      SamplerChoice choice = SamplerChoice.replayed(settings.atStep(schedule.request()), schedule);
      Looked looked = looking().again(shared, schedule.pointGradients(), schedule.replicas());
      Sampled drawn =
          replayed(shared, schedule, choice, way, KnownPopulation.of(target, w), progress);
      return outcome(shared, drawn, cost, looked, schedule).with(numbers.note());
    }
  }

  private Sampled replayed(
      PosteriorTensors shared,
      Schedule schedule,
      SamplerChoice choice,
      Way way,
      Optional<ToDoubleFunction<double[]>> population,
      Progress progress) {
    DrawEstimators.Beside seen = DrawEstimators.Beside.of(beside, shared, schedule.chains());
    if (choice.sampler().isExact()) {
      MetropolisRun run =
          new MetropolisRun(
              settings,
              choice.sampler(),
              schedule.curvature(),
              kernels,
              workers,
              new MetropolisRun.Watchers(population, seen.observer()));
      return Sampled.of(way.replay(run, shared, schedule, progress), choice, seen);
    }
    StochasticRun.Drawn drawn =
        new StochasticRun(settings, choice.sampler(), kernels, workers, seen.observer())
            .replay(shared, schedule, progress);
    return Sampled.of(drawn, choice, seen);
  }

  private Outcome outcome(
      PosteriorTensors shared, Sampled drawn, GradientCost cost, Looked looked, Schedule schedule) {
    Optional<Double> precision =
        settings.draws().isPresent() ? Optional.empty() : Optional.of(settings.precision());
    Optional<ReplicaCheck> replicas =
        drawn.warmUp().isPresent() ? looked.replicas() : Optional.empty();
    Llc llc =
        drawn.draws().isEmpty()
            ? Llc.unknown(
                TimeWords.of(shared, drawn.draws(), cost, drawn.choice(), drawn.warmUp()),
                looked.point())
            : Llc.of(
                drawn.draws(),
                new Llc.Context(drawn.coarse(), looked.point(), replicas, precision));
    List<String> cautions = TimeWords.shortfalls(settings, drawn.draws(), drawn.choice());
    return new Outcome(
        drawn.draws(),
        llc.with(cautions),
        cost,
        new How(drawn.choice(), drawn.warmUp(), schedule),
        drawn.beside(),
        drawn.start());
  }

  /** A warm-up begins with the localisation alone where nothing more is known. */
  private static double curvature(GradientCost cost) {
    return Double.isNaN(cost.curvature()) ? 0 : cost.curvature();
  }

  private Schedule schedule(Sampled drawn, GradientCost cost, Looked looked, Way way) {
    RunPlan plan = drawn.draws().plan();
    int chains = plan.chains() + drawn.coarse().map(other -> other.plan().chains()).orElse(0);
    return new Schedule(
        drawn.choice().sampler().withoutStep().toString(),
        chains,
        curvature(cost),
        drawn.stepSize(),
        drawn.warmUp().map(WarmUpFacts::transitions).orElse(0),
        plan.burnIn(),
        plan.draws(),
        plan.thin(),
        plan.batch(),
        looked.pointGradients(),
        looked.replicas().isPresent(),
        drawn.choice().sampler().isExact() ? way.recorded() : null);
  }

  /**
   * What a recipe gives around {@code w}, at the gamma and nBeta of these settings; no number where
   * the deadline comes before its last draw.
   */
  public FieldEstimate like(
      Recipe recipe, Target target, double[] w, Deadline deadline, Progress progress) {
    Posterior posterior = posterior(target, w);
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, target.precision(), kernels, workers)) {
      return FieldEstimate.of(
          recipe, shared.within(deadline), settings.seed(), kernels, workers, progress);
    }
  }

  /** The larger of the two step sizes at which a sampler on batches is run around {@code w}. */
  public double stepOf(SamplerRequest sampler, Target target, double[] w) {
    if (settings.step().isPresent()) {
      return settings.step().getAsDouble();
    }
    Posterior posterior = posterior(target, w);
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, target.precision(), kernels, workers)) {
      return StochasticStep.of(
          sampler.prototype(), shared, settings.batchOf(posterior.n()), settings.seed(), kernels);
    }
  }

  private GradientCost cost(PosteriorTensors whole, Deadline deadline, int batch) {
    return GradientCost.of(
        whole.within(deadline.part(COST_SHARE)), batch, settings.seed(), kernels);
  }

  /** As the deadline and the threads were when it was first asked for. */
  private SamplerChoice choice(PosteriorTensors shared, Way way, GradientCost cost, int threads) {
    if (way.before().isPresent()) {
      return SamplerChoice.following(way.before().get().start(), settings.asked());
    }
    return settings
        .asked()
        .map(sampler -> SamplerChoice.asked(sampler, settings, shared, cost, threads))
        .orElseGet(() -> SamplerChoice.of(settings, shared, cost, threads));
  }

  /** With the sampler chosen; where that fails its forecast, with another. */
  private Sampled draw(
      PosteriorTensors shared,
      SamplerChoice choice,
      Way way,
      GradientCost cost,
      int batch,
      Optional<ToDoubleFunction<double[]>> population,
      Progress progress) {
    if (!choice.sampler().isExact()) {
      return onBatches(shared, choice, cost, batch, progress);
    }
    OptionalDouble foreseen =
        choice.hasAlternative() && shared.deadline().isFinite()
            ? OptionalDouble.of(choice.foreseen().gradients())
            : OptionalDouble.empty();
    DrawEstimators.Beside seen = DrawEstimators.Beside.of(beside, shared, choice.chains());
    MetropolisRun run =
        new MetropolisRun(
            settings,
            choice.sampler(),
            curvature(cost),
            kernels,
            workers,
            new MetropolisRun.Watchers(population, seen.observer()));
    Bookmark bookmark = progress.bookmark();
    Bookmark.Words failed = new Bookmark.Words();
    bookmark.holds(FAILURE, failed);
    if (failed.text().isEmpty()) {
      AlongRun.Drawn drawn = way.sample(run, shared, choice.chains(), foreseen, progress);
      Optional<String> failure = drawn.drawn().failure();
      if (failure.isEmpty()) {
        return Sampled.of(drawn, choice, seen);
      }
      ON_ALL_DATA.forEach(bookmark::forget);
      failed.found(failure.get());
    }
    SamplerChoice other = choice.revised(failed.text().orElseThrow(), settings);
    return onBatches(shared, other, cost, batch, progress);
  }

  private Sampled onBatches(
      PosteriorTensors shared,
      SamplerChoice choice,
      GradientCost cost,
      int batch,
      Progress progress) {
    DrawEstimators.Beside seen =
        DrawEstimators.Beside.of(beside, shared, Math.max(2, choice.chains()));
    StochasticRun run =
        new StochasticRun(settings, choice.sampler(), kernels, workers, seen.observer());
    try {
      StochasticRun.Drawn drawn = run.sample(shared, choice.chains(), batch, progress);
      return Sampled.of(drawn, choice, seen);
    } catch (TimeIsUp e) {
      Draws none = run.none(shared, choice.chains(), batch);
      return new Sampled(
          none,
          Optional.empty(),
          Optional.empty(),
          choice,
          DrawEstimators.Found.NOTHING,
          Optional.empty());
    }
  }

  private Looking looking() {
    return new Looking(settings, kernels, workers);
  }

  private Posterior posterior(Target target, double[] w) {
    Coordinates.Chart chart = target.coordinates().at(target.model(), target.train(), w, kernels);
    return new Posterior(
        chart.model(),
        target.train(),
        chart.centre(),
        settings.nBetaOf(target.model().dataOf(target.train())),
        settings
            .gamma()
            .orElseGet(
                () ->
                    DefaultGamma.of(target.model(), chart.whole(), chart.model(), chart.centre())));
  }
}
