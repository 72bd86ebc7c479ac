package org.cusp.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reference numbers: the papers' formulas in NumPy with SciPy's genpareto quantiles, written apart
 * from this code.
 */
class ParetoSmoothingTest {
  private static final int DRAWS = 500;

  /** Plotting positions of a law of known shape and scale 2.5. */
  @ParameterizedTest
  @CsvSource({
    "0.7, 0.612256214604, 2.52795943332",
    "0.1, 0.115604718127, 2.34956994466",
    "-0.4, -0.308595891246, 2.24764818855",
    "0, 0.0319279386184, 2.32485014645"
  })
  void fitAgreesWithTheReference(double shape, double k, double sigma) {
    GeneralisedPareto law = new GeneralisedPareto(shape, 2.5);
    double[] x =
        IntStream.rangeClosed(1, 20).mapToDouble(i -> law.quantile((i - 0.3) / 20.4)).toArray();
    GeneralisedPareto fit = GeneralisedPareto.fit(x);
    assertThat(fit.k()).isCloseTo(k, within(1e-10));
    assertThat(fit.sigma()).isCloseTo(sigma, within(1e-9));
  }

  /**
   * 20,000 draws of each law: the estimate has a standard error of about (1 + k) / sqrt(20000) =
   * 0.012 at most; five of them have a false-alarm probability of 1e-6.
   */
  @ParameterizedTest
  @CsvSource({"0.7", "0.3", "0", "-0.3"})
  void fitFindsTheShapeOfALargeSample(double shape) {
    GeneralisedPareto law = new GeneralisedPareto(shape, 3);
    RandomStream stream = RandomStream.of(1, Purpose.NOISE, 0);
    double[] x =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> law.quantile(stream.uniform(0, i)))
            .sorted()
            .toArray();
    assertThat(GeneralisedPareto.fit(x).k()).isCloseTo(shape, within(0.06));
    assertThat(GeneralisedPareto.fit(x).sigma()).isCloseTo(3, within(0.25));
  }

  private static double[] ratios() {
    return IntStream.rangeClosed(1, DRAWS)
        .mapToDouble(i -> -0.8 * Math.log(1 - (i - 0.5) / DRAWS) + 0.05 * Math.sin(7.0 * i))
        .sorted()
        .toArray();
  }

  @Test
  void smoothedTailAgreesWithTheReference() {
    double[] ratios = ratios();
    int size = ParetoSmoothing.tailLength(DRAWS, 1);
    assertThat(size).isEqualTo(68);
    double[] largest = Arrays.copyOfRange(ratios, DRAWS - size, DRAWS);
    ParetoSmoothing.Tail tail = ParetoSmoothing.smooth(largest, ratios[DRAWS - size - 1]);
    assertThat(tail.kHat()).isCloseTo(0.736029890727, within(1e-9));
    assertThat(tail.logWeights()[0]).isCloseTo(1.59638941277, within(1e-9));
    assertThat(tail.logWeights()[size - 2]).isCloseTo(4.50664323117, within(1e-9));
    assertThat(tail.logWeights()[size - 1]).isCloseTo(5.31893045415, within(1e-9));
  }

  /** Ratios are known up to a factor only, which may be far beyond the range of a double. */
  @Test
  void aFactorChangesTheWeightsAlone() {
    double[] largest = Arrays.copyOfRange(ratios(), DRAWS - 68, DRAWS);
    double cutoff = ratios()[DRAWS - 69];
    ParetoSmoothing.Tail tail = ParetoSmoothing.smooth(largest, cutoff);
    double[] moved = Arrays.stream(largest).map(x -> x + 2000).toArray();
    ParetoSmoothing.Tail other = ParetoSmoothing.smooth(moved, cutoff + 2000);
    assertThat(other.kHat()).isCloseTo(tail.kHat(), within(1e-9));
    assertThat(other.logWeights()[3]).isCloseTo(tail.logWeights()[3] + 2000, within(1e-9));
  }

  @Test
  void noWeightIsAboveTheLargestRatio() {
    double[] largest = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 9};
    ParetoSmoothing.Tail tail = ParetoSmoothing.smooth(largest, -0.1);
    assertThat(tail.logWeights()).isSorted();
    assertThat(Arrays.stream(tail.logWeights()).max().orElseThrow()).isLessThanOrEqualTo(9);
    assertThat(tail.kHat()).isGreaterThan(1);
  }

  @Test
  void equalRatiosHaveNoTailAndFewSayNothing() {
    double[] equal = {1, 1, 1, 1, 1, 1};
    ParetoSmoothing.Tail flat = ParetoSmoothing.smooth(equal, 1);
    assertThat(flat.kHat()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(flat.logWeights()).containsExactly(equal);
    assertThat(ParetoSmoothing.smooth(new double[] {1, 2, 3, 4}, 0).kHat())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  /** A Metropolis chain repeats draws, so that the smallest of the tail may equal the cut-off. */
  @Test
  void repeatedDrawsAtTheCutoffAreNoObstacle() {
    double[] ties = {1, 1, 1, 1.2, 1.5, 1.9, 2.4, 3};
    ParetoSmoothing.Tail tail = ParetoSmoothing.smooth(ties, 1);
    assertThat(tail.kHat()).isFinite();
    assertThat(tail.logWeights()).doesNotContain(Double.NaN).isSorted();
  }

  @ParameterizedTest
  @CsvSource({"100, 0.5", "1000, 0.6666666666666667", "2154, 0.7", "100000, 0.7"})
  void thresholdGrowsWithTheDraws(long draws, double threshold) {
    assertThat(ParetoSmoothing.threshold(draws)).isCloseTo(threshold, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource({"100, 1, 20", "4000, 1, 190", "4000, 0.25, 380", "4000, 2, 190", "10, 1, 2"})
  void tailGrowsAsTheRootOfTheDraws(long draws, double efficiency, int length) {
    assertThat(ParetoSmoothing.tailLength(draws, efficiency)).isEqualTo(length);
  }
}
