package org.cusp.paper.gold;

import java.util.Arrays;
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
 * What settings of the field give in so many seconds, the set-up included. The loss of a draw is
 * held against that of w* on the same batch, which has less noise than what tools print.
 *
 * @param value the LLC; NaN where a chain left the finite numbers
 * @param spread standard deviation of the chains' means, which is what the field prints
 * @param gradients on batches, of all chains
 * @param seconds of the clock
 */
record FieldRun(double value, double spread, long gradients, double seconds) {
  /** More draws would not fit into memory at the largest budget: steps are averaged in between. */
  private static final int MOST_DRAWS = 20_000;

  private static final int LEAST_DRAWS = 10;

  /** Steps in which loops are compiled, and those that are timed. */
  private static final int TIMED_STEPS = 20;

  /** Between two looks at the clock and at what has diverged. */
  private static final int BLOCKS = 40;

  static FieldRun of(
      FieldSettings settings, Place place, double budget, long seed, Estimation estimation) {
    Deadline deadline = Deadline.after(budget);
    Posterior posterior = place.posterior();
    StochasticSampler sampler =
        ((StochasticSampler) Samplers.parse(settings.sampler()).prototype())
            .withStepSize(settings.step());
    int batch = Math.min(posterior.n(), settings.batch());
    BatchPlan batches = new BatchPlan(seed, posterior.n(), batch);
    try (PosteriorTensors whole =
        PosteriorTensors.of(
            posterior, place.target().precision(), estimation.kernels(), estimation.workers())) {
      int thin = thin(whole, sampler, settings.chains(), batches, deadline, estimation);
      try (LiveChains live =
          new LiveChains(
              whole.within(deadline),
              sampler,
              settings.chains(),
              batches,
              estimation.kernels(),
              estimation.workers())) {
        drawAll(live, thin, deadline);
        return of(live, settings.burnIn(), deadline.spent());
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

  private static void drawAll(LiveChains live, int thin, Deadline deadline) {
    int block = 1;
    while (!deadline.passed() && !live.isOver() && !hasDiverged(live)) {
      double before = live.seconds();
      live.draw(block, thin);
      double pace = (live.seconds() - before) / block;
      block = (int) Math.max(1, Math.min(2.0 * block, deadline.whole() / (BLOCKS * pace)));
    }
  }

  /** Whether nothing can change any more. */
  private static boolean hasDiverged(LiveChains live) {
    return live.drawn() > 0
        && Arrays.stream(live.energy()).anyMatch(row -> Double.isNaN(row[row.length - 1]));
  }

  private static FieldRun of(LiveChains live, double burnIn, double seconds) {
    int draws = live.drawn();
    int from = (int) Math.ceil(burnIn * draws);
    long gradients = live.gradientEvaluations();
    if (draws - from < LEAST_DRAWS || hasDiverged(live)) {
      return new FieldRun(Double.NaN, Double.NaN, gradients, seconds);
    }
    double[] means =
        Arrays.stream(live.energy())
            .mapToDouble(row -> Moments.mean(Arrays.copyOfRange(row, from, draws)))
            .toArray();
    return new FieldRun(Moments.mean(means), Moments.standardDeviation(means), gradients, seconds);
  }
}
