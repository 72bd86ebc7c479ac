package org.cusp.paper.gold;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.LiveChains;
import org.cusp.sampler.ExactSampler;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Samplers;
import org.cusp.sampler.Surroundings;
import org.cusp.sampler.reference.FisherReference;
import org.cusp.tuning.GradientCost;
import org.cusp.tuning.WarmUp;

/**
 * Metropolis-corrected chains on all data that go on from one sitting to the next. Their sampler is
 * tuned once, at the beginning; a reference is made anew where they go on, and the noise of each
 * sitting is new.
 *
 * @param setting the sampler as it is typed
 * @param file where they are kept
 */
record GoldChains(Estimation estimation, String setting, int chains, long seed, Path file) {
  /** Seconds between two files. */
  private static final double SAVED_EVERY = 60;

  /** Seconds of draws between two looks at the clock. */
  private static final double BLOCK = 2;

  private static final int LARGEST_BLOCK = 1000;

  /** Draws are looked at when there are so many times as many as at the last look. */
  private static final double GROWTH = 1.2;

  /** Odd, so that multiples are all different. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /**
   * Goes on until the mark is reached or the time is up.
   *
   * @param key of what they are chains of
   * @return what there is then; empty where there was no time to begin
   */
  Optional<GoldState> run(PosteriorTensors shared, String key, GoldMark mark, Deadline until) {
    Optional<GoldState> kept = GoldState.read(file, key);
    if (until.passed() || kept.isPresent() && kept.get().reaches(mark)) {
      return kept;
    }
    return kept.isPresent()
        ? Optional.of(goOn(shared, kept.get(), mark, until))
        : begin(shared, key, mark, until);
  }

  private Optional<GoldState> begin(
      PosteriorTensors shared, String key, GoldMark mark, Deadline until) {
    Meter meter = new Meter(GoldState.Spent.NOTHING);
    SamplerRequest request = Samplers.parse(setting);
    ExactSampler<?> open = (ExactSampler<?>) request.prototype();
    double[][] atCentre = new double[chains][];
    Arrays.fill(atCentre, shared.posterior().centre());
    try (LiveChains live = start(shared, open, atCentre, 0)) {
      ExactSampler<?> tuned = tuned(open, request, live, around(shared), until);
      if (until.passed()) {
        return Optional.empty();
      }
      double[][] none = new double[chains][0];
      String found = SamplerRequest.of(tuned).toString();
      GoldState before = new GoldState(key, found, atCentre, none, none, GoldState.Spent.NOTHING);
      return Optional.of(draw(live, before, meter, mark, until));
    }
  }

  private <P> ExactSampler<P> tuned(
      ExactSampler<P> open,
      SamplerRequest request,
      LiveChains live,
      Surroundings around,
      Deadline until) {
    return new WarmUp<P>(live, open.pace())
        .tune(open.adaptation(request.given(), around), until::passed);
  }

  private GoldState goOn(PosteriorTensors shared, GoldState before, GoldMark mark, Deadline until) {
    Meter meter = new Meter(before.spent());
    ExactSampler<?> found = (ExactSampler<?>) Samplers.parse(before.sampler()).prototype();
    ExactSampler<?> sampler = found.carriedOver(1, before.positions(), around(shared));
    try (LiveChains live = start(shared, sampler, before.positions(), before.spent().sittings())) {
      return draw(live, before, meter, mark, until);
    }
  }

  private Surroundings around(PosteriorTensors shared) {
    int batch = Math.min(shared.posterior().n(), 512);
    double curvature = GradientCost.of(shared, batch, seed, estimation.kernels()).curvature();
    return Surroundings.onAllData(shared.posterior(), Double.isNaN(curvature) ? 0 : curvature)
        .with(new FisherReference(shared, estimation.kernels(), estimation.workers(), seed));
  }

  private LiveChains start(
      PosteriorTensors shared, Sampler sampler, double[][] positions, int sitting) {
    int n = shared.posterior().n();
    BatchPlan all = new BatchPlan(seed + GOLDEN * sitting, n, n);
    return new LiveChains(
        shared, sampler, positions, all, estimation.kernels(), estimation.workers());
  }

  private GoldState draw(
      LiveChains live, GoldState before, Meter meter, GoldMark mark, Deadline until) {
    int warmUp = live.drawn();
    Deadline save = Deadline.after(SAVED_EVERY);
    double look = GROWTH * before.draws();
    boolean reached = false;
    while (!reached && !until.passed()) {
      live.draw(block(live), 1);
      int draws = before.draws() + live.drawn() - warmUp;
      if (draws >= look) {
        reached = after(before, live, warmUp, meter).reaches(mark);
        look = GROWTH * draws;
      }
      if (save.passed()) {
        after(before, live, warmUp, meter).write(file);
        save = Deadline.after(SAVED_EVERY);
      }
    }
    GoldState state = after(before, live, warmUp, meter);
    state.write(file);
    return state;
  }

  private static int block(LiveChains live) {
    double pace = live.seconds() / Math.max(1, live.drawn());
    return (int) Math.max(1, Math.min(LARGEST_BLOCK, BLOCK / pace));
  }

  private GoldState after(GoldState before, LiveChains live, int warmUp, Meter meter) {
    return new GoldState(
        before.key(),
        before.sampler(),
        live.positions(),
        joined(before.energy(), live.energy(), warmUp),
        joined(before.distance(), live.squaredDistance(), warmUp),
        meter.spent(live.gradientEvaluations()));
  }

  /** The draws of before and those after a warm-up. */
  private static double[][] joined(double[][] before, double[][] now, int warmUp) {
    double[][] all = new double[now.length][];
    for (int chain = 0; chain < now.length; chain++) {
      double[] old = before[chain];
      int more = now[chain].length - warmUp;
      all[chain] = Arrays.copyOf(old, old.length + more);
      System.arraycopy(now[chain], warmUp, all[chain], old.length, more);
    }
    return all;
  }

  /** Counts what a sitting takes. */
  private static final class Meter {
    private final GoldState.Spent before;
    private final Deadline clock = Deadline.never().part(1);
    private final double cpu = Cpu.seconds();

    Meter(GoldState.Spent before) {
      this.before = before;
    }

    GoldState.Spent spent(long gradients) {
      return new GoldState.Spent(
          before.gradients() + gradients,
          before.cpuSeconds() + Cpu.seconds() - cpu,
          before.seconds() + clock.spent(),
          before.sittings() + 1);
    }
  }
}
