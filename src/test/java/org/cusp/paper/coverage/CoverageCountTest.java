package org.cusp.paper.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

class CoverageCountTest {
  private static CoverageCount.Trial trial(double z, double claimed, boolean trusted) {
    double half = 1.96 * claimed;
    return new CoverageCount.Trial(
        1, 5, 5 + z, claimed, new double[] {5 + z - half, 5 + z + half}, trusted);
  }

  private static CoverageCount normalTrials(double claimed) {
    RandomStream stream = RandomStream.of(3, Purpose.START, 0);
    List<CoverageCount.Trial> trials = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      trials.add(trial(stream.normal(0, i), claimed, true));
    }
    return CoverageCount.of(trials);
  }

  /** 10,000 normal errors; four standard errors each: false alarm once in 8,000 seeds. */
  @Test
  void honestErrorsCoverInNineteenOfTwenty() {
    CoverageCount count = normalTrials(1);
    assertThat(count.covered() / 1e4).isCloseTo(0.95, within(4 * Math.sqrt(.95 * .05 / 1e4)));
    assertThat(count.meanScore()).isCloseTo(0, within(0.04));
    assertThat(count.deviationOfScores()).isCloseTo(1, within(4 / Math.sqrt(2e4)));
  }

  /** P(|z| < 0.98) = 0.6729. */
  @Test
  void errorsOfHalfTheSizeAreFoundOut() {
    CoverageCount count = normalTrials(0.5);
    assertThat(count.covered() / 1e4).isCloseTo(0.6729, within(0.019));
    assertThat(count.deviationOfScores()).isCloseTo(2, within(0.06));
  }

  @Test
  void countsByHand() {
    List<CoverageCount.Trial> trials =
        List.of(
            trial(0.5, 1, true),
            trial(-3, 1, true),
            trial(1, 1, false),
            trial(Double.NaN, Double.NaN, false));
    CoverageCount count = CoverageCount.of(trials);
    assertThat(count.runs()).isEqualTo(4);
    assertThat(count.covered()).isEqualTo(2);
    assertThat(count.trusted()).isEqualTo(2);
    assertThat(count.trustedCovered()).isEqualTo(1);
    assertThat(count.meanScore()).isCloseTo(-0.5, within(1e-12));
    assertThat(count.largestScore()).isEqualTo(3);
  }
}
