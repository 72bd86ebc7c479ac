package org.cusp.rng;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final RandomStream STREAM = RandomStream.of(42, Purpose.NOISE, 3);

  @Test
  void addressesGiveDifferentStreams() {
    Set<Long> keys = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      for (int chain = 0; chain < 100; chain++) {
        keys.add(RandomStream.of(1, purpose, chain).key());
        keys.add(RandomStream.of(2, purpose, chain).key());
      }
    }
    assertThat(keys).hasSize(Purpose.values().length * 200);
  }

  /** False alarm: one in 1,000 for a right generator; the seed is fixed, so it never flickers. */
  @Test
  void normalsFollowTheNormalLaw() {
    double[] sample = new double[200_000];
    STREAM.normals(7, 5, sample, sample.length);
    assertThat(normalityPValue(sample)).isGreaterThan(1e-3);
    for (int i = 0; i < sample.length; i++) {
      sample[i] *= 1.02;
    }
    assertThat(normalityPValue(sample)).as("a 2% wrong scale is seen").isLessThan(1e-3);
  }

  @Test
  void floatNormalsAreTheDoubleOnesRounded() {
    double largest = 0;
    for (int i = 0; i < 100_000; i++) {
      double exact = STREAM.normal(11, i);
      largest = Math.max(largest, Math.abs(FloatNormals.normal(STREAM, 11, i) - exact));
    }
    // A 24-bit cell is 6e-8 wide; the radius near its largest value moves by that times 1/(u r).
    assertThat(largest).isLessThan(2e-3);
    assertThat(medianDifference()).isLessThan(5e-7);
  }

  @Test
  void cosineSineAndLogarithmAreAccurateInSinglePrecision() {
    for (int i = 0; i <= 10_000; i++) {
      float turn = i / 10_000f;
      assertThat(FloatNormals.cosine(turn))
          .isCloseTo((float) Math.cos(2 * Math.PI * turn), within());
      assertThat(FloatNormals.sine(turn)).isCloseTo((float) Math.sin(2 * Math.PI * turn), within());
      float u = (i + 1) / 10_001f;
      assertThat(FloatNormals.log(u)).isCloseTo((float) Math.log(u), within());
    }
  }

  @Test
  void neighbouringStepsAndChainsAreUncorrelated() {
    int n = 100_000;
    RandomStream next = RandomStream.of(42, Purpose.NOISE, 4);
    double bySteps = 0;
    double byChains = 0;
    for (int i = 0; i < n; i++) {
      bySteps += STREAM.normal(1, i) * STREAM.normal(2, i);
      byChains += STREAM.normal(1, i) * next.normal(1, i);
    }
    // Standard error 1/sqrt(n); four of them: false alarm 6e-5.
    assertThat(Math.abs(bySteps / n)).isLessThan(4 / Math.sqrt(n));
    assertThat(Math.abs(byChains / n)).isLessThan(4 / Math.sqrt(n));
  }

  @Test
  void uniformsAreInTheOpenIntervalAndDistinct() {
    double[] sample = new double[100_000];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = STREAM.uniform(0, i);
    }
    assertThat(Arrays.stream(sample).allMatch(u -> u > 0 && u < 1)).isTrue();
    assertThat(Arrays.stream(sample).distinct().count()).isEqualTo(sample.length);
  }

  private static double normalityPValue(double[] sample) {
    return new KolmogorovSmirnovTest()
        .kolmogorovSmirnovTest(new NormalDistribution(null, 0, 1), sample);
  }

  private static double medianDifference() {
    double[] difference = new double[10_001];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = Math.abs(FloatNormals.normal(STREAM, 11, i) - STREAM.normal(11, i));
    }
    Arrays.sort(difference);
    return difference[difference.length / 2];
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(4e-7f * 2.5f);
  }
}
