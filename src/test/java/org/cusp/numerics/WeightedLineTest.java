package org.cusp.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;

class WeightedLineTest {
  private static final double TINY = 1e-14;

  /** By hand: x = 1, 2, 3, y = 2, 3, 5, unit errors; Sxx = 2, Sxy = 3, means 2 and 10/3. */
  @Test
  void threePoints() {
    WeightedLine line =
        WeightedLine.through(new double[] {1, 2, 3}, new double[] {2, 3, 5}, ones(3));
    assertThat(line.slope()).isCloseTo(1.5, within(TINY));
    assertThat(line.intercept()).isCloseTo(1 / 3.0, within(TINY));
    assertThat(line.chiSquare()).isCloseTo(1 / 6.0, within(TINY));
    assertThat(line.slopeSe()).isCloseTo(Math.sqrt(1 / 2.0), within(TINY));
    assertThat(line.interceptSe()).isCloseTo(Math.sqrt(7 / 3.0), within(TINY));
  }

  /** A point of half the variance is the same point twice. */
  @Test
  void anErrorIsAWeight() {
    WeightedLine once =
        WeightedLine.through(
            new double[] {1, 2, 4}, new double[] {1, 5, 2}, new double[] {1, Math.sqrt(0.5), 1});
    WeightedLine twice =
        WeightedLine.through(new double[] {1, 2, 2, 4}, new double[] {1, 5, 5, 2}, ones(4));
    assertThat(once.intercept()).isCloseTo(twice.intercept(), within(TINY));
    assertThat(once.interceptSe()).isCloseTo(twice.interceptSe(), within(TINY));
    assertThat(once.slope()).isCloseTo(twice.slope(), within(TINY));
    assertThat(once.slopeSe()).isCloseTo(twice.slopeSe(), within(TINY));
    assertThat(once.chiSquare()).isCloseTo(twice.chiSquare(), within(1e-13));
  }

  @Test
  void noLineThroughEqualPlaces() {
    WeightedLine line = WeightedLine.through(new double[] {2, 2}, new double[] {1, 3}, ones(2));
    assertThat(line.slope()).isNaN();
    assertThat(line.intercept()).isNaN();
  }

  @Test
  void refusesWhatHasNoWeight() {
    assertThatThrownBy(
            () -> WeightedLine.through(new double[] {1, 2}, new double[2], new double[] {1, 0}))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("error");
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }
}
