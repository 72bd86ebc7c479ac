package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** When draws are enough, from independent normal energies, whose errors are known. */
class StoppingRuleTest {
  private static double[][] energies(double mean, double sd, int draws) {
    Random random = new Random(3);
    double[][] all = new double[8][draws];
    for (double[] row : all) {
      for (int i = 0; i < draws; i++) {
        row[i] = mean + sd * random.nextGaussian();
      }
    }
    return all;
  }

  /** 8 x 30 draws are at most 240 effective ones: 400 are wanted, unless nothing is to be found. */
  @Test
  void whatIsNegativeBeyondDoubtIsHeldToThePrecisionAlone() {
    StoppingRule alone = new StoppingRule(0.03);
    StoppingRule along = new StoppingRule(0.03, 1.25, 0, 10);
    // Standard error 10 / sqrt(240) = 0.65, 0.65% of 100.
    assertThat(alone.of(energies(-100, 10, 30), 0).enough()).isFalse();
    assertThat(along.of(energies(-100, 10, 30), 0).enough()).isTrue();
    // Not where it may be a minimum after all, nor where the precision is not reached.
    assertThat(along.of(energies(100, 10, 30), 0).enough()).isFalse();
    assertThat(along.of(energies(-3, 10, 30), 0).enough()).isFalse();
    assertThat(along.of(energies(-10, 10, 30), 0).enough()).isFalse();
  }

  @Test
  void aNumberNearNothingIsHeldToThePrecisionOfAShareOfTheVariance() {
    double[][] energy = energies(0, 3, 400);
    // Error 3 / sqrt(3200) = 0.053: beyond 3% of 0.02, within 3% of a quarter of 9.
    assertThat(new StoppingRule(0.03).of(energy, 0).needed()).isGreaterThan(1000);
    StoppingRule along = new StoppingRule(0.03, 1.25, 0.25, 10);
    StoppingRule.State state = along.of(energy, 0);
    assertThat(state.se()).isCloseTo(0.053, within(0.005));
    assertThat(state.needed()).isLessThan(1);
  }

  @Test
  void drawsGrowByNoMoreThanTheRuleSays() {
    StoppingRule.State far = new StoppingRule.State(10, 5, 100);
    assertThat(new StoppingRule(0.03).next(far, 100)).isEqualTo(400);
    assertThat(new StoppingRule(0.03, 1.25, 0, 10).next(far, 100)).isEqualTo(125);
    StoppingRule.State near = new StoppingRule.State(10, 0.4, 1.01);
    assertThat(new StoppingRule(0.03, 1.25, 0, 10).next(near, 100)).isEqualTo(120);
  }

  /**
   * At 2% of 100: 2 x 0.5 and 1 make an error of 1.41, and a quarter of a correction of 4 leaves
   * sqrt(3) of the 2 that are allowed; a correction of 40 leaves more than all, and no draws make
   * that good.
   */
  @Test
  void whatIsExtrapolatedIsHeldToTheErrorOfBothSteps() {
    StoppingRule rule = new StoppingRule(0.02);
    StoppingRule.State fine = new StoppingRule.State(104, 0.5, 0.3);
    StoppingRule.State settled = rule.extrapolated(fine, new StoppingRule.State(108, 1, 1));
    assertThat(settled.value()).isEqualTo(100);
    assertThat(settled.se()).isCloseTo(Math.sqrt(2), within(1e-12));
    assertThat(settled.needed()).isCloseTo(2.0 / 3, within(1e-12));
    StoppingRule.State loose = rule.extrapolated(fine, new StoppingRule.State(108, 3, 1));
    assertThat(loose.needed()).isCloseTo(10.0 / 3, within(1e-12));
    StoppingRule.State coarse =
        rule.extrapolated(new StoppingRule.State(140, 0.5, 0.3), new StoppingRule.State(180, 1, 1));
    assertThat(coarse.needed()).isCloseTo(2, within(1e-12));
    assertThat(rule.extrapolated(new StoppingRule.State(104, 0.1, 5), settled).needed())
        .isEqualTo(5);
    StoppingRule.State none = new StoppingRule.State(Double.NaN, Double.NaN, Double.NaN);
    assertThat(rule.extrapolated(fine, none)).isEqualTo(fine);
  }
}
