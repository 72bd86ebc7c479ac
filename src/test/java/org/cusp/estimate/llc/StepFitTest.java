package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateAt;
import org.cusp.verdict.Verdict;
import org.cusp.verdict.Verdict.Status;
import org.junit.jupiter.api.Test;

class StepFitTest {
  private static final double TINY = 1e-12;

  private static EstimateAt row(double step, double llc, double se, Status status) {
    return new EstimateAt(
        step, new Estimate(llc, se, 1, 1000), new Verdict(status, List.of(), List.of()));
  }

  private static EstimateAt row(double step, double llc, double se) {
    return row(step, llc, se, Status.TRUSTED);
  }

  /** On the line 5 + 2 step, but for the largest step, which is 40 errors off. */
  @Test
  void largeStepsThatLeaveTheLineAreLeftOut() {
    StepFit fit =
        StepFit.of(
                List.of(
                    row(4, 17, 0.1),
                    row(2, 9, 0.1),
                    row(1, 7, 0.1),
                    row(0.5, 6, 0.1),
                    row(0.25, 5.5, 0.1)))
            .orElseThrow();
    assertThat(fit.points()).isEqualTo(4);
    assertThat(fit.value()).isCloseTo(5, within(TINY));
    assertThat(fit.slope()).isCloseTo(2, within(TINY));
    assertThat(fit.chiSquare()).isCloseTo(0, within(1e-20));
    // Mean step 0.9375, Sxx = 1.796875; equal errors 0.1.
    double se = 0.1 * Math.sqrt(1 / 4.0 + 0.9375 * 0.9375 / 1.796875);
    assertThat(fit.se()).isCloseTo(se, within(TINY));
  }

  /** The three points of {@code WeightedLineTest} with errors of 0.1: chi^2 = 100/6 of 1. */
  @Test
  void errorsGrowWhereThreePointsAreOnNoLine() {
    StepFit fit = StepFit.of(List.of(row(1, 2, 0.1), row(2, 3, 0.1), row(3, 5, 0.1))).orElseThrow();
    assertThat(fit.value()).isCloseTo(1 / 3.0, within(TINY));
    assertThat(fit.chiSquare()).isCloseTo(100 / 6.0, within(1e-10));
    assertThat(fit.se()).isCloseTo(Math.sqrt(7 / 3.0) / Math.sqrt(6), within(TINY));
    assertThat(fit.slopeSe()).isCloseTo(Math.sqrt(1 / 2.0) / Math.sqrt(6), within(TINY));
  }

  @Test
  void rejectedAndUndefinedEstimatesDoNotCount() {
    List<EstimateAt> rows =
        List.of(
            row(8, Double.NaN, Double.NaN),
            row(4, 5, 0.1, Status.REJECTED),
            row(2, 9, 0.1, Status.DOUBTFUL),
            row(1, 7, 0.1),
            row(0.5, 6, 0.1));
    StepFit fit = StepFit.of(rows).orElseThrow();
    assertThat(fit.points()).isEqualTo(3);
    assertThat(fit.value()).isCloseTo(5, within(TINY));
    assertThat(StepFit.of(rows.subList(0, 4))).isEmpty();
  }

  @Test
  void laddersAreGeometric() {
    assertThat(LlcScan.ladder(3, 100, 7))
        .containsExactly(
            new double[] {
              0.3,
              3 / Math.pow(10, 2 / 3.0),
              3 / Math.cbrt(10),
              3,
              3 * Math.cbrt(10),
              3 * Math.pow(10, 2 / 3.0),
              30
            },
            within(1e-13));
  }
}
