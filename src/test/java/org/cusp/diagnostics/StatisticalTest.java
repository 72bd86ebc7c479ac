package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.cusp.numerics.Quantiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gaussian AR(1) chains of variance 1, whose answers are known: ESS/S = (1 - rho)/(1 + rho) for the
 * mean. Seeds are fixed; the false-alarm probabilities are those for a seed drawn afresh.
 */
class StatisticalTest {
  private static final double NORMAL_QUANTILE_10 = -1.2815515655446004;

  /**
   * The mean of ESS/S over 40 sets of 8 x 2000 draws within 8 standard errors. The cut-off of the
   * sum biases the estimate by up to 1.7%, 2.3 of these standard errors (measured over 1000 other
   * sets), which leaves 5.7: false alarm 1e-6 (Student t, 39 degrees of freedom). A rho wrong by
   * 0.05 is about 17 standard errors away and fails.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-0.4, 0, 0.3, 0.6})
  void essOfAr1IsGivenByItsAutocorrelationTime(double rho) {
    double[] ratio =
        IntStream.range(0, 40)
            .mapToDouble(i -> Ess.mean(Sequences.gaussianAr1(8, 2000, rho, 1000 + i)) / 16000)
            .toArray();
    double error = Math.sqrt(Moments.variance(ratio) / ratio.length);
    assertThat(Math.abs(Moments.mean(ratio) - exactRatio(rho)) / error).isLessThan(8);
    assertThat(Math.abs(Moments.mean(ratio) - exactRatio(rho + 0.05)) / error).isGreaterThan(8);
    assertThat(Math.abs(Moments.mean(ratio) - exactRatio(rho - 0.05)) / error).isGreaterThan(8);
  }

  @Test
  void standardErrorOfTheMeanIsCalibrated() {
    assertThat(isStandardNormal(x -> Moments.mean(x) / Mcse.mean(x))).isTrue();
  }

  @Test
  void standardErrorOfTheStandardDeviationIsCalibrated() {
    assertThat(
            isStandardNormal(x -> (Moments.standardDeviation(x) - 1) / Mcse.standardDeviation(x)))
        .isTrue();
  }

  @Test
  void standardErrorOfAQuantileIsCalibrated() {
    assertThat(
            isStandardNormal(
                x ->
                    (Quantiles.ofSorted(Ranks.sorted(x), 0.1) - NORMAL_QUANTILE_10)
                        / Mcse.quantile(x, 0.1)))
        .isTrue();
  }

  @Test
  void driftOfStationaryChainsIsStandardNormal() {
    assertThat(isStandardNormal(x -> Drift.betweenHalves(x).zScore())).isTrue();
  }

  /** The gate itself: errors that take the draws for independent, or are twice too large, fail. */
  @Test
  void wrongStandardErrorsAreFound() {
    assertThat(isStandardNormal(x -> Moments.mean(x) / Math.sqrt(Moments.variance(x) / 2000)))
        .isFalse();
    assertThat(isStandardNormal(x -> Moments.mean(x) / Mcse.mean(x) / 2)).isFalse();
    assertThat(isStandardNormal(x -> Drift.betweenHalves(x).zScore() * 2)).isFalse();
  }

  /** A slope of one standard deviation over the run moves the halves half a deviation apart. */
  @Test
  void driftFindsASlope() {
    double[][] x = Sequences.gaussianAr1(4, 2000, 0.5, 11);
    for (double[] chain : x) {
      for (int t = 0; t < chain.length; t++) {
        chain[t] += t / 2000.0;
      }
    }
    assertThat(Drift.betweenHalves(x).zScore()).isGreaterThan(8);
  }

  /**
   * Sum of 200 squared z-scores between the 10^-6 points of chi-squared on either side: false alarm
   * 2e-6. Sets of 4 x 500 draws, rho = 0.8, ESS about 220.
   */
  private static boolean isStandardNormal(ToDoubleFunction<double[][]> zScore) {
    double sum =
        IntStream.range(0, 200)
            .mapToDouble(i -> zScore.applyAsDouble(Sequences.gaussianAr1(4, 500, 0.8, 5000 + i)))
            .map(z -> z * z)
            .sum();
    ChiSquaredDistribution law = new ChiSquaredDistribution(null, 200);
    return sum > law.inverseCumulativeProbability(1e-6)
        && sum < law.inverseCumulativeProbability(1 - 1e-6);
  }

  private static double exactRatio(double rho) {
    return (1 - rho) / (1 + rho);
  }
}
