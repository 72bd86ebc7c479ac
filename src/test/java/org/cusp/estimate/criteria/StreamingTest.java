package org.cusp.estimate.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.numerics.Jackknife;
import org.cusp.numerics.LogSums;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a stream of draws in bounded memory. */
class StreamingTest {
  private static double[] normals(int count, long seed) {
    double[] x = new double[count];
    RandomStream.of(seed, Purpose.NOISE, 0).normals(0, 0, x, count);
    return x;
  }

  @Test
  void theLargestAreKeptWhateverTheOrder() {
    double[] x = normals(500, 1);
    x[400] = x[17];
    LargestRatios forward = new LargestRatios(2, 40);
    LargestRatios backward = new LargestRatios(2, 40);
    for (int i = 0; i < x.length; i++) {
      forward.offer(1, x[i], i);
      backward.offer(1, x[x.length - 1 - i], x.length - 1 - i);
    }
    double[] sorted = Arrays.stream(x).sorted().toArray();
    assertThat(forward.of(1).values()).containsExactly(Arrays.copyOfRange(sorted, 460, 500));
    assertThat(backward.of(1).draws()).containsExactly(forward.of(1).draws());
    assertThat(x[forward.of(1).draws()[39]]).isEqualTo(sorted[499]);
    assertThat(forward.of(0).values()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 16, 17, 99, 1000})
  void blocksAreFewAndHoldAllDraws(int draws) {
    BlockedSums chain = new BlockedSums(4, () -> new DatumSums(1, 1));
    double[] x = normals(draws, 2);
    for (double loss : x) {
      chain.next().add(0, new double[] {loss}, 1);
    }
    List<DatumSums> blocks = chain.finished();
    assertThat(blocks.size()).isBetween(Math.min(2, draws), 4);
    assertThat(blocks.stream().mapToLong(DatumSums::draws).sum()).isEqualTo(draws);
    double least = blocks.stream().mapToLong(DatumSums::draws).min().orElseThrow();
    double most = blocks.stream().mapToLong(DatumSums::draws).max().orElseThrow();
    assertThat(least / most).isGreaterThanOrEqualTo(1.0 / 3);
    int first = 0;
    for (DatumSums block : blocks) {
      double[] own = Arrays.copyOfRange(x, first, first + (int) block.draws());
      double mean = Arrays.stream(own).average().orElseThrow();
      assertThat(block.mean(0)).isCloseTo(mean, within(1e-12));
      assertThat(block.squares(0))
          .isCloseTo(Arrays.stream(own).map(v -> (v - mean) * (v - mean)).sum(), within(1e-10));
      assertThat(block.density(0))
          .isCloseTo(Math.log(Arrays.stream(own).map(v -> Math.exp(-v)).sum()), within(1e-12));
      first += own.length;
    }
  }

  /** Losses of hundreds of nats have densities that a double cannot hold. */
  @Test
  void sumsOfExponentialsDoNotOverflow() {
    LogSums sums = new LogSums(1);
    assertThat(sums.at(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    for (double x : new double[] {-3000, 3000, 2999, -3000}) {
      sums.add(0, x);
    }
    assertThat(sums.at(0)).isCloseTo(3000 + Math.log1p(Math.exp(-1)), within(1e-12));
    LogSums empty = new LogSums(1);
    sums.add(empty);
    empty.add(sums);
    assertThat(empty.at(0)).isEqualTo(sums.at(0));
  }

  /** With blocks of one draw the jackknife of the variance with divisor S has divisor S - 1. */
  @Test
  void theJackknifeRemovesTheBiasOfAVariance() {
    double[] x = normals(9, 3);
    double[] without =
        IntStream.range(0, 9)
            .mapToDouble(
                j ->
                    variance(
                        IntStream.range(0, 9).filter(i -> i != j).mapToDouble(i -> x[i]).toArray()))
            .toArray();
    long[] ones = new long[9];
    Arrays.fill(ones, 1);
    assertThat(Jackknife.of(variance(x), without, ones, new int[9]).value())
        .isCloseTo(variance(x) * 9 / 8, within(1e-12));
  }

  private static double variance(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  /**
   * Of the mean: with equal blocks the error of the mean of the block means, times the quantile of
   * Student's law of 3 degrees of freedom over the normal one.
   */
  @Test
  void theJackknifeErrorOfAMeanIsThatOfTheBlockMeans() {
    double[] without = Arrays.stream(new double[] {1, 4, 2, 5}).map(m -> (12 - m) / 3).toArray();
    long[] six = {6, 6, 6, 6};
    Jackknife mean = Jackknife.of(3, without, six, new int[] {0, 0, 1, 1});
    assertThat(mean.value()).isCloseTo(3, within(1e-12));
    assertThat(mean.se())
        .isCloseTo(Math.sqrt(10.0 / 3 / 4) * 3.182446305284263 / 1.959963984540054, within(1e-9));
    Jackknife one = Jackknife.of(3, new double[] {3}, new long[] {6}, new int[1]);
    assertThat(one.se()).isNaN();
  }

  /** Two chains about 1 and about 5, whose blocks agree within each: 12.706 is t(1, 97.5%). */
  @Test
  void chainsThatDisagreeGiveTheErrorOfTheirMean() {
    double[] means = {1, 1.1, 0.9, 5, 5.1, 4.9};
    double[] without = Arrays.stream(means).map(m -> (18 - m) / 5).toArray();
    long[] four = {4, 4, 4, 4, 4, 4};
    Jackknife mean = Jackknife.of(3, without, four, new int[] {0, 0, 0, 1, 1, 1});
    assertThat(mean.se()).isCloseTo(2 * 12.706204736432095 / 1.959963984540054, within(1e-7));
  }
}
