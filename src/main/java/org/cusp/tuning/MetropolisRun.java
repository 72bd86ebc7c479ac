package org.cusp.tuning;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.cusp.clock.Deadline;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.LiveChains;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.run.observer.Observer;
import org.cusp.sampler.ExactSampler;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Surroundings;
import org.cusp.sampler.reference.FisherReference;
import org.cusp.sampler.reference.ReferenceSource;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Bookmark;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Draws from Metropolis-corrected chains on all data: a warm-up that finds what the sampler needs,
 * then draws until the precision or the deadline of the posterior's tensors is reached.
 *
 * <p>The draws of the warm-up, and a share of those after it that is the sampler's, are burn-in.
 *
 * @param sampler an exact one, with what of its settings is given
 * @param curvature largest absolute eigenvalue of the Hessian of L_n at w*
 */
public record MetropolisRun(
    LlcSpec settings,
    SamplerRequest sampler,
    double curvature,
    KernelProvider kernels,
    Workers workers,
    Watchers watchers) {
  /** Warm-up may take this share of the time that there is. */
  private static final double WARM_UP_SHARE = 0.5;

  private static final int FIRST_DRAWS = 60;
  private static final int BLOCK = 10;
  private static final int MOST_DRAWS = 100_000;

  /** Fewer draws of a chain have no R-hat. */
  private static final int LEAST_DRAWS = 4;

  private static final double SECONDS_OF_A_BLOCK = 2;

  /** What is left of the time, as seen from a block of draws that need not be cut. */
  private static final double SHARE_OF_A_BLOCK = 0.05;

  /**
   * What was drawn, and what the warm-up before it found.
   *
   * @param draws without any where time was up before there were four, or where the forecast failed
   * @param failure why the forecast failed, in one line
   */
  public record Drawn(Draws draws, WarmUpFacts warmUp, Optional<String> failure) {}

  /**
   * Who looks at the draws.
   *
   * @param number that is wanted of the parameters of every draw
   * @param observer sees the draws after the warm-up
   */
  public record Watchers(Optional<ToDoubleFunction<double[]>> number, Observer observer) {
    /** Nothing is wanted of the parameters, and nobody looks. */
    public static final Watchers NONE = new Watchers(Optional.empty(), Observer.NONE);
  }

  /** With nobody who looks. */
  public MetropolisRun(
      LlcSpec settings,
      SamplerRequest sampler,
      double curvature,
      KernelProvider kernels,
      Workers workers) {
    this(settings, sampler, curvature, kernels, workers, Watchers.NONE);
  }

  /** All draws, however long they take beside the forecast. */
  public Drawn sample(PosteriorTensors shared, int chains, Progress progress) {
    return sample(shared, chains, OptionalDouble.empty(), progress);
  }

  /**
   * All draws.
   *
   * @param foreseen gradients of the {@link SamplerChoice#transitions}; where they are far more, or
   *     not even a warm-up fits, the run ends without draws, so that another sampler has the time
   */
  public Drawn sample(
      PosteriorTensors shared, int chains, OptionalDouble foreseen, Progress progress) {
    Deadline deadline = shared.deadline();
    Deadline half = deadline.part(WARM_UP_SHARE);
    Bookmark bookmark = progress.bookmark();
    try (LiveChains live = start(shared, chains)) {
      bookmark.holds("chains", live);
      progress.at(0, "warm-up", Double.NaN, Double.NaN);
      Optional<Forecast> forecast = forecast(foreseen, deadline, live, bookmark);
      BooleanSupplier late = () -> forecast.map(Forecast::hasFailed).orElse(false) || half.passed();
      ExactSampler<?> tuned = tune(live, shared.within(half), late, bookmark);
      Optional<String> failure = forecast.filter(Forecast::hasFailed).flatMap(Forecast::failure);
      int warmUp = live.drawn();
      double seconds = bookmark.number("warm-up seconds", live::seconds);
      WarmUpFacts facts = WarmUpFacts.of(tuned, warmUp, seconds);
      RunPlan plan =
          failure.isPresent() ? none(live, tuned) : plan(live, tuned, deadline, progress);
      end(live, plan, bookmark);
      return new Drawn(live.draws(plan), facts, failure);
    }
  }

  /** Chains that time has ended have no state that others could go on from. */
  static void end(LiveChains live, RunPlan plan, Bookmark bookmark) {
    if (!live.isOver() && plan.draws() > 0) {
      bookmark.done();
    }
  }

  /** Of chains that have just been started; none where nothing was foreseen. */
  Optional<Forecast> forecast(
      OptionalDouble foreseen, Deadline deadline, LiveChains live, Bookmark bookmark) {
    if (foreseen.isEmpty()) {
      return Optional.empty();
    }
    Forecast forecast = new Forecast(prototype(), foreseen.getAsDouble(), deadline, live);
    bookmark.holds("forecast", forecast);
    return Optional.of(forecast);
  }

  /** The draws of a run that was, whatever its clock had said. */
  public Drawn replay(PosteriorTensors shared, Schedule schedule, Progress progress) {
    try (LiveChains live = start(shared, schedule.chains())) {
      progress.at(0, "warm-up", Double.NaN, Double.NaN);
      ExactSampler<?> tuned = tune(live, shared, () -> live.drawn() >= schedule.warmUp());
      WarmUpFacts facts = WarmUpFacts.of(tuned, live.drawn(), live.seconds());
      RunPlan plan = plan(live, tuned, schedule.burnIn(), schedule.draws());
      watch(live, tuned);
      drawAll(live, plan, progress);
      return new Drawn(live.draws(plan), facts, Optional.empty());
    }
  }

  private void watch(LiveChains live, ExactSampler<?> tuned) {
    live.watchedBy(watchers.observer());
    live.watchVirial(tuned.reference());
  }

  ExactSampler<?> prototype() {
    return (ExactSampler<?>) sampler.prototype();
  }

  private LiveChains start(PosteriorTensors shared, int chains) {
    int n = shared.posterior().n();
    BatchPlan all = new BatchPlan(settings.seed(), n, n);
    LiveChains live = new LiveChains(shared, prototype(), chains, all, kernels, workers);
    watchers.number().ifPresent(live::watchFor);
    return live;
  }

  /** Chains that begin anywhere, with the noise of this seed. */
  LiveChains start(PosteriorTensors shared, Sampler with, double[][] positions, long seed) {
    int n = shared.posterior().n();
    BatchPlan all = new BatchPlan(seed, n, n);
    LiveChains live = new LiveChains(shared, with, positions, all, kernels, workers);
    watchers.number().ifPresent(live::watchFor);
    return live;
  }

  ExactSampler<?> tune(LiveChains live, PosteriorTensors shared, BooleanSupplier late) {
    return tune(live, shared, late, Bookmark.NONE);
  }

  /** The same, which another process may go on with. */
  ExactSampler<?> tune(
      LiveChains live, PosteriorTensors shared, BooleanSupplier late, Bookmark bookmark) {
    return tuned(prototype(), live, around(shared), late, bookmark);
  }

  Surroundings around(PosteriorTensors shared) {
    ReferenceSource references = new FisherReference(shared, kernels, workers, settings.seed());
    return Surroundings.onAllData(shared.posterior(), curvature).with(references);
  }

  private <P> ExactSampler<P> tuned(
      ExactSampler<P> start,
      LiveChains live,
      Surroundings around,
      BooleanSupplier late,
      Bookmark bookmark) {
    return new WarmUp<P>(live, start.pace(), bookmark)
        .tune(start.adaptation(sampler.given(), around), late);
  }

  private RunPlan plan(
      LiveChains live, ExactSampler<?> tuned, Deadline deadline, Progress progress) {
    return plan(live, tuned, new StoppingRule(settings.precision()), deadline, progress);
  }

  /** By the rule, or as many draws as are asked for. */
  RunPlan plan(
      LiveChains live,
      ExactSampler<?> tuned,
      StoppingRule rule,
      Deadline deadline,
      Progress progress) {
    watch(live, tuned);
    OptionalInt asked = settings.draws();
    if (asked.isEmpty()) {
      return untilPrecise(live, tuned, rule, deadline, progress);
    }
    int burnIn = live.drawn() + settings.burnIn().orElse(0);
    RunPlan whole = plan(live, tuned, burnIn, asked.getAsInt());
    drawAll(live, whole, progress);
    return live.isOver() ? made(live, tuned, burnIn) : whole;
  }

  /** So many draws after a burn-in, whatever the clock says. */
  RunPlan exactly(
      LiveChains live, ExactSampler<?> tuned, int burnIn, int draws, Progress progress) {
    watch(live, tuned);
    RunPlan plan = plan(live, tuned, burnIn, draws);
    drawAll(live, plan, progress);
    return plan;
  }

  private void drawAll(LiveChains live, RunPlan plan, Progress progress) {
    while (live.drawn() < plan.recorded() && !live.isOver()) {
      live.draw(Math.min(block(live), plan.recorded() - live.drawn()), 1);
      progress.drawn(live);
      turn(live, progress);
      double share = live.drawn() / (double) plan.recorded();
      progress.at(share, "sampling", Double.NaN, Double.NaN);
    }
  }

  /** Chains that time has ended stand between two draws: what they kept before is what counts. */
  private static void turn(LiveChains live, Progress progress) {
    if (!live.isOver()) {
      progress.bookmark().turn();
    }
  }

  /** Draws of a second or two, after which others may have their turn. */
  private static int block(LiveChains live) {
    double pace = live.seconds() / Math.max(1, live.drawn());
    return (int) Math.max(1, Math.min(FIRST_DRAWS, SECONDS_OF_A_BLOCK / pace));
  }

  private RunPlan untilPrecise(
      LiveChains live, Sampler tuned, StoppingRule rule, Deadline deadline, Progress progress) {
    int warmUp = live.drawn();
    int target = FIRST_DRAWS;
    while (true) {
      drawTo(live, warmUp + target, deadline, progress);
      int drawn = live.drawn() - warmUp;
      int burnIn = warmUp + settings.burnIn().orElse(drawn / prototype().pace().burnIn());
      if (live.drawn() - burnIn < LEAST_DRAWS) {
        return made(live, tuned, burnIn);
      }
      StoppingRule.State state = rule.of(live, burnIn);
      progress.at(share(state, deadline), "sampling", state.value(), state.se());
      if (state.enough() || drawn < target || drawn >= MOST_DRAWS) {
        return made(live, tuned, burnIn);
      }
      target = rule.next(state, drawn);
    }
  }

  /** Fewer where time is up. Where a draw is dear all chains make it before the next is begun. */
  private void drawTo(LiveChains live, int end, Deadline deadline, Progress progress) {
    while (live.drawn() < end && !live.isOver() && (live.remembers() || !deadline.passed())) {
      double pace = live.seconds() / Math.max(1, live.drawn());
      int block = BLOCK * pace < SHARE_OF_A_BLOCK * deadline.left() ? BLOCK : 1;
      live.draw(Math.min(Math.min(block, block(live)), end - live.drawn()), 1);
      progress.drawn(live);
      turn(live, progress);
    }
  }

  private double share(StoppingRule.State state, Deadline deadline) {
    return Math.min(1, Math.max(deadline.progress(), 1 / Math.max(1, state.needed())));
  }

  /** Of what was drawn after the burn-in; none where it is too little. */
  private RunPlan made(LiveChains live, Sampler tuned, int burnIn) {
    int draws = live.drawn() - burnIn;
    return draws < LEAST_DRAWS ? none(live, tuned) : plan(live, tuned, burnIn, draws);
  }

  RunPlan none(LiveChains live, Sampler tuned) {
    return plan(live, tuned, live.drawn(), 0);
  }

  private RunPlan plan(LiveChains live, Sampler tuned, int burnIn, int draws) {
    int n = live.n();
    return new RunPlan(
        tuned, live.size(), new RunPlan.Length(burnIn, draws, 1), n, settings.seed());
  }
}
