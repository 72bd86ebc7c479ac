package org.cusp.tuning;

import java.util.Arrays;
import org.cusp.clock.TimeIsUp;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.LiveChains;
import org.cusp.sampler.StochasticSampler;
import org.cusp.sampler.Surroundings;
import org.cusp.sampler.reference.FisherReference;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.sampler.reference.ReferenceSource;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Finds the reference of a sampler on batches: short runs of a few chains, each about the reference
 * that was made from where the run before ended, the first about the localisation alone. The same
 * on any number of threads; the deadline ends it without a reference.
 *
 * @param batches whose gradients the chains move by
 */
record ReferenceOnBatches(
    PosteriorTensors shared, BatchPlan batches, KernelProvider kernels, Workers workers) {
  private static final int CHAINS = 4;

  /** Some lives of a velocity each. */
  private static final int[] STEPS = {40, 60, 100};

  private static final double RETREAT = 4;
  private static final int MOST_RETREATS = 6;

  /**
   * The sampler about a reference of its own.
   *
   * @throws org.cusp.clock.TimeIsUp where there is no time for it
   */
  Held of(StochasticSampler sampler) {
    double curvature = SgldStep.curvatureMet(shared, batches.size(), batches.seed(), kernels);
    shared.deadline().require();
    StochasticSampler found = sampler.withStepSize(sampler.firstStep(around(curvature)));
    ReferenceSource references = new FisherReference(shared, kernels, workers, batches.seed());
    GaussianReference.Hold hold = () -> {};
    int rank = 0;
    try {
      for (int round = 0; round < STEPS.length; round++) {
        Moved moved = moved(found, STEPS[round]);
        hold.close();
        GaussianReference reference = references.at(moved.positions(), round, rank);
        hold = reference.hold();
        rank = reference.rank();
        found = sampler.about(reference);
        found = found.withStepSize(found.firstStep(around(curvature)));
      }
      return new Held(moved(found, STEPS[0]).sampler(), hold);
    } catch (TimeIsUp e) {
      hold.close();
      throw e;
    }
  }

  /** A sampler about a reference, whose directions stay until this is closed. */
  record Held(StochasticSampler sampler, GaussianReference.Hold hold) implements AutoCloseable {
    @Override
    public void close() {
      hold.close();
    }
  }

  /** Where chains are, by the first of ever smaller steps at which they stay finite. */
  private record Moved(StochasticSampler sampler, double[][] positions) {}

  private Moved moved(StochasticSampler sampler, int steps) {
    StochasticSampler tried = sampler;
    double[][] positions = positions(tried, steps);
    for (int i = 0; i < MOST_RETREATS && !areFinite(positions); i++) {
      tried = tried.withStepSize(tried.stepSize() / RETREAT);
      positions = positions(tried, steps);
    }
    return new Moved(tried, positions);
  }

  private static boolean areFinite(double[][] positions) {
    return Arrays.stream(positions).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  private Surroundings around(double curvature) {
    Posterior posterior = shared.posterior();
    return new Surroundings(posterior, batches.size(), curvature, () -> 0);
  }

  /** Where chains from w* are after so many steps. */
  private double[][] positions(StochasticSampler sampler, int steps) {
    double[][] positions = new double[CHAINS][];
    try (LiveChains live = new LiveChains(shared, sampler, CHAINS, batches, kernels, workers)) {
      live.watchedBy(
          (pass, first) ->
              draw -> {
                for (int chain = 0; chain < pass.chains(); chain++) {
                  positions[first + chain] = draw.parameters(chain);
                }
              });
      live.draw(1, steps);
    }
    shared.deadline().require();
    return positions;
  }
}
