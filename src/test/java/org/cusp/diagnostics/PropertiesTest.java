package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cusp.numerics.Quantiles;
import org.junit.jupiter.api.Test;

/** What must hold for any implementation of these definitions. */
class PropertiesTest {
  private static final double[][] INDEPENDENT = Sequences.gaussianAr1(4, 1000, 0, 1);

  @Test
  void chainsThatAgreeHaveRhatNearOne() {
    assertThat(Rhat.rankNormalised(INDEPENDENT)).isBetween(0.999, 1.01);
    assertThat(Rhat.split(INDEPENDENT)).isBetween(0.999, 1.01);
  }

  @Test
  void oneShiftedChainIsSeenByBulkRhat() {
    double[][] x = Sequences.perChain(INDEPENDENT, new double[] {0, 0, 0, 2}, ones());
    assertThat(Rhat.bulk(x)).isGreaterThan(1.1);
    assertThat(Rhat.split(x)).isGreaterThan(1.1);
    assertThat(Rhat.rankNormalised(x)).isEqualTo(Rhat.bulk(x));
    assertThat(Ess.bulk(x)).isLessThan(40);
  }

  @Test
  void oneWiderChainIsSeenByFoldedRhatOnly() {
    double[][] x = Sequences.perChain(INDEPENDENT, new double[4], new double[] {1, 1, 1, 5});
    assertThat(Rhat.bulk(x)).isLessThan(1.01);
    assertThat(Rhat.folded(x)).isGreaterThan(1.1);
    assertThat(Rhat.rankNormalised(x)).isEqualTo(Rhat.folded(x));
  }

  @Test
  void increasingMapsLeaveRankStatisticsAsTheyAre() {
    double[][] x = Sequences.gaussianAr1(3, 301, 0.7, 2);
    double[][] y = Chains.map(x, v -> Math.exp(5 * v));
    assertThat(Rhat.bulk(y)).isEqualTo(Rhat.bulk(x));
    assertThat(Ess.bulk(y)).isEqualTo(Ess.bulk(x));
    assertThat(Ess.tail(y)).isEqualTo(Ess.tail(x));
    assertThat(Rhat.split(y)).isNotEqualTo(Rhat.split(x));
  }

  @Test
  void linearMapsLeaveAllRatiosAsTheyAreAndScaleTheErrors() {
    double[][] x = Sequences.gaussianAr1(3, 301, 0.7, 2);
    double[][] y = Chains.map(x, v -> 7 - 3 * v);
    assertThat(Rhat.rankNormalised(y)).isCloseTo(Rhat.rankNormalised(x), within(1e-12));
    assertThat(Ess.mean(y)).isCloseTo(Ess.mean(x), within(1e-9));
    assertThat(Mcse.mean(y)).isCloseTo(3 * Mcse.mean(x), within(1e-12));
    assertThat(Mcse.standardDeviation(y)).isCloseTo(3 * Mcse.standardDeviation(x), within(1e-12));
    assertThat(Drift.betweenHalves(y).zScore())
        .isCloseTo(-Drift.betweenHalves(x).zScore(), within(1e-9));
  }

  @Test
  void theOrderOfTheChainsDoesNotMatter() {
    double[][] x = Sequences.gaussianAr1(3, 100, 0.7, 4);
    double[][] y = {x[2], x[0], x[1]};
    assertThat(Rhat.rankNormalised(y)).isCloseTo(Rhat.rankNormalised(x), within(1e-12));
    assertThat(Ess.bulk(y)).isCloseTo(Ess.bulk(x), within(1e-9));
  }

  @Test
  void fourierAutocovarianceIsThePlainSum() {
    double[][] x = Sequences.gaussianAr1(3, 37, 0.5, 8);
    double[] expected = new double[37];
    for (double[] chain : x) {
      double mean = Arrays.stream(chain).average().orElseThrow();
      for (int lag = 0; lag < 37; lag++) {
        for (int t = lag; t < 37; t++) {
          expected[lag] += (chain[t] - mean) * (chain[t - lag] - mean) / 37 / 3;
        }
      }
    }
    assertThat(Autocovariance.mean(x)).containsExactly(expected, within(1e-14));
  }

  @Test
  void normalScoresUseBlomsOffsetAndAverageRanks() {
    // Ranks 1, 2.5, 2.5, 4; Phi^-1(0.625/4.25) and Phi^-1(0.5) from tables of the normal law.
    double[][] scores = Ranks.normalScores(new double[][] {{5, -0.0}, {0.0, -3}});
    assertThat(scores[0][0]).isCloseTo(1.0491313979639711, within(1e-12));
    assertThat(scores[0][1]).isCloseTo(0, within(1e-15));
    assertThat(scores[1][0]).isCloseTo(0, within(1e-15));
    assertThat(scores[1][1]).isCloseTo(-1.0491313979639711, within(1e-12));
  }

  @Test
  void quantilesInterpolateAndHitWholeIndicesExactly() {
    double[] x = {1, 2, 4, 8, 16};
    assertThat(Quantiles.ofSorted(x, 0.25)).isEqualTo(2);
    assertThat(Quantiles.ofSorted(x, 0.3)).isCloseTo(2.4, within(1e-15));
    assertThat(Quantiles.medianOfSorted(x)).isEqualTo(4);
    assertThat(Quantiles.medianOfSorted(new double[] {1, 2, 4, 8})).isEqualTo(3);
    double[] ramp = Sequences.count(0, 1001);
    for (int i = 1; i < 1000; i++) {
      assertThat(Quantiles.ofSorted(ramp, i / 1000.0)).isEqualTo(i);
    }
  }

  private static double[] ones() {
    return new double[] {1, 1, 1, 1};
  }
}
