package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.cusp.numerics.Normal;
import org.junit.jupiter.api.Test;

class WideIntervalTest {
  private static final int CASES = 400;
  private static final int CHAINS = 4;
  private static final int DRAWS = 120;

  /** The share asked for, and three binomial standard errors of 400 cases below it: 4.5%. */
  private static final double ASKED = 0.9;

  private interface Law {
    double[][] draws(SplittableRandom random);
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  /** x' = rho x + sqrt(1 - rho^2) z, from here; the mean of its law is 0. */
  private static double[] walk(double from, double rho, SplittableRandom random) {
    double[] chain = new double[DRAWS];
    double x = from;
    for (int i = 0; i < DRAWS; i++) {
      x = rho * x + Math.sqrt(1 - rho * rho) * gaussian(random);
      chain[i] = x;
    }
    return chain;
  }

  /** Fast draws on top of a place that moves slowly. */
  private static double[][] slow(double start, double rho, SplittableRandom random) {
    double[][] draws = new double[CHAINS][];
    for (int chain = 0; chain < CHAINS; chain++) {
      double from = Double.isNaN(start) ? gaussian(random) : start;
      double[] place = walk(from, rho, random);
      double[] fast = walk(gaussian(random), 0, random);
      for (int i = 0; i < DRAWS; i++) {
        place[i] += 2 * fast[i];
      }
      draws[chain] = place;
    }
    return draws;
  }

  /** Of draws that a verdict does not reject. */
  private static double coverage(Law law, Function<double[][], double[]> interval) {
    SplittableRandom random = new SplittableRandom(3);
    int held = 0;
    for (int cases = 0; cases < CASES; ) {
      double[][] draws = law.draws(random);
      if (Rhat.rankNormalised(draws) <= Thresholds.RHAT_REJECTED
          && Ess.bulk(draws) >= Thresholds.ESS_REJECTED) {
        double[] ends = interval.apply(draws);
        held += ends[0] <= 0 && 0 <= ends[1] ? 1 : 0;
        cases++;
      }
    }
    return (double) held / CASES;
  }

  private static double[] wide(double[][] draws) {
    WideInterval found = WideInterval.of(draws, List.of()).orElseThrow();
    return new double[] {found.low(), found.high()};
  }

  private static double[] naive(double[][] draws) {
    return Normal.interval95(Moments.mean(draws), Mcse.mean(draws));
  }

  /** A slow part that a chain cannot see from within: naive ones hold it less often. */
  @Test
  void holdsTheMeanOfChainsThatDoNotMix() {
    Law unmixed = random -> slow(Double.NaN, 0.999, random);
    assertThat(coverage(unmixed, WideIntervalTest::wide)).isGreaterThan(ASKED);
    assertThat(coverage(unmixed, WideIntervalTest::naive)).isLessThan(ASKED - 0.045);
  }

  @Test
  void holdsTheLimitOfChainsThatAreOnTheirWay() {
    Law onTheirWay = random -> slow(1.5, 0.97, random);
    assertThat(coverage(onTheirWay, WideIntervalTest::wide)).isGreaterThan(ASKED);
    assertThat(coverage(onTheirWay, WideIntervalTest::naive)).isLessThan(ASKED - 0.045);
  }

  /** And is not absurdly wide where nothing is wrong. */
  @Test
  void isAboutTwiceAsLongForChainsThatMix() {
    SplittableRandom random = new SplittableRandom(5);
    double ratio = 0;
    for (int i = 0; i < CASES; i++) {
      double[][] draws = slow(Double.NaN, 0, random);
      double[] naive = naive(draws);
      double[] wide = wide(draws);
      ratio += (wide[1] - wide[0]) / (naive[1] - naive[0]) / CASES;
    }
    assertThat(ratio).isBetween(1.2, 2.3);
  }

  /** Means 1, 2, 3, 6: 3 -+ 3.1824463 sqrt(14/3)/2, and no drift. */
  @Test
  void isStudentsIntervalOfTheChains() {
    double[][] draws = {
      {0.5, 1.5, 0.5, 1.5}, {1.5, 2.5, 1.5, 2.5}, {2.5, 3.5, 2.5, 3.5}, {5.5, 6.5, 5.5, 6.5}
    };
    double[][] longer = new double[CHAINS][DRAWS];
    for (int chain = 0; chain < CHAINS; chain++) {
      for (int i = 0; i < DRAWS; i++) {
        longer[chain][i] = draws[chain][i % 4];
      }
    }
    double half = 3.182446305284263 * Math.sqrt(14.0 / 3) / 2;
    WideInterval found = WideInterval.of(longer, List.of()).orElseThrow();
    double certain = Normal.QUANTILE_975 * Mcse.mean(longer);
    assertThat(half).isGreaterThan(certain);
    assertThat(found.low()).isCloseTo(3 - half, within(1e-9));
    assertThat(found.high()).isCloseTo(3 + half, within(1e-9));
    assertThat(found.why()).hasSize(1).first().asString().contains("means of 4 chains");
  }

  /** c = 2 e - 10 about the mean of e, b = 1/2 (479/480): the end moves by 5. */
  @Test
  void reachesWhereTheVirialIdentityPoints() {
    double[][] draws = slow(Double.NaN, 0, new SplittableRandom(8));
    double mean = Moments.mean(draws);
    double[][] terms = Chains.map(draws, e -> 2 * (e - mean) - 10);
    VirialBand band = new VirialBand("directions", 1, terms);
    WideInterval without = WideInterval.of(draws, List.of()).orElseThrow();
    WideInterval with = WideInterval.of(draws, List.of(band)).orElseThrow();
    assertThat(with.high() - (mean + (without.high() - without.low()) / 2))
        .isBetween(4.0, 5.0 + 1e-9);
    assertThat(with.why()).anyMatch(why -> why.contains("+4.9") && why.contains("virial"));
  }

  /** Two tr B of a Gaussian stands for a variance that creeping chains do not show. */
  @Test
  void creepingChainsDoNotInflateTheResponse() {
    double[][] draws = slow(Double.NaN, 0, new SplittableRandom(8));
    double mean = Moments.mean(draws);
    double[][] terms = Chains.map(draws, e -> 0.01 * (e - mean) - 10);
    VirialBand creeping = new VirialBand("directions", 100, terms);
    WideInterval without = WideInterval.of(draws, List.of()).orElseThrow();
    WideInterval with = WideInterval.of(draws, List.of(creeping)).orElseThrow();
    assertThat(with.length()).isLessThan(1.01 * without.length());
  }

  @Test
  void isNoneWhereThereIsNoError() {
    assertThat(WideInterval.of(new double[4][20], List.of())).isEmpty();
    assertThat(WideInterval.of(new double[][] {{1, 2, Double.NaN, 3, 5}}, List.of())).isEmpty();
    assertThat(WideInterval.of(new double[][] {{1, 2, 3}}, List.of())).isEmpty();
  }
}
