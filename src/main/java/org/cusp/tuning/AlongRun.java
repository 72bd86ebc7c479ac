package org.cusp.tuning;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.LiveChains;
import org.cusp.run.Progress;
import org.cusp.run.RunPlan;
import org.cusp.run.WarmStart;
import org.cusp.sampler.ExactSampler;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Surroundings;
import org.cusp.state.Bookmark;

/**
 * Draws around one checkpoint of many. A spine of chains walks from checkpoint to checkpoint, with
 * noise that is new at each: it takes over where the spine of the one before stood, moved to this
 * w*, makes {@value #STEPS} transitions and keeps the sampler's settings as long as proposals are
 * accepted about as often as they should be; otherwise a warm-up finds others. Where there is none
 * before, it is an ordinary warm-up from w*.
 *
 * <p>The draws are made by chains that branch off where the spine then stands, with the noise of
 * the seed, the same at all checkpoints: neighbours that are sampled with the same settings move
 * alike, and their difference has a far smaller error than either. No draw is ever handed on, so
 * where a chain begins does not depend on the noise that it then meets, nor on when the draws of
 * the checkpoint before ended. The first fifth of the draws is burn-in here as elsewhere.
 *
 * @param run how to draw
 * @param step of training of this checkpoint
 * @param before where the spine stood last
 */
public record AlongRun(MetropolisRun run, long step, Optional<Before> before) {
  /** Transitions of a spine that takes over from another. */
  public static final int STEPS = 20;

  /** The mean probability of acceptance with which settings are kept. */
  private static final double LEAST_ACCEPTANCE = 0.6;

  private static final double MOST_ACCEPTANCE = 0.97;

  /** Warm-up may take this share of the time that there is. */
  private static final double SPINE_SHARE = 0.5;

  /** Draws that are nearly enough are not doubled. */
  private static final double GROWTH = 1.25;

  /**
   * Along a training an LLC may pass through nothing, where a relative error means nothing. The
   * variance of the energies is an LLC too, of a regular posterior the same.
   */
  private static final double OF_VARIANCE = 0.25;

  /** Early checkpoints are no minima; so many standard errors below nothing leave no doubt. */
  private static final double LOST = 10;

  /** Odd, so that multiples are all different. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /**
   * What was drawn.
   *
   * @param start for the next checkpoint; absent where time was up before the draws began
   */
  public record Drawn(MetropolisRun.Drawn drawn, Optional<WarmStart> start) {}

  /**
   * All draws, until the precision or the deadline of the posterior's tensors is reached.
   *
   * @param chains where there is none before, which says how many there are
   * @param foreseen gradients, see {@link MetropolisRun#sample}
   */
  public Drawn sample(
      PosteriorTensors shared, int chains, OptionalDouble foreseen, Progress progress) {
    Deadline deadline = shared.deadline();
    Deadline half = deadline.part(SPINE_SHARE);
    progress.at(0, "warm-up", Double.NaN, Double.NaN);
    Bookmark bookmark = progress.bookmark();
    try (LiveChains spine = spine(shared, chains)) {
      double[][] begin = spine.positions();
      bookmark.holds("spine", spine);
      Optional<Forecast> forecast = run.forecast(foreseen, deadline, spine, bookmark);
      BooleanSupplier late = () -> forecast.map(Forecast::hasFailed).orElse(false) || half.passed();
      ExactSampler<?> tuned = settled(shared.within(half), spine, begin, late, bookmark);
      Optional<String> failure = forecast.filter(Forecast::hasFailed).flatMap(Forecast::failure);
      if (failure.isPresent() || spine.isOver()) {
        return none(spine, tuned, failure);
      }
      StoppingRule rule = new StoppingRule(run.settings().precision(), GROWTH, OF_VARIANCE, LOST);
      return branch(
          shared, spine, tuned, bookmark, live -> run.plan(live, tuned, rule, deadline, progress));
    }
  }

  /** The draws of a run that was, whatever its clock had said. */
  public Drawn replay(PosteriorTensors shared, Schedule schedule, Progress progress) {
    progress.at(0, "warm-up", Double.NaN, Double.NaN);
    try (LiveChains spine = spine(shared, schedule.chains())) {
      ExactSampler<?> tuned =
          settled(
              shared,
              spine,
              spine.positions(),
              () -> spine.drawn() >= schedule.warmUp(),
              Bookmark.NONE);
      return branch(
          shared,
          spine,
          tuned,
          Bookmark.NONE,
          live -> run.exactly(live, tuned, schedule.burnIn(), schedule.draws(), progress));
    }
  }

  private interface Plan {
    RunPlan of(LiveChains live);
  }

