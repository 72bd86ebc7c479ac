package org.cusp.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Reference numbers: SciPy's stats and special, NumPy's quantile, hashlib. */
class LawsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void normalTailsAndQuantiles() {
    assertThat(Normal.above(0.5)).isCloseTo(0.3085375387259869, within(1e-16));
    assertThat(Normal.above(3)).isCloseTo(0.0013498980316300933, within(1e-17));
    assertThat(Normal.above(10)).isCloseTo(7.61985302416047e-24, Percentage.withPercentage(1e-11));
    assertThat(Normal.above(37))
        .isCloseTo(5.7255712225239266e-300, Percentage.withPercentage(1e-9));
    assertThat(Normal.below(-3)).isEqualTo(Normal.above(3));
    assertThat(Normal.quantile(1e-4)).isCloseTo(-3.71901648545568, within(1e-11));
    assertThat(Normal.quantile(0.3)).isCloseTo(-0.5244005127080409, within(1e-14));
    assertThat(Normal.quantile(0.975)).isCloseTo(Normal.QUANTILE_975, within(1e-14));
    assertThat(Normal.quantile(0)).isEqualTo(-INFINITY);
    assertThat(Normal.interval95(2, 0.5))
        .containsExactly(2 - 0.979981992270027, 2 + 0.979981992270027);
    assertThat(Normal.halfOfShare(0.5, 100)).isCloseTo(0.0979981992270027, within(1e-15));
  }

  @Test
  void studentWidens() {
    assertThat(Jackknife.widened(2, 4)).isCloseTo(2 * 1.6237269308958933, within(1e-9));
    assertThat(Jackknife.pseudoValue(3, 2.5, 4)).isEqualTo(4.5);
  }

  @Test
  void logarithmsOfSums() {
    double[] terms = {0.1, -3, 2.5, 2.5, 7};
    assertThat(LogSum.of(terms)).isCloseTo(7.023004533401009, within(1e-14));
    assertThat(LogSum.without(terms, 4)).isCloseTo(3.2394603388760066, within(1e-14));
    assertThat(LogSum.mean(terms)).isCloseTo(5.413566620966908, within(1e-14));
    assertThat(LogSum.of(1e300, 1e300)).isEqualTo(1e300);
    assertThat(LogSum.of(-1e5, -1e5)).isCloseTo(-1e5 + Math.log(2), within(1e-10));
    assertThat(LogSum.ofTwo(0, -50)).isEqualTo(Math.exp(-50));
    assertThat(LogSum.ofDifference(Math.log(3), Math.log(2))).isCloseTo(0, within(1e-15));
  }

  @Test
  void logarithmsOfSumsAtTheEnds() {
    assertThat(LogSum.of()).isEqualTo(-INFINITY);
    assertThat(LogSum.of(-INFINITY, -INFINITY)).isEqualTo(-INFINITY);
    assertThat(LogSum.of(-INFINITY, 1)).isEqualTo(1);
    assertThat(LogSum.of(1, INFINITY)).isEqualTo(INFINITY);
    assertThat(LogSum.of(1, Double.NaN)).isNaN();
    assertThat(LogSum.ofTwo(-INFINITY, -INFINITY)).isEqualTo(-INFINITY);
    assertThat(LogSum.ofTwo(-INFINITY, 2)).isEqualTo(2);
  }

  @Test
  void quantiles() {
    double[] sorted = {1, 1, 2, 3, 4, 5, 6, 9};
    double[] levels = {0, 0.1, 0.3, 0.5, 0.875, 1};
    double[] expected = {1, 1, 2.1, 3.5, 6.375, 9};
    for (int i = 0; i < levels.length; i++) {
      assertThat(Quantiles.ofSorted(sorted, levels[i])).isCloseTo(expected[i], within(1e-14));
    }
    assertThat(Quantiles.median(3, 1, 4, 1, 5, 9, 2, 6)).isEqualTo(3.5);
    assertThat(Quantiles.median(3, 1, 4)).isEqualTo(3);
    assertThat(Quantiles.median()).isNaN();
  }

  @Test
  void digests() {
    assertThat(new Digest().add(7).add(-1L, 1L << 40).add(-0.1).text())
        .isEqualTo("9b84c32acdb3543d991cd1c90c5d98f781def0d253642ad1299fc3370dc45fee");
    double[] many = new double[2000];
    java.util.Arrays.setAll(many, i -> i * 0.5);
    assertThat(new Digest().add(1).add(many).text())
        .isEqualTo("7fc268299d31d4528c124b84f014552cc23fe9475f1e4d6ba97bf8d922da9709");
  }
}
