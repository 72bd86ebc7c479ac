package org.cusp.tuning;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.clock.TimeIsUp;
import org.cusp.diagnostics.Moments;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.GradientEstimate;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.LiveChains;
import org.cusp.sampler.StochasticSampler;
import org.cusp.sampler.Surroundings;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.sampler.reference.ReferenceSource;
import org.cusp.sampler.reference.TensorReference;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Finds the reference of a sampler on batches: short runs of a few chains, each about the reference
 * that was made from where the run before ended, the first about the localisation alone. Then it
 * compares what estimates of the gradient are worth there. The same on any number of threads; the
 * deadline ends it without a reference.
 *
 * @param batches whose gradients the chains move by
 */
record ReferenceOnBatches(
    PosteriorTensors shared, BatchPlan batches, KernelProvider kernels, Workers workers) {
  private static final int CHAINS = 4;

  /** Some lives of a velocity each. */
  private static final int[] STEPS = {40, 60, 100};

  /** A search for the curvature that is met, and the short runs: about as many gradients. */
  static final int GRADIENTS = 200 + CHAINS * (40 + 60 + 100 + 40);

  /** Batches by which two estimates of the gradient are compared. */
  private static final int COMPARED = 8;

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
    ReferenceSource references = new TensorReference(shared, kernels, workers, batches.seed());
    GaussianReference reference = GaussianReference.isotropic(shared.posterior().gamma());
    GaussianReference.Hold hold = () -> {};
    int rank = 0;
    try {
      for (int round = 0; round < STEPS.length; round++) {
        Moved moved = moved(found, STEPS[round]);
        hold.close();
        reference = references.at(moved.positions(), round, rank);
        hold = reference.hold();
        rank = reference.rank();
        found = sampler.about(reference);
        found = found.withStepSize(found.firstStep(around(curvature)));
      }
      Moved last = moved(found, STEPS[0]);
      return new Held(last.sampler(), hold, cheapest(reference, last.positions()[0]));
    } catch (TimeIsUp e) {
      hold.close();
      throw e;
    }
  }

  /**
   * A sampler about a reference, whose directions stay until this is closed.
   *
   * @param gradient the estimate of the gradient that is worth more in the same time
   */
  record Held(StochasticSampler sampler, GaussianReference.Hold hold, GradientEstimate gradient)
      implements AutoCloseable {
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

  /**
   * The estimate whose noise, in units of the reference, is less for the same gradients. Near w* a
   * control variate takes most of it away; where chains are, as far from w* as w* from 0, it may
   * add its own.
   */
  private GradientEstimate cheapest(GaussianReference reference, double[] position) {
    GradientEstimate plain = new GradientEstimate.Plain();
    GradientEstimate control = new GradientEstimate.ControlVariate();
    double ofPlain = plain.gradientsPerStep() * noise(plain, reference, position);
    double ofControl = control.gradientsPerStep() * noise(control, reference, position);
    return ofControl < ofPlain ? control : plain;
  }

  /** The trace of M^-1 times the covariance of the estimate. */
  private double noise(GradientEstimate estimate, GaussianReference reference, double[] position) {
    BatchPlan plan = new BatchPlan(batches.seed(), batches.n(), batches.size(), estimate);
    double[][] gradients = new double[COMPARED][];
    try (PosteriorPass pass = new PosteriorPass(shared, plan, kernels.create(), 0, 1);
        GaussianReference.OfPass scaled = reference.of(pass.kernels(), pass.w())) {
      pass.w().setRow(0, position);
      for (int t = 0; t < COMPARED; t++) {
        pass.evaluate(t, new double[1]);
        // M^-1/2 g, as normals become velocities.
        scaled.velocities(pass.gradient());
        gradients[t] = pass.gradient().getRow(0);
      }
    }
    return IntStream.range(0, position.length)
        .mapToDouble(
            i -> Moments.variance(Arrays.stream(gradients).mapToDouble(g -> g[i]).toArray()))
        .sum();
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
