package org.cusp.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.clock.TimeIsUp;
import org.cusp.numerics.Vectors;
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
import org.cusp.tensor.Slab;
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

  /**
   * Places of a chain in the second half of its steps from which a reference is made: where a
   * posterior is far from Gaussian its stiff directions are others at every place.
   */
  private static final int LOOKED_AT = 5;

  /** Batches by which two estimates of the gradient are compared. */
  private static final int COMPARED = 4;

  /** The noise of batches may add this share of the energy at the finer of two steps. */
  private static final double HEAT = 0.05;

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
    ReferenceSource references = new TensorReference(shared, kernels, workers, batches.seed(), 0);
    GaussianReference reference = GaussianReference.isotropic(shared.posterior().gamma());
    GaussianReference.Hold hold = () -> {};
    int rank = 0;
    double energy = 0;
    try {
      for (int round = 0; round < STEPS.length; round++) {
        Moved moved = moved(found, STEPS[round]);
        hold.close();
        energy = moved.energy();
        reference = references.at(moved.positions(), round, rank);
        hold = reference.hold();
        rank = reference.rank();
        found = sampler.about(reference);
        found = found.withStepSize(found.firstStep(around(curvature)));
      }
      Moved last = moved(found, STEPS[0]);
      Noise noise = cheapest(reference, ends(last.positions()));
      double fine = last.sampler().stepOfHeat(HEAT * Math.max(energy, 1), noise.trace());
      double step = last.sampler().stepSize();
      step = 2 * fine < step ? 2 * fine : step;
      return new Held(
          last.sampler().withStepSize(step),
          hold,
          noise.of(),
          ends(last.positions()),
          last.sampler().stepSize());
    } catch (TimeIsUp e) {
      hold.close();
      throw e;
    }
  }

  /**
   * A sampler about a reference, whose directions stay until this is closed.
   *
   * @param gradient the estimate of the gradient that is worth more in the same time
   * @param positions where the short runs ended
   * @param mostStep that they were made with
   */
  record Held(
      StochasticSampler sampler,
      GaussianReference.Hold hold,
      GradientEstimate gradient,
      double[][] positions,
      double mostStep)
      implements AutoCloseable {
    @Override
    public void close() {
      hold.close();
    }
  }

  /**
   * Where chains are, by the first of ever smaller steps at which they stay finite.
   *
   * @param energy mean over the second half of the steps
   */
  private record Moved(StochasticSampler sampler, double[][] positions, double energy) {}

  /** Of an estimate of the gradient: the trace of M^-1 times the covariance of nBeta times it. */
  private record Noise(GradientEstimate of, double trace) {
    /** For the same gradients. */
    double cost() {
      return of.gradientsPerStep() * trace;
    }
  }

  private Moved moved(StochasticSampler sampler, int steps) {
    Moved moved = once(sampler, steps);
    for (int i = 0; i < MOST_RETREATS && !areFinite(moved.positions()); i++) {
      StochasticSampler finer = moved.sampler().withStepSize(moved.sampler().stepSize() / RETREAT);
      moved = once(finer, steps);
    }
    return moved;
  }

  /**
   * The estimate whose noise, in units of the reference, is less for the same gradients. Near w* a
   * control variate takes most of it away; where chains are, as far from w* as w* from 0, it may
   * add its own.
   */
  private Noise cheapest(GaussianReference reference, double[][] positions) {
    Noise plain = noise(new GradientEstimate.Plain(), reference, positions);
    Noise control = noise(new GradientEstimate.ControlVariate(), reference, positions);
    return control.cost() < plain.cost() ? control : plain;
  }

  private Noise noise(GradientEstimate of, GaussianReference reference, double[][] positions) {
    BatchPlan plan = new BatchPlan(batches.seed(), batches.n(), batches.size(), of);
    double[] traces = new double[positions.length];
    workers.run(
        traces.length, chain -> traces[chain] = trace(plan, reference, chain, positions[chain]));
    double nBeta = shared.posterior().nBeta();
    return new Noise(of, nBeta * nBeta * Arrays.stream(traces).average().orElseThrow());
  }

  /**
   * Of M^-1 times the covariance of the gradient where a chain is: with v = M^-1 g, the energies
   * v'Mv of what is left of them without their mean.
   */
  private double trace(BatchPlan plan, GaussianReference reference, int chain, double[] position) {
    double[][] kicks = new double[COMPARED][];
    try (PosteriorPass pass = new PosteriorPass(shared, plan, kernels.create(), chain, 1);
        Slab velocity = pass.w().zerosBeside(1, position.length);
        Slab spare = pass.w().zerosBeside(1, position.length);
        Slab nowhere = pass.w().zerosBeside(1, position.length);
        GaussianReference.OfPass of = reference.of(pass.kernels(), pass.w());
        GaussianReference.OfPass.Correction correction =
            of.correction(
                new GaussianReference.OfPass.Kicked(nowhere, pass.gradient()), velocity, spare)) {
      pass.w().setRow(0, position);
      correction.set(1, 1);
      for (int t = 0; t < COMPARED; t++) {
        pass.evaluate(t, new double[1]);
        pass.kernels().accumulate(velocity, 0, pass.gradient(), -1 / shared.posterior().gamma());
        correction.run();
        kicks[t] = velocity.getRow(0);
      }
      double[] mean = new double[position.length];
      for (double[] kick : kicks) {
        Vectors.add(mean, 1.0 / COMPARED, kick);
      }
      double sum = 0;
      for (double[] kick : kicks) {
        Vectors.add(kick, -1, mean);
        velocity.setRow(0, kick);
        sum += of.energies(velocity).getRow(0)[0];
      }
      return sum / (COMPARED - 1);
    }
  }

  /** Of all places that were looked at, those of the last moment. */
  private static double[][] ends(double[][] positions) {
    return Arrays.copyOfRange(positions, positions.length - CHAINS, positions.length);
  }

  private static boolean areFinite(double[][] positions) {
    return Arrays.stream(positions).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  private Surroundings around(double curvature) {
    Posterior posterior = shared.posterior();
    return new Surroundings(posterior, batches.size(), curvature, () -> 0);
  }

  /** From w*, so many steps. */
  private Moved once(StochasticSampler sampler, int steps) {
    int draws = 2 * LOOKED_AT;
    List<double[]> positions = new ArrayList<>();
    double energy;
    try (LiveChains live = new LiveChains(shared, sampler, CHAINS, batches, kernels, workers)) {
      live.draw(LOOKED_AT, steps / draws);
      for (int i = 0; i < LOOKED_AT; i++) {
        live.draw(1, steps / draws);
        shared.deadline().require();
        positions.addAll(List.of(live.positions()));
      }
      energy =
          Arrays.stream(live.energy())
              .mapToDouble(row -> Arrays.stream(row, LOOKED_AT, draws).average().orElseThrow())
              .average()
              .orElseThrow();
    }
    return new Moved(sampler, positions.toArray(double[][]::new), energy);
  }
}
