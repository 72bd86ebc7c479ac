package org.cusp.estimate.freeenergy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.gold.OneStatistic;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

/** Curves of known coefficients, and published expectations of free energies. */
class FreeEnergyFitTest {
  private static FreeEnergyFit.Curve one(int[] n, double... excess) {
    double[] se = new double[n.length];
    java.util.Arrays.fill(se, 0.01);
    return new FreeEnergyFit.Curve(n, new double[][] {excess}, new double[][] {se});
  }

  private static double[] form(int[] n, double lambda, double m, double c) {
    return java.util.Arrays.stream(n)
        .mapToDouble(k -> lambda * Math.log(k) - (m - 1) * Math.log(Math.log(k)) + c)
        .toArray();
  }

  @Test
  void coefficientsOfAnExactCurve() {
    int[] n = {100, 300, 1000, 3000, 10000};
    FreeEnergyFit.Curve curve = one(n, form(n, 1.5, 2, -0.7));
    FreeEnergyFit known = FreeEnergyFit.of(curve, 2);
    assertThat(known.lambda().value()).isCloseTo(1.5, within(1e-10));
    assertThat(known.constant().value()).isCloseTo(-0.7, within(1e-10));
    assertThat(known.m().value()).isEqualTo(2);
    FreeEnergyFit free = FreeEnergyFit.free(curve).orElseThrow();
    assertThat(free.lambda().value()).isCloseTo(1.5, within(1e-9));
    assertThat(free.m().value()).isCloseTo(2, within(1e-8));
    assertThat(free.fitted()[2]).isCloseTo(curve.excess()[0][2], within(1e-9));
    // A wrong m is seen in lambda: by about 1 / log n.
    assertThat(FreeEnergyFit.of(curve, 1).lambda().value()).isCloseTo(1.36, within(0.02));
  }

  /**
   * E[F_n - n S_n] by quadrature for y ~ N(g(w), 1) with truth 0 and a uniform prior on [-1, 1]^d:
   * w^2 (lambda = 1/4, m = 1), w^4 (1/8, 1) and a b (1/2, 2), n = 100 and 10^4.
   */
  @Test
  void expectationsOfNormalMeans() {
    int[] n = {100, 10_000};
    assertThat(FreeEnergyFit.of(one(n, 0.92015, 2.07144), 1).lambda().value())
        .isCloseTo(0.25, within(0.001));
    assertThat(FreeEnergyFit.of(one(n, 0.43495, 1.0110), 1).lambda().value())
        .isCloseTo(0.125, within(0.001));
    FreeEnergyFit product = FreeEnergyFit.of(one(n, 0.63675, 2.29449), 2);
    assertThat(product.lambda().value()).isCloseTo(0.5, within(0.025));
    // Without log log n it is a quarter too low.
    assertThat(FreeEnergyFit.of(one(n, 0.63675, 2.29449), 1).lambda().value()).isLessThan(0.4);
  }

  /** a b^2, lambda = 1/4, whose next pole is at 1/2: the same quadrature. */
  @Test
  void theNextPole() {
    int[] n = {100, 1000, 10_000, 100_000, 1_000_000};
    double[] expected =
        java.util.Arrays.stream(n)
            .mapToDouble(k -> OneStatistic.of(List.of(1, 2), 0).at(k, 1).freeEnergy())
            .toArray();
    // The published values at three of them.
    assertThat(expected[0]).isCloseTo(0.34295, within(2e-5));
    assertThat(expected[2]).isCloseTo(1.30538, within(2e-5));
    assertThat(expected[4]).isCloseTo(2.40430, within(2e-5));
    assertThat(FreeEnergyFit.of(one(n, expected), 1).lambda().value()).isLessThan(0.24);
    assertThat(FreeEnergyFit.withNextPole(one(n, expected), 1).orElseThrow().lambda().value())
        .isCloseTo(0.25, within(0.03 * 0.25));
  }

  /**
   * Sets with a common fluctuation at all n, as nested data have: it belongs to c, not to lambda.
   * The error covers the truth in 95% of 400 curves: between 91% and 98.5% but for one false alarm
   * in 1000.
   */
  @Test
  void errorsKnowCorrelations() {
    int[] n = {100, 1000, 10_000};
    int covered = 0;
    double width = 0;
    for (int seed = 0; seed < 400; seed++) {
      double[][] excess = new double[6][];
      for (int set = 0; set < 6; set++) {
        RandomStream stream = RandomStream.of(seed, Purpose.NOISE, set);
        excess[set] = form(n, 1.5, 1, 2 * stream.normal(0, 0));
        for (int k = 0; k < n.length; k++) {
          excess[set][k] += 0.1 * stream.normal(1, k);
        }
      }
      FreeEnergyFit fit = FreeEnergyFit.of(new FreeEnergyFit.Curve(n, excess, new double[6][3]), 1);
      covered += Math.abs(fit.lambda().value() - 1.5) <= 1.96 * fit.lambda().se() ? 1 : 0;
      width += fit.lambda().se() / 400;
    }
    assertThat(covered).isBetween(364, 394);
    // Errors that took the common part for noise would be 20 times as large.
    assertThat(width).isLessThan(0.03);
  }

  @Test
  void badInput() {
    assertThatThrownBy(() -> one(new int[] {2, 100}, 1, 2))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("--n: 2 is too small for log log n, which needs at least 3");
    assertThatThrownBy(() -> one(new int[] {100, 100}, 1, 2)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> one(new int[] {100}, 1)).isInstanceOf(InvalidInput.class);
    int[] three = {10, 100, 1000};
    assertThat(FreeEnergyFit.free(one(three, 1, 2, 3))).isEmpty();
  }
}
