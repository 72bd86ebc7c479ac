package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values printed by the R package posterior 1.4.0 (R 4.2.2) on the same draws: see reference.R
 * among the test resources. ArviZ 0.23.4 prints the same digits, except where it follows other
 * conventions (heavyTailed: splits before it folds; slow: examines one more pair of lags; ties,
 * tail ESS: counts a constant indicator as perfect).
 */
class ReferenceValuesTest {
  /** The draws are equal bit for bit; 13 digits are printed; sums are taken in another order. */
  private static final Percentage PRINTED = Percentage.withPercentage(1e-8);

  private static final List<String> NAMES =
      List.of(
          "rank-normalised",
          "bulk R-hat",
          "folded",
          "split",
          "unsplit R-hat",
          "bulk ESS",
          "tail ESS",
          "ESS of the mean",
          "ESS of the 30% quantile",
          "unsplit ESS",
          "MCSE of the mean",
          "MCSE of the deviation",
          "MCSE of the 30% quantile");

  /** The expected values are in the order of {@link #NAMES}. */
  record Case(String name, double[][] draws, double... expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "sticky",
            Sequences.lehmerAr1(4, 100, 0.6, 12345),
            1.022243320982,
            1.022243320982,
            0.9964508787793,
            1.022945240333,
            1.002751060143,
            122.4146873,
            230.63339246,
            122.2011360244,
            216.1493319212,
            119.678010199,
            0.03145478734276,
            0.01305438084449,
            0.0308187939053),
        new Case(
            "oddLength",
            Sequences.lehmerAr1(3, 51, 0.3, 777),
            1.013026610377,
            1.013026610377,
            0.9970597064323,
            1.012062370298,
            1.020510934592,
            69.98033595637,
            105.6441357723,
            69.31844243914,
            124.6192626825,
            63.40712815201,
            0.03615680694809,
            0.01333592795985,
            0.0331530365859),
        new Case(
            "antithetic",
            Sequences.lehmerAr1(2, 200, -0.5, 2024),
            1.003038585345,
            0.9956712612717,
            1.003038585345,
            0.9956574964274,
            0.9980831575394,
            1040.823996531,
            371.6395286563,
            1040.823996531,
            808.5115847345,
            1040.823996531,
            0.01006328956827,
            0.01120242453605,
            0.01855478349708),
        new Case(
            "oneChain",
            Sequences.lehmerAr1(1, 40, 0.9, 99),
            1.072324794524,
            1.048767811103,
            1.072324794524,
            1.053661236104,
            Double.NaN,
            11.40553471867,
            35.78154425612,
            11.63626852734,
            20.16733266733,
            11.22710997053,
            0.120563849583,
            0.04497926441786,
            0.1268054791859),
        new Case(
            "ties",
            Chains.map(Sequences.lehmerUniforms(3, 60, 4711), u -> Math.floor(10 * u)),
            0.9985106218234,
            0.9985106218234,
            0.9912884535249,
            0.9976089432423,
            0.9978316139424,
            205.117175314,
            Double.NaN,
            202.3567078913,
            179.6808640652,
            190.5007338507,
            0.2016202462022,
            0.09753496116541,
            0.5),
        new Case(
            "shifted",
            Sequences.perChain(
                Sequences.lehmerAr1(4, 80, 0.2, 31),
                new double[] {0, 0.1, 0.4, 0.2},
                new double[] {1, 1, 1, 1}),
            1.18571338094,
            1.18571338094,
            1.016073619781,
            1.178665501831,
            1.199267956292,
            17.36930106994,
            33.80002294441,
            18.3969891919,
            48.89914860468,
            8.018258874076,
            0.07820609609535,
            0.01732674267051,
            0.06925364015916),
        new Case(
            "rescaled",
            Sequences.perChain(
                Sequences.lehmerAr1(4, 80, 0.2, 32), new double[4], new double[] {1, 2, 4, 3}),
            1.200796340181,
            1.00431166263,
            1.200796340181,
            1.006101404257,
            1.007721591611,
            156.7807402173,
            46.50402150294,
            156.1551695804,
            37.58707390126,
            142.1753954067,
            0.06520595371183,
            0.1449490771195,
            0.1624419925037),
        new Case(
            "heavyTailed",
            Chains.map(Sequences.lehmerAr1(4, 125, 0, 5), x -> Math.tan(Math.PI * x)),
            0.99853236251,
            0.9951659122936,
            0.99853236251,
            1.000016806322,
            0.9999389441127,
            525.0804427656,
            477.988101788,
            496.2237839591,
            505.374311942,
            500.1050188137,
            16.35330860488,
            181.590989656,
            0.101758219786),
        new Case(
            "slow",
            cumulative(Sequences.lehmerAr1(2, 30, 0, 17)),
            1.453570487324,
            1.453570487324,
            1.139473539822,
            1.466059604843,
            1.128339591969,
            5.242946456912,
            39.32584269663,
            5.142439586625,
            9.246553382494,
            5.95959224016,
            0.357687913062,
            0.1141280525714,
            0.3731899578698));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithPosterior(Case c) {
    double[][] x = c.draws();
    double[] actual = {
      Rhat.rankNormalised(x),
      Rhat.bulk(x),
      Rhat.folded(x),
      Rhat.split(x),
      Rhat.unsplit(x),
      Ess.bulk(x),
      Ess.tail(x),
      Ess.mean(x),
      Ess.quantile(x, 0.3),
      Ess.unsplit(x),
      Mcse.mean(x),
      Mcse.standardDeviation(x),
      Mcse.quantile(x, 0.3)
    };
    assertThat(actual).hasSameSizeAs(c.expected()).hasSameSizeAs(NAMES);
    for (int i = 0; i < actual.length; i++) {
      if (Double.isNaN(c.expected()[i])) {
        assertThat(actual[i]).as(NAMES.get(i)).isNaN();
      } else {
        assertThat(actual[i]).as(NAMES.get(i)).isCloseTo(c.expected()[i], PRINTED);
      }
    }
  }

  private static double[][] cumulative(double[][] draws) {
    return Arrays.stream(draws)
        .map(
            chain -> {
              double[] sums = chain.clone();
              Arrays.parallelPrefix(sums, Double::sum);
              return sums;
            })
        .toArray(double[][]::new);
  }

  /** NumPyro and Pyro, test_gelman_rubin: 0.98 to two digits; posterior 1.4.0: 0.977008420918. */
  @Test
  void gelmanRubinOfTwoShiftedRamps() {
    double[][] ramps = {Sequences.count(0, 10), Sequences.count(1, 10)};
    assertThat(Rhat.unsplit(ramps)).isCloseTo(0.977008420918, within(1e-12));
    assertThat(Rhat.split(ramps)).isCloseTo(2.065591117977, within(1e-12));
    assertThat(Rhat.rankNormalised(ramps)).isCloseTo(1.816848914796, within(1e-9));
  }

  /**
   * NumPyro and Pyro, test_autocovariance, which divides by the N - t terms of the sum at lag t;
   * ours by N.
   */
  @Test
  void autocovarianceOfARamp() {
    double[] published = {8.25, 6.42, 4.25, 1.75, -1.08, -4.25, -7.75, -11.58, -15.75, -20.25};
    double[] actual = Autocovariance.mean(new double[][] {Sequences.count(0, 10)});
    for (int lag = 0; lag < 10; lag++) {
      assertThat(actual[lag] * 10 / (10 - lag)).isCloseTo(published[lag], within(0.005));
    }
  }

  /**
   * 100 chains of ten draws without splitting: posterior 1.4.0 and ArviZ 0.23.4 print
   * 83.3406503653. (NumPyro and Pyro test for 52.64 here: they sum over all lags, where posterior
   * stops three lags before the last.)
   */
  @Test
  void essOfAHundredStuckChains() {
    double[][] ramps = new double[100][];
    Arrays.setAll(ramps, chain -> Sequences.count(10 * chain, 10));
    assertThat(Ess.unsplit(ramps)).isCloseTo(83.3406503653, within(1e-9));
  }

  /** The sticky case, each half through posterior's mean and mcse_mean. */
  @Test
  void driftOfTheStickyChains() {
    Drift drift = Drift.betweenHalves(Sequences.lehmerAr1(4, 100, 0.6, 12345));
    assertThat(drift.difference()).isCloseTo(-0.1359466556081, PRINTED);
    assertThat(drift.standardError()).isCloseTo(0.05921242749155, PRINTED);
    assertThat(drift.zScore()).isCloseTo(-2.295914242454, PRINTED);
  }

  /** ArviZ 0.23.4 prints 200: S log10(S), the cap, for S = 100. */
  @Test
  void essOfAnAlternatingChainIsCapped() {
    assertThat(Ess.mean(new double[][] {Sequences.alternating(100)})).isCloseTo(200, within(1e-9));
  }
}
