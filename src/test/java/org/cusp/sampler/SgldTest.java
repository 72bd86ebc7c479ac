package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Clock;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.LangevinStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SGLD by hand; its stationary law is in {@link StationaryLawTest}. */
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

  private static RandomStream[] noise(int chains) {
    RandomStream[] noise = new RandomStream[chains];
    Arrays.setAll(noise, i -> RandomStream.of(SEED, Purpose.NOISE, i));
    return noise;
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
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
      StepInfo info = chains.step(5);
      double[] w = pass.w().getRow(0);
      double energy = 0;
      for (int i = 0; i < 4; i++) {
        // Half of eps A away from the centre: h = 0.6, 3.6, 7.6, 11.6.
        double noiseless =
            start[i] - EPSILON / 2 * (100 * LOSS.curvatures()[i] + 40) * (start[i] - centre[i]);
        assertThat(w[i] - 0.05 * normals[i]).isCloseTo(noiseless, within(1e-12));
        energy += LOSS.curvatures()[i] / 2 * Math.pow(start[i] - centre[i], 2);
      }
      assertThat(info.deltaLoss(0)).isCloseTo(energy, within(1e-12 * energy));
    }
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void withoutNoiseTheKernelIsGradientDescent(KernelProvider kernels) {
    for (Precision precision : Precision.values()) {
      try (Slab w = Slab.row(KernelProvider.best().memory(), precision, new double[] {2, -1});
          Slab gradient =
              Slab.row(KernelProvider.best().memory(), precision, new double[] {0.5, 4});
          Slab centre = Slab.row(KernelProvider.best().memory(), precision, new double[] {1, 1})) {
        double[] factors = new LangevinStep(0.5, 8, 2, 0).factors();
        try (NoiseStreams streams = NoiseStreams.of(w.memory(), noise(1));
            Clock clock = Clock.in(w.memory());
            Move step =
                Move.of(LangevinStep.UPDATE, factors, w, gradient, centre).with(streams, clock)) {
          kernels.create().update(step);
        }
        // 2 - 0.25 (8 0.5 + 2 (2 - 1)) = 0.5;  -1 - 0.25 (8 4 + 2 (-1 - 1)) = -8.
        assertThat(w.getRow(0)).containsExactly(0.5, -8);
      }
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
