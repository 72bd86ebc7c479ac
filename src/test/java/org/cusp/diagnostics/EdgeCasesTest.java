package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeCasesTest {
  private static final List<ToDoubleFunction<double[][]>> ALL =
      List.of(
          Rhat::rankNormalised,
          Rhat::bulk,
          Rhat::folded,
          Rhat::split,
          Ess::mean,
          Ess::bulk,
          Ess::tail,
          x -> Ess.quantile(x, 0.5),
          Mcse::mean,
          Mcse::standardDeviation,
          x -> Mcse.quantile(x, 0.5),
          x -> Drift.betweenHalves(x).standardError(),
          x -> Drift.betweenHalves(x).zScore());

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, -1e300, Double.MIN_VALUE})
  void constantDrawsGiveNaN(double value) {
    for (int length : new int[] {4, 7, 100}) {
      allAreNaN(Chains.map(new double[3][length], x -> value));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void oneDrawThatIsNotFiniteGivesNaN(double bad) {
    // Draw 10 is the middle one, which the halves leave out.
    for (int draw : new int[] {0, 10, 20}) {
      double[][] x = Sequences.gaussianAr1(3, 21, 0, 1);
      x[1][draw] = bad;
      for (ToDoubleFunction<double[][]> statistic : ALL.subList(0, 11)) {
        assertThat(statistic.applyAsDouble(x)).isNaN();
      }
      assertThat(Moments.mean(x)).isNaN();
      assertThat(Moments.variance(x)).isNaN();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void fewerThanFourDrawsGiveNaN(int length) {
    allAreNaN(Sequences.gaussianAr1(5, length == 0 ? 1 : length, 0, 1));
    allAreNaN(new double[5][length]);
  }

  @Test
  void fourDrawsAreEnough() {
    double[][] x = Sequences.gaussianAr1(5, 4, 0, 1);
    for (ToDoubleFunction<double[][]> statistic : ALL.subList(0, 11)) {
      assertThat(statistic.applyAsDouble(x)).isFinite().isPositive();
    }
    assertThat(Drift.betweenHalves(x).difference()).isFinite();
    assertThat(Drift.betweenHalves(x).zScore()).isNaN();
  }

  @Test
  void fewDrawsNeverCountForMoreThanTheCap() {
    for (int length = 4; length < 14; length++) {
      for (int seed = 0; seed < 50; seed++) {
        double total = 4.0 * (length / 2);
        assertThat(Ess.mean(Sequences.gaussianAr1(2, length, 0.5, seed)))
            .isGreaterThan(0)
            .isLessThanOrEqualTo(total * Math.log10(total) * (1 + 1e-12));
      }
    }
  }

  @Test
  void oneChainIsComparedWithItself() {
    double[][] still = Sequences.gaussianAr1(1, 1000, 0, 3);
    double[][] ramp = {Sequences.count(0, 1000)};
    assertThat(Rhat.rankNormalised(still)).isBetween(0.999, 1.01);
    assertThat(Rhat.rankNormalised(ramp)).isGreaterThan(1.5);
    assertThat(Drift.betweenHalves(ramp).difference()).isEqualTo(500);
  }

  @Test
  void chainsStuckAtDifferentValuesNeverLookConverged() {
    double[][] x = {filled(0.1), filled(0.1), filled(0.3)};
    assertThat(Rhat.rankNormalised(x)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Rhat.split(x)).isEqualTo(Double.POSITIVE_INFINITY);
    // posterior 1.4.0 prints 3.333333 for two chains of 20.
    assertThat(Ess.mean(new double[][] {x[0], x[2]})).isCloseTo(10 / 3.0, within(1e-6));
    // Both are as far from the median: posterior prints NA, from its folded part.
    double[][] stuckInTwo = {filled(1), filled(2)};
    assertThat(Rhat.bulk(stuckInTwo)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Rhat.rankNormalised(stuckInTwo)).isNaN();
  }

  @Test
  void tailEssOfDrawsTiedAtTheTopIsNaN() {
    double[][] x = Chains.map(Sequences.gaussianAr1(4, 100, 0, 1), v -> Math.min(v, 0));
    assertThat(Ess.tail(x)).isNaN();
    assertThat(Mcse.quantile(x, 0.95)).isNaN();
    assertThat(Ess.quantile(x, 0.05)).isPositive();
  }

  @Test
  void unequalChainsAreNamed() {
    double[][] ragged = {new double[10], new double[10], new double[9]};
    for (ToDoubleFunction<double[][]> statistic : ALL) {
      assertThatThrownBy(() -> statistic.applyAsDouble(ragged))
          .isInstanceOf(InvalidInput.class)
          .hasMessage("chain 2 must have 10 draws like chain 0, got 9");
      assertThatThrownBy(() -> statistic.applyAsDouble(new double[0][]))
          .isInstanceOf(InvalidInput.class)
          .hasMessage("draws must hold at least one chain, got none");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN})
  void probabilitiesAreInsideTheUnitInterval(double p) {
    double[][] x = Sequences.gaussianAr1(2, 20, 0, 1);
    assertThatThrownBy(() -> Mcse.quantile(x, p))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("p must be in (0, 1), got " + p);
  }

  @Test
  void argumentsAreLeftAsTheyWere() {
    double[][] x = Sequences.gaussianAr1(3, 51, 0.5, 1);
    double[][] before = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
    ALL.forEach(statistic -> statistic.applyAsDouble(x));
    assertThat(x).isDeepEqualTo(before);
  }

  @Test
  void momentsAreExactWhereTheyCanBe() {
    assertThat(Moments.mean(new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1})).isEqualTo(0.1);
    assertThat(Moments.variance(new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1})).isZero();
    double[] offset = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    assertThat(Moments.mean(offset)).isEqualTo(1e9 + 10);
    assertThat(Moments.variance(offset)).isEqualTo(30);
    assertThat(Moments.mean(new double[][] {{1, 2}, {3}})).isEqualTo(2);
    assertThat(Moments.mean(new double[0])).isNaN();
    assertThat(Moments.variance(new double[] {1})).isNaN();
    // 0 + 1 + 10^16 + ... : plain summation would lose each of the ones.
    assertThat(Moments.mean(new double[] {0, 1, 1e16, 1, -1e16, 1})).isEqualTo(0.5);
  }

  private static double[] filled(double value) {
    double[] chain = new double[20];
    Arrays.fill(chain, value);
    return chain;
  }

  private static void allAreNaN(double[][] x) {
    for (ToDoubleFunction<double[][]> statistic : ALL) {
      assertThat(statistic.applyAsDouble(x)).isNaN();
    }
  }
}
