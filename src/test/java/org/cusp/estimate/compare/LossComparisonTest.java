package org.cusp.estimate.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Estimate;
import org.junit.jupiter.api.Test;

class LossComparisonTest {
  /** d = 1, -2, 0, 3, by hand. */
  private static final LossComparison FOUR =
      LossComparison.of(new double[] {1, 2, 5, 4}, new double[] {2, 0, 5, 7});

  @Test
  void fourDataByHand() {
    assertThat(FOUR.n()).isEqualTo(4);
    assertThat(FOUR.lossA().value()).isEqualTo(3);
    assertThat(FOUR.lossB().value()).isEqualTo(3.5);
    assertThat(FOUR.mean().value()).isEqualTo(0.5);
    assertThat(FOUR.mean().se()).isCloseTo(Math.sqrt(13 / 3.0 / 4), within(1e-15));
    // |d| = 1, 2, 0, 3: mean 1.5, variance (0.25 + 0.25 + 2.25 + 2.25) / 3 = 5/3.
    assertThat(FOUR.meanAbsolute().value()).isEqualTo(1.5);
    assertThat(FOUR.meanAbsolute().se()).isCloseTo(Math.sqrt(5 / 3.0 / 4), within(1e-15));
    // d^2 = 1, 4, 0, 9: mean 3.5, variance (6.25 + 0.25 + 12.25 + 30.25) / 3 = 49/3.
    assertThat(FOUR.rootMeanSquare().value()).isCloseTo(Math.sqrt(3.5), within(1e-15));
    assertThat(FOUR.rootMeanSquare().se())
        .isCloseTo(Math.sqrt(49 / 3.0 / 4) / (2 * Math.sqrt(3.5)), within(1e-15));
    assertThat(FOUR.cancelled()).isCloseTo(2 / 3.0, within(1e-15));
    // Covariance sum: (-2)(-1.5) + (-1)(-3.5) + 2(1.5) + 1(3.5) = 13; squares 10 and 29.
    assertThat(FOUR.correlation()).isCloseTo(13 / Math.sqrt(290), within(1e-15));
  }

  @Test
  void sharesExtremesAndQuantilesByHand() {
    assertThat(FOUR.betterB().value()).isEqualTo(0.25);
    // Of 1, 0, 0, 0: variance 1/4.
    assertThat(FOUR.betterB().se()).isCloseTo(0.25, within(1e-15));
    assertThat(FOUR.betterA().value()).isEqualTo(0.5);
    assertThat(FOUR.largest()).isEqualTo(new LossComparison.Datum(4, 3, 4, 7));
    assertThat(FOUR.worstForB()).isEqualTo(FOUR.largest());
    assertThat(FOUR.worstForA()).isEqualTo(new LossComparison.Datum(2, -2, 2, 0));
    // Sorted -2, 0, 1, 3; the median is 0.5 and the lower quartile at place 0.75.
    assertThat(quantile(0)).isEqualTo(-2);
    assertThat(quantile(0.25)).isEqualTo(-0.5);
    assertThat(quantile(0.5)).isEqualTo(0.5);
    assertThat(quantile(1)).isEqualTo(3);
  }

  private static double quantile(double level) {
    return FOUR.quantiles().stream()
        .filter(q -> q.level() == level)
        .findFirst()
        .orElseThrow()
        .difference();
  }

  @Test
  void oppositeEffectsCancelInTheMeanAndNowhereElse() {
    double[] a = {1, 1, 3, 3};
    double[] b = {3, 3, 1, 1};
    LossComparison result = LossComparison.of(a, b);
    assertThat(result.mean().value()).isZero();
    assertThat(result.meanAbsolute().value()).isEqualTo(2);
    assertThat(result.meanAbsolute().se()).isZero();
    assertThat(result.rootMeanSquare().value()).isEqualTo(2);
    assertThat(result.cancelled()).isEqualTo(1);
    assertThat(result.correlation()).isCloseTo(-1, within(1e-15));
    assertThat(result.largest().row()).isEqualTo(1);
    assertThat(result.worstForA()).isEqualTo(new LossComparison.Datum(3, -2, 3, 1));
  }

  /** The same shift of every datum is known exactly, however much the losses scatter. */
  @Test
  void theErrorIsThatOfPairs() {
    LossComparison shifted =
        LossComparison.of(new double[] {0, 8, 1, 5}, new double[] {0.5, 8.5, 1.5, 5.5});
    assertThat(shifted.mean()).isEqualTo(new Estimate(0.5, 0));
    assertThat(shifted.cancelled()).isZero();
    assertThat(shifted.lossA().se()).isGreaterThan(1);
  }

  @Test
  void equalModels() {
    LossComparison same = LossComparison.of(new double[] {1, 2}, new double[] {1, 2});
    assertThat(same.mean().value()).isZero();
    assertThat(same.rootMeanSquare()).isEqualTo(new Estimate(0, 0));
    assertThat(same.cancelled()).isNaN();
    assertThat(same.betterA().value()).isZero();
    assertThat(same.betterB().value()).isZero();
  }

  @Test
  void lossesThatAreNoNumbersAreRefused() {
    assertThatThrownBy(() -> LossComparison.of(new double[] {1, 2}, new double[] {1, Double.NaN}))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the loss of row 2 under B must be finite, got NaN");
    assertThatThrownBy(() -> LossComparison.of(new double[3], new double[2]))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("losses under B must be 3, got 2");
  }

  /**
   * Only A right 1, only B right 4, of 10: the exact test is twice the chance of at most one in
   * five throws, 2 (1 + 5) / 32 = 0.375.
   */
  @Test
  void labelsByHand() {
    boolean[] a = {true, true, true, false, false, false, false, false, true, false};
    boolean[] b = {true, true, false, true, true, true, true, false, true, false};
    LabelComparison labels = LabelComparison.of(a, b);
    assertThat(labels.accuracyA()).isEqualTo(0.4);
    assertThat(labels.accuracyB()).isEqualTo(0.7);
    assertThat(labels.bothRight()).isEqualTo(3);
    assertThat(labels.onlyA()).isEqualTo(1);
    assertThat(labels.onlyB()).isEqualTo(4);
    assertThat(labels.bothWrong()).isEqualTo(2);
    assertThat(labels.difference()).isCloseTo(0.3, within(1e-15));
    // Differences of right: 4 of 1, 1 of -1, 5 of 0: variance (5 - 0.9) / 9.
    assertThat(labels.se()).isCloseTo(Math.sqrt(4.1 / 9 / 10), within(1e-15));
    assertThat(labels.p()).isCloseTo(0.375, within(1e-12));
    assertThat(LabelComparison.of(a, a).p()).isEqualTo(1);
  }
}
