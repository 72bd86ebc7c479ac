package org.cusp.paper.gold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.clock.Deadline;
import org.cusp.diagnostics.Moments;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.LiveChains;
import org.cusp.sampler.Samplers;
import org.cusp.sampler.StochasticSampler;

/**
 * What settings of the field give after so many seconds, the set-up included; the chains that are
 * read after some seconds are those that are read again after more. The loss of a draw is held
 * against that of w* on the same batch, which has less noise than what tools print.
 *
 * @param mark the seconds
 * @param value the LLC; NaN where the chains diverged
 * @param spread standard deviation of the chains' means, which is what the field prints
 * @param gradients on batches, of all chains
 * @param seconds of the clock; fewer than the mark where it ended there
 */
record FieldRun(double mark, double value, double spread, long gradients, double seconds) {
  /** More draws would not fit into memory at the largest budget: steps are averaged in between. */
  private static final int MOST_DRAWS = 20_000;

  private static final int LEAST_DRAWS = 10;

  /** Steps in which loops are compiled, and those that are timed. */
  private static final int TIMED_STEPS = 20;

  /** Between two looks at the clock and at what has diverged. */
  private static final int BLOCKS = 40;

  /** Beyond it a chain that is still above its number of parameters is not on its way any more. */
  private static final double SETTLED = 0.2;

  /**
   * One run, read at each of the marks.
   *
   * @param marks rising
   * @param clock of the seconds
   */
  static List<FieldRun> of(
      FieldSettings settings,
      Place place,
      List<Double> marks,
      Deadline.Clock clock,
      long seed,
      Estimation estimation) {
    double start = clock.seconds();
    Deadline last = Deadline.from(clock, start, marks.get(marks.size() - 1));
    Posterior posterior = place.posterior();
    StochasticSampler sampler =
        ((StochasticSampler) Samplers.parse(settings.sampler()).prototype())
            .withStepSize(settings.step());
    int batch = Math.min(posterior.n(), settings.batch());
    BatchPlan batches = new BatchPlan(seed, posterior.n(), batch);
    try (PosteriorTensors whole =
        PosteriorTensors.of(
            posterior, place.target().precision(), estimation.kernels(), estimation.workers())) {
      int thin = thin(whole, sampler, settings.chains(), batches, last, estimation);
      try (LiveChains live =
          new LiveChains(
              whole.within(last),
              sampler,
              settings.chains(),
              batches,
              estimation.kernels(),
              estimation.workers())) {
        List<FieldRun> read = new ArrayList<>();
        for (double mark : marks) {
          Deadline until = Deadline.from(clock, start, mark);
          drawAll(live, thin, until);
          read.add(of(live, settings.burnIn(), mark, until));
        }
        return read;
      }
    }
  }

  /** Steps of a draw; one where they are so dear that so few could not be timed. */
  private static int thin(
      PosteriorTensors shared,
      StochasticSampler sampler,
      int chains,
      BatchPlan batches,
      Deadline deadline,
      Estimation estimation) {
    try (LiveChains timed =
        new LiveChains(
            shared.within(deadline.part(1.0 / BLOCKS)),
            sampler,
            chains,
            batches,
            estimation.kernels(),
            estimation.workers())) {
      timed.draw(1, TIMED_STEPS);
      double before = timed.seconds();
      if (!timed.draw(1, TIMED_STEPS)) {
        return 1;
      }
      double pace = (timed.seconds() - before) / TIMED_STEPS;
      return (int) Math.max(1, deadline.left() / (pace * MOST_DRAWS));
    }
  }

  private static void drawAll(LiveChains live, int thin, Deadline until) {
    int block = 1;
    while (!until.passed() && !live.isOver() && !hasDiverged(live, until)) {
      double before = live.seconds();
      live.draw(block, thin);
      double pace = (live.seconds() - before) / block;
      double next = Math.min(until.whole() / BLOCKS, until.left()) / pace;
      block = (int) Math.max(1, Math.min(2.0 * block, next));
    }
  }

  /**
   * Whether the chains have left for good: a number that is not finite, or, after a while, a mean
   * energy of the later half above the number of parameters, where the LLC of a minimum is at most
   * half of it.
   */
  private static boolean hasDiverged(LiveChains live, Deadline until) {
    int draws = live.drawn();
    if (draws == 0) {
      return false;
    }
    double[][] energy = live.energy();
    if (Arrays.stream(energy).anyMatch(row -> !Double.isFinite(row[draws - 1]))) {
      return true;
    }
    double mean = Moments.mean(kept(energy, draws / 2, draws));
    return until.progress() > SETTLED && mean > live.posterior().size();
  }

  private static double[][] kept(double[][] energy, int from, int to) {
    return Arrays.stream(energy)
        .map(row -> Arrays.copyOfRange(row, from, to))
        .toArray(double[][]::new);
  }

  private static FieldRun of(LiveChains live, double burnIn, double mark, Deadline until) {
    int draws = live.drawn();
    int from = (int) Math.ceil(burnIn * draws);
    long gradients = live.gradientEvaluations();
    if (draws - from < LEAST_DRAWS || hasDiverged(live, until)) {
      return new FieldRun(mark, Double.NaN, Double.NaN, gradients, until.spent());
    }
    double[] means =
        Arrays.stream(kept(live.energy(), from, draws)).mapToDouble(Moments::mean).toArray();
    return new FieldRun(
        mark, Moments.mean(means), Moments.standardDeviation(means), gradients, until.spent());
  }
}
