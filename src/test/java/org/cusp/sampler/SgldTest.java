package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.LangevinStep;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SGLD by hand, and its stationary law. On a quadratic with full batch every direction is an
 * autoregression x' = (1 - eps A / 2) x + N(0, eps), whose stationary variance is 1 / (A (1 - eps A
 * / 4)), A = nBeta h + gamma.
 *
 * <p>A direction fails where the mean square of its draws is more than {@link #Z} Monte Carlo
 * standard errors off. For a normal statistic that happens by chance once in 147,000 times
 * (two-sided 6.8e-6); with four directions and two kernels 5.4e-5 a run of this class, and the seed
 * is fixed.
 */
class SgldTest {
  private static final long SEED = 2;
  private static final double EPSILON = 0.0025;
  private static final double N_BETA = 100;
  private static final double GAMMA = 40;

  /** eps A of the four directions. */
  private static final double[] STIFFNESS = {0.25, 1, 2, 3};

  private static final Quadratic LOSS =
      new Quadratic(
          Arrays.stream(STIFFNESS).map(a -> (a / EPSILON - GAMMA) / N_BETA).toArray(),
          N_BETA,
          GAMMA);

  private static final int CHAINS = 8;
  private static final int BURN_IN = 100;
  private static final int STEPS = 8000;
  private static final double Z = 4.5;
  private static final double ENOUGH = 1000;

  private static RandomStream[] noise(int chains) {
    RandomStream[] noise = new RandomStream[chains];
    Arrays.setAll(noise, i -> RandomStream.of(SEED, Purpose.NOISE, i));
    return noise;
  }

  @ParameterizedTest
  @EnumSource(KernelProvider.class)
  void aStepLessItsNoiseIsLocalisedGradientDescent(KernelProvider kernels) {
    double[] start = {1.5, 1, 3.25, 8};
    double[] centre = {1, 2, 3, 4};
    double[] normals = new double[4];
    noise(1)[0].normals(5, 0, normals, 4);
    try (PosteriorTensors shared = LOSS.tensors(kernels);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(SEED, 4, 4), kernels.create(), 0, 1);
        Sampler.Chains chains = new Sgld(EPSILON).start(pass, noise(1))) {
      pass.w().setRow(0, start);
      StepInfo info = StepInfo.of(1);
      chains.step(5, info);
      double[] w = pass.w().getRow(0);
      double energy = 0;
      for (int i = 0; i < 4; i++) {
        // Half of eps A away from the centre: h = 0.6, 3.6, 7.6, 11.6.
        double noiseless =
            start[i] - EPSILON / 2 * (100 * LOSS.curvatures()[i] + 40) * (start[i] - centre[i]);
        assertThat(w[i] - 0.05 * normals[i]).isCloseTo(noiseless, within(1e-12));
        energy += LOSS.curvatures()[i] / 2 * Math.pow(start[i] - centre[i], 2);
      }
      assertThat(info.deltaLoss()[0]).isCloseTo(energy, within(1e-12 * energy));
    }
  }

  @ParameterizedTest
  @EnumSource(KernelProvider.class)
  void withoutNoiseTheKernelIsGradientDescent(KernelProvider kernels) {
    for (Precision precision : Precision.values()) {
      try (Slab w = Slab.row(precision, new double[] {2, -1});
          Slab gradient = Slab.row(precision, new double[] {0.5, 4});
          Slab centre = Slab.row(precision, new double[] {1, 1})) {
        LangevinStep step = new LangevinStep(0.5, 8, 2, 0);
        kernels.create().langevin(step, w, gradient, centre, noise(1), 0);
        // 2 - 0.25 (8 0.5 + 2 (2 - 1)) = 0.5;  -1 - 0.25 (8 4 + 2 (-1 - 1)) = -8.
        assertThat(w.getRow(0)).containsExactly(0.5, -8);
      }
    }
  }

  /** Indices of the directions whose mean square is off; an error where there are too few draws. */
  private static List<Integer> wrongDirections(Sampler sampler, KernelProvider kernels) {
    double[][][] squares = squares(sampler, kernels);
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < STIFFNESS.length; i++) {
      assertThat(Ess.mean(squares[i])).as("effective draws of %d", i).isGreaterThan(ENOUGH);
      double precision = LOSS.precisions()[i];
      double variance = 1 / (precision * (1 - EPSILON * precision / 4));
      double z = (Moments.mean(squares[i]) - variance) / Mcse.mean(squares[i]);
      if (Math.abs(z) > Z) {
        wrong.add(i);
      }
    }
    return wrong;
  }

  /** (w_i - w*_i)^2 as [direction][chain][draw]. */
  private static double[][][] squares(Sampler sampler, KernelProvider kernels) {
    double[][][] squares = new double[STIFFNESS.length][CHAINS][STEPS];
    StepInfo info = StepInfo.of(CHAINS);
    try (PosteriorTensors shared = LOSS.tensors(kernels);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(SEED, 4, 4), kernels.create(), 0, CHAINS);
        Sampler.Chains chains = sampler.start(pass, noise(CHAINS))) {
      for (int t = 0; t < BURN_IN + STEPS; t++) {
        chains.step(t, info);
        for (int chain = 0; t >= BURN_IN && chain < CHAINS; chain++) {
          double[] w = pass.w().getRow(chain);
          for (int i = 0; i < w.length; i++) {
            squares[i][chain][t - BURN_IN] = (w[i] - (i + 1)) * (w[i] - (i + 1));
          }
        }
      }
    }
    return squares;
  }

  @Test
  void stationaryLawIsThatOfTheDiscretisedEquation() {
    assertThat(wrongDirections(new Sgld(EPSILON), KernelProvider.best())).isEmpty();
  }

  /** Power of the test: each of these mistakes is found in every direction that it touches. */
  @Test
  void theTestFindsWrongKernels() {
    KernelProvider kernels = KernelProvider.best();
    assertThat(wrongDirections(new Flawed(1, 1), kernels)).isEmpty();
    assertThat(wrongDirections(new Flawed(1.1, 1), kernels)).containsExactly(0, 1, 2, 3);
    assertThat(wrongDirections(new Flawed(1 / 1.1, 1), kernels)).containsExactly(0, 1, 2, 3);
    assertThat(wrongDirections(new Flawed(1, 0), kernels)).contains(0, 1);
    assertThat(wrongDirections(new Flawed(1, -1), kernels)).contains(0, 1);
  }

  /** SGLD with its noise or its localisation multiplied by a factor. */
  private record Flawed(double noiseFactor, double gammaFactor) implements Sampler {
    @Override
    public String name() {
      return "flawed";
    }

    @Override
    public SortedMap<String, Object> settings() {
      return new TreeMap<>();
    }

    @Override
    public Chains start(PosteriorPass pass, RandomStream[] noise) {
      LangevinStep free = new LangevinStep(EPSILON, N_BETA, 0, noiseFactor);
      return new Chains() {
        @Override
        public void step(long t, StepInfo info) {
          pass.evaluate(t, info.deltaLoss());
          double[][] before = new double[pass.chains()][];
          Arrays.setAll(before, pass.w()::getRow);
          pass.kernels().langevin(free, pass.w(), pass.gradient(), pass.centre(), noise, t);
          for (int chain = 0; chain < before.length; chain++) {
            double[] w = pass.w().getRow(chain);
            for (int i = 0; i < w.length; i++) {
              w[i] -= EPSILON / 2 * gammaFactor * GAMMA * (before[chain][i] - (i + 1));
            }
            pass.w().setRow(chain, w);
          }
        }

        @Override
        public void close() {}
      };
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-3, Double.NaN, Double.POSITIVE_INFINITY})
  void stepSizeMustBePositive(double step) {
    assertThatThrownBy(() -> new Sgld(step))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("step must be in (0, inf)");
  }

  @Test
  void settingsAreRecorded() {
    assertThat(new Sgld(0.25).settings()).containsExactly(java.util.Map.entry("stepSize", 0.25));
    assertThat(new Sgld(0.25).name()).isEqualTo("sgld");
  }
}
