package org.cusp.rng;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  private static final RandomStream STREAM = RandomStream.of(5, Purpose.SPLIT, 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 65, 1000, 1797, 4096})
  void everyElementAppearsOnce(int n) {
    Permutation permutation = new Permutation(STREAM, n);
    for (long epoch = 0; epoch < 3; epoch++) {
      long e = epoch;
      int[] sorted = IntStream.range(0, n).map(i -> permutation.at(e, i)).sorted().toArray();
      assertThat(sorted).isEqualTo(IntStream.range(0, n).toArray());
    }
  }

  /** Counts of (position, value) over epochs: chi-square, false alarm about 1e-4. */
  @ParameterizedTest
  @ValueSource(ints = {10})
  void everyPlaceIsEquallyLikely(int n) {
    Permutation permutation = new Permutation(STREAM, n);
    int epochs = 20_000;
    double[][] counts = new double[n][n];
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int i = 0; i < n; i++) {
        counts[i][permutation.at(epoch, i)]++;
      }
    }
    double expected = epochs / (double) n;
    double chiSquare = 0;
    for (double[] row : counts) {
      for (double count : row) {
        chiSquare += (count - expected) * (count - expected) / expected;
      }
    }
    // 81 degrees of freedom, scaled by n/(n-1): mean 90, four standard deviations of 14.1.
    assertThat(chiSquare).isLessThan(90 + 4 * 14.1);
  }
}
