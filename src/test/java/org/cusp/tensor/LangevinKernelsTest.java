package org.cusp.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cusp.contract.InvalidInput;
import org.cusp.rng.FloatNormals;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.update.AdamLangevinStep;
import org.cusp.tensor.update.KickStep;
import org.cusp.tensor.update.LangevinStep;
import org.cusp.tensor.update.RefreshStep;
import org.cusp.tensor.update.RmsPropLangevinStep;
import org.cusp.tensor.update.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of the stochastic samplers by hand, on numbers that are exact in binary. */
class LangevinKernelsTest {
  private static final RandomStream[] NOISE = {RandomStream.of(5, Purpose.NOISE, 0)};

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void rmsPropScalesDriftLocalisationAndNoise(KernelProvider provider) {
    for (Precision precision : Precision.values()) {
      double[] normals = normals(precision, 3);
      try (Slab w = Slab.row(KernelProvider.best().memory(), precision, new double[] {2, -1});
          Slab gradient =
              Slab.row(KernelProvider.best().memory(), precision, new double[] {0.5, 4});
          Slab centre = Slab.row(KernelProvider.best().memory(), precision, new double[] {1, 1});
          Slab second =
              Slab.row(KernelProvider.best().memory(), precision, new double[] {0.25, 48})) {
        // v = 0.75 * 0.25 + 0.25 * 0.25 = 0.25 and 0.75 * 48 + 0.25 * 16 = 40; the first step's
        // correction is 1 / (1 - 0.75) = 4; s = 1 / (sqrt(1) + 1) = 1/2 and 1 / (sqrt(160) + 1).
        RmsPropLangevinStep step =
            new RmsPropLangevinStep(new LangevinStep(0.5, 8, 2, 1), 0.75, 1, 1);
        update(provider, RmsPropLangevinStep.UPDATE, step.factors(), w, gradient, centre, second);
        double s = 1 / (Math.sqrt(160) + 1);
        // Drift at s = 1: -0.25 (8 0.5 + 2 (2 - 1)) = -1.5;  -0.25 (8 4 + 2 (-1 - 1)) = -7.
        double first = 2 - 1.5 / 2 + 0.5 * normals[0];
        double other = -1 - 7 * s + Math.sqrt(0.5 * s) * normals[1];
        assertThat(w.getRow(0)[0]).isCloseTo(first, within(tolerance(precision)));
        assertThat(w.getRow(0)[1]).isCloseTo(other, within(tolerance(precision)));
        assertThat(second.getRow(0)).containsExactly(0.25, 40);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void adamDriftsAlongTheMeanOfTheGradient(KernelProvider provider) {
    for (Precision precision : Precision.values()) {
      double[] normals = normals(precision, 3);
      try (Slab w = Slab.row(KernelProvider.best().memory(), precision, new double[] {2, -1});
          Slab gradient =
              Slab.row(KernelProvider.best().memory(), precision, new double[] {0.5, 4});
          Slab centre = Slab.row(KernelProvider.best().memory(), precision, new double[] {1, 1});
          Slab first = Slab.row(KernelProvider.best().memory(), precision, new double[] {2.5, -4});
          Slab second =
              Slab.row(KernelProvider.best().memory(), precision, new double[] {0.25, 48})) {
        RmsPropLangevinStep inner =
            new RmsPropLangevinStep(new LangevinStep(0.5, 8, 2, 1), 0.75, 1, 1);
        // m = 0.5 * 2.5 + 0.5 * 0.5 = 1.5 and 0.5 * -4 + 0.5 * 4 = 0; the correction is 2.
        AdamLangevinStep step = new AdamLangevinStep(inner, 0.5);
        update(
            provider, AdamLangevinStep.UPDATE, step.factors(), w, gradient, centre, second, first);
        double s = 1 / (Math.sqrt(160) + 1);
        // Drift at s = 1: -0.25 (8 3 + 2 (2 - 1)) = -6.5;  -0.25 (8 0 + 2 (-1 - 1)) = 1.
        double one = 2 - 6.5 / 2 + 0.5 * normals[0];
        double other = -1 + s + Math.sqrt(0.5 * s) * normals[1];
        assertThat(w.getRow(0)[0]).isCloseTo(one, within(tolerance(precision)));
        assertThat(w.getRow(0)[1]).isCloseTo(other, within(tolerance(precision)));
        assertThat(first.getRow(0)).containsExactly(1.5, 0);
        assertThat(second.getRow(0)).containsExactly(0.25, 40);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void kickIsForceAndHalfADrift(KernelProvider provider) {
    for (Precision precision : Precision.values()) {
      try (Slab w = Slab.row(KernelProvider.best().memory(), precision, new double[] {2, -1});
          Slab gradient =
              Slab.row(KernelProvider.best().memory(), precision, new double[] {0.5, 4});
          Slab centre = Slab.row(KernelProvider.best().memory(), precision, new double[] {1, 1});
          Slab velocity =
              Slab.row(KernelProvider.best().memory(), precision, new double[] {1, 16})) {
        KickStep step = new KickStep(0.5, 8, 2);
        double squares =
            update(provider, KickStep.UPDATE, step.factors(), w, gradient, centre, velocity);
        // 1 - 0.5 (8 0.5 + 2 1) = -2;  16 - 0.5 (8 4 + 2 (-2)) = 2.
        assertThat(velocity.getRow(0)).containsExactly(-2, 2);
        assertThat(w.getRow(0)).containsExactly(1, 0);
        assertThat(squares).isEqualTo(8);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void refreshIsFrictionNoiseAndHalfADrift(KernelProvider provider) {
    for (Precision precision : Precision.values()) {
      double[] normals = normals(precision, 3);
      try (Slab w = Slab.row(KernelProvider.best().memory(), precision, new double[] {2, -1});
          Slab velocity =
              Slab.row(KernelProvider.best().memory(), precision, new double[] {1, 16})) {
        double[] factors = new RefreshStep(0.25, 0.5).factors();
        double squares = update(provider, RefreshStep.UPDATE, factors, w, velocity);
        double u = 0.25 + 0.5 * normals[0];
        double v = 4 + 0.5 * normals[1];
        double tolerance = tolerance(precision);
        assertThat(velocity.getRow(0)).containsExactly(new double[] {u, v}, within(tolerance));
        assertThat(w.getRow(0))
            .containsExactly(new double[] {2 + u / 2, -1 + v / 2}, within(tolerance));
        assertThat(squares).isCloseTo(u * u + v * v, within(10 * tolerance));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void exchangeTakesOneOffAndPutsTheOtherOn(KernelProvider provider) {
    for (Precision precision : Precision.values()) {
      try (Slab target =
              Slab.repeat(KernelProvider.best().memory(), precision, 2, new double[] {2, -1});
          Slab minus = Slab.row(KernelProvider.best().memory(), precision, new double[] {0.5, 4});
          Slab plus = Slab.row(KernelProvider.best().memory(), precision, new double[] {1, 8})) {
        provider.create().exchange(target, minus, plus);
        assertThat(target.getRow(0)).containsExactly(2.5, 3);
        assertThat(target.getRow(1)).containsExactly(2.5, 3);
      }
    }
  }

  @Test
  void frictionThatBalancesTheNoiseKeepsTheVariance() {
    for (double friction : new double[] {1e-6, 0.1, 1, 20}) {
      RefreshStep step = RefreshStep.exact(0.3, friction, friction, 1);
      double variance = step.keep() * step.keep() * 0.3 + step.spread() * step.spread();
      assertThat(variance).isCloseTo(0.3, within(1e-15));
    }
    assertThat(RefreshStep.exact(0.3, 0.1, 0.1, 0)).isEqualTo(new RefreshStep(Math.exp(-0.1), 0));
  }

  /** 2 diffusion stepSize int_0^1 exp(-2 friction s) ds by the midpoint rule. */
  @ParameterizedTest
  @ValueSource(doubles = {-0.7, -1e-3, -1e-13, 0, 1e-13, 1e-3, 0.7})
  void noiseOfAnyFrictionIsTheIntegralOfItsDecay(double friction) {
    int cells = 20_000;
    double integral = 0;
    for (int i = 0; i < cells; i++) {
      integral += Math.exp(-2 * friction * (i + 0.5) / cells) / cells;
    }
    RefreshStep step = RefreshStep.exact(0.3, friction, 0.2, 1);
    assertThat(step.spread()).isCloseTo(Math.sqrt(2 * 0.2 * 0.3 * integral), within(1e-9));
    assertThat(step.keep()).isEqualTo(Math.exp(-friction));
  }

  @Test
  void decaysMustBeBelowOne() {
    LangevinStep plain = new LangevinStep(1, 1, 0, 1);
    assertThatThrownBy(() -> new RmsPropLangevinStep(plain, 1, 0.1, 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("beta2");
    assertThatThrownBy(() -> new AdamLangevinStep(new RmsPropLangevinStep(plain, 0.9, 0.1, 1), 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("beta1");
  }

  /** At time 3; the sum of the update. */
  private static double update(
      KernelProvider provider, Update update, double[] factors, Slab... operands) {
    Memory memory = operands[0].memory();
    try (NoiseStreams noise = NoiseStreams.of(memory, NOISE);
        Clock clock = Clock.in(memory);
        Slab sums = operands[0].doublesBeside(1, 1);
        Move move = Move.of(update, factors, operands).with(noise, clock).summing(sums)) {
      clock.set(3);
      provider.create().update(move);
      return sums.getRow(0)[0];
    }
  }

  private static double[] normals(Precision precision, long t) {
    double[] values = new double[2];
    for (int i = 0; i < 2; i++) {
      values[i] =
          precision == Precision.FLOAT32
              ? FloatNormals.normal(NOISE[0], t, i)
              : NOISE[0].normal(t, i);
    }
    return values;
  }

  private static double tolerance(Precision precision) {
    return precision == Precision.FLOAT32 ? 2e-6 : 1e-14;
  }
}