  private LiveChains spine(PosteriorTensors shared, int chains) {
    long seed = run.settings().seed() ^ GOLDEN * (step + 1);
    Posterior posterior = shared.posterior();
    double[][] atCentre = new double[chains][];
    Arrays.fill(atCentre, posterior.centre());
    double[][] positions =
        before
            .map(last -> last.start().around(posterior.centre(), posterior.gamma()))
            .orElse(atCentre);
    return run.start(shared, run.prototype(), positions, seed);
  }

  /** The sampler by which the spine ends, and the draws are made. */
  private ExactSampler<?> settled(
      PosteriorTensors shared,
      LiveChains spine,
      double[][] begin,
      BooleanSupplier late,
      Bookmark bookmark) {
    return before.isPresent()
        ? follow(begin, shared, spine, late, bookmark)
        : run.tune(spine, shared, late, bookmark);
  }

  private ExactSampler<?> follow(
      double[][] begin,
      PosteriorTensors shared,
      LiveChains spine,
      BooleanSupplier late,
      Bookmark bookmark) {
    WarmStart last = before.orElseThrow().start();
    ExactSampler<?> found = (ExactSampler<?>) last.sampler().prototype();
    double scale = last.scale(shared.posterior().gamma());
    try {
      Surroundings around = run.around(shared);
      return kept(found.carriedOver(scale, begin, around), shared, spine, late, bookmark);
    } catch (TimeIsUp e) {
      return run.tune(spine, shared, late, bookmark);
    }
  }

  /** What was asked for stays as it was given. */
  private <P> ExactSampler<P> withGiven(ExactSampler<P> carried) {
    Map<String, Double> values = carried.values();
    Map<String, Double> asked = run.sampler().prototype().values();
    run.sampler().given().forEach(key -> values.put(key, asked.get(key)));
    return carried.with(values);
  }

  private <P> ExactSampler<P> kept(
      ExactSampler<P> found,
      PosteriorTensors shared,
      LiveChains spine,
      BooleanSupplier late,
      Bookmark bookmark) {
    ExactSampler<P> carried = withGiven(found);
    WarmUp.retune(spine, carried);
    for (int i = 0; i < STEPS && !spine.isOver() && !isLate(spine, late); i++) {
      spine.draw(1, 1);
      bookmark.turn();
    }
    double acceptance = spine.drawn() == 0 ? Double.NaN : acceptance(spine, carried);
    boolean fits = acceptance >= LEAST_ACCEPTANCE && acceptance <= MOST_ACCEPTANCE;
    @SuppressWarnings("unchecked")
    ExactSampler<P> tuned =
        fits || spine.isOver() || isLate(spine, late)
            ? carried
            : (ExactSampler<P>) run.tune(spine, shared, late, bookmark);
    return tuned;
  }

  /** What was made in time is not late when it is remembered. */
  private static boolean isLate(LiveChains spine, BooleanSupplier late) {
    return !spine.remembers() && late.getAsBoolean();
  }

  private double acceptance(LiveChains spine, ExactSampler<?> sampler) {
    Draws all = spine.draws(run.none(spine, sampler));
    return Arrays.stream(all.acceptance()).average().orElseThrow();
  }

  private Drawn none(LiveChains spine, ExactSampler<?> tuned, Optional<String> failure) {
    WarmUpFacts facts = WarmUpFacts.of(tuned, spine.drawn(), spine.seconds());
    Draws draws = spine.draws(run.none(spine, tuned));
    return new Drawn(new MetropolisRun.Drawn(draws, facts, failure), Optional.empty());
  }

  private Drawn branch(
      PosteriorTensors shared,
      LiveChains spine,
      ExactSampler<?> tuned,
      Bookmark bookmark,
      Plan plan) {
    double seconds = bookmark.number("spine seconds", spine::seconds);
    WarmUpFacts facts = WarmUpFacts.of(tuned, spine.drawn(), seconds);
    Posterior posterior = shared.posterior();
    double[][] positions = spine.positions();
    WarmStart start =
        WarmStart.of(SamplerRequest.of(tuned), posterior.gamma(), positions, posterior.centre());
    try (LiveChains live = run.start(shared, tuned, positions, run.settings().seed())) {
      bookmark.holds("chains", live);
      RunPlan made = plan.of(live);
      MetropolisRun.end(live, made, bookmark);
      Draws draws = live.draws(made);
      Draws all = draws.after(spine.gradientEvaluations(), seconds);
      return new Drawn(new MetropolisRun.Drawn(all, facts, Optional.empty()), Optional.of(start));
    }
  }
}
