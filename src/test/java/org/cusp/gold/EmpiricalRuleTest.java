package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

class EmpiricalRuleTest {
  private static final int N = 500;

  private static double[] normals(long seed) {
    double[] x = new double[N];
    RandomStream.of(seed, Purpose.INPUTS, 0).normals(0, 0, x, N);
    return x;
  }

  private static double sum(double[] a) {
    double sum = 0;
    for (double x : a) {
      sum += x;
    }
    return sum;
  }

  @Test
  void momentsAreThoseOfTheData() {
    double[] x = normals(1);
    double[] y = normals(2);
    EmpiricalRule rule = EmpiricalRule.of(x, 6);
    double[] weighted = rule.weights(y);
    for (int power = 0; power <= 11; power++) {
      int k = power;
      double data = IntStream.range(0, N).mapToDouble(i -> Math.pow(x[i], k)).sum() / N;
      double nodes =
          IntStream.range(0, 6)
              .mapToDouble(i -> rule.weights()[i] * Math.pow(rule.nodes()[i], k))
              .sum();
      assertThat(nodes).isCloseTo(data, within(1e-9 * (1 + Math.abs(data))));
      double mixed = IntStream.range(0, N).mapToDouble(i -> y[i] * Math.pow(x[i], k)).sum() / N;
      double mixedNodes =
          IntStream.range(0, 6).mapToDouble(i -> weighted[i] * Math.pow(rule.nodes()[i], k)).sum();
      boolean isExact = k < 6;
      assertThat(Math.abs(mixedNodes - mixed) < 1e-9).isEqualTo(isExact);
    }
  }

  /** Three distinct values need three nodes: the values and their frequencies. */
  @Test
  void fewDistinctValuesGiveFewNodes() {
    EmpiricalRule rule = EmpiricalRule.of(new double[] {1, 2, 2, 5}, 10);
    assertThat(rule.nodes()).hasSize(3);
    assertThat(rule.nodes()).satisfies(n -> assertThat(sum(n)).isCloseTo(8, within(1e-12)));
    double mean = 0;
    for (int k = 0; k < 3; k++) {
      mean += rule.weights()[k] * Math.exp(rule.nodes()[k]);
    }
    double exact = (Math.exp(1) + 2 * Math.exp(2) + Math.exp(5)) / 4;
    assertThat(mean).isCloseTo(exact, within(1e-11));
  }

  @Test
  void aConstantHasOneNode() {
    EmpiricalRule rule = EmpiricalRule.of(new double[] {3, 3, 3}, 4);
    assertThat(rule.nodes()).containsExactly(3);
    assertThat(rule.weights()).containsExactly(1);
  }
}
