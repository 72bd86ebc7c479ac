package org.cusp.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.verdict.Verdict.Status.REJECTED;
import static org.cusp.verdict.Verdict.Status.TRUSTED;

import java.util.List;
import java.util.Optional;
import org.cusp.diagnostics.Estimate;
import org.cusp.verdict.TemperingEvidence.Aim;
import org.cusp.verdict.TemperingEvidence.Other;
import org.cusp.verdict.TemperingEvidence.Rung;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule fires just beyond its threshold and not just before it. */
class TemperingRulesTest {
  private static final Rung PRIOR = new Rung(0, 1.0, 4000, Double.NaN);
  private static final Rung GOOD = new Rung(1, 1.01, 1000, 0.7);
  private static final Estimate VALUE = new Estimate(10, 0.02);

  private static Verdict judge(
      Estimate value, Rung middle, double swaps, int arrivals, Estimate difference) {
    return judge(value, middle, swaps, arrivals, difference, 0);
  }

  private static Verdict judge(
      Estimate value,
      Rung middle,
      double swaps,
      int arrivals,
      Estimate difference,
      double residual) {
    TemperingEvidence evidence =
        new TemperingEvidence(
            value,
            List.of(PRIOR, middle, GOOD),
            List.of(0.6, swaps),
            List.of(5, arrivals),
            List.of(new Other("the stepping stone", difference)),
            residual,
            Optional.of(new Aim(0.05, 400, 3)));
    return TemperingRules.judge(evidence, List.of("a caution"));
  }

  private static Rung middle(double rhat, double ess, double acceptance) {
    return new Rung(0.3, rhat, ess, acceptance);
  }

  private static void expect(Verdict verdict, Verdict.Status status, String reason) {
    assertThat(verdict.status()).isEqualTo(status);
    assertThat(verdict.reasons()).hasSize(status == TRUSTED ? 0 : 1);
    assertThat(verdict.reasons()).allMatch(text -> text.contains(reason));
    assertThat(verdict.cautions()).containsExactly("a caution");
  }

  private static final Estimate AGREES = new Estimate(0.01, 0.01);

  @ParameterizedTest
  @CsvSource({"9e-7, TRUSTED", "2e-6, DOUBTFUL", "NaN, DOUBTFUL"})
  void anIterationThatDidNotConverge(double residual, Verdict.Status status) {
    Verdict verdict = judge(VALUE, middle(1.01, 1000, 0.7), 0.5, 1, AGREES, residual);
    expect(verdict, status, "did not converge");
  }

  @ParameterizedTest
  @CsvSource({"0.151, TRUSTED", "0.149, DOUBTFUL", "0.021, DOUBTFUL", "0.019, REJECTED"})
  void swaps(double share, Verdict.Status status) {
    Verdict verdict = judge(VALUE, middle(1.01, 1000, 0.7), share, 1, AGREES);
    expect(verdict, status, "between beta = 0.300 and 1.00 are accepted");
  }

  @ParameterizedTest
  @CsvSource({
    "1.049, TRUSTED",
    "1.051, DOUBTFUL",
    "1.199, DOUBTFUL",
    "1.201, REJECTED",
    "NaN, REJECTED"
  })
  void mixing(double rhat, Verdict.Status status) {
    expect(judge(VALUE, middle(rhat, 1000, 0.7), 0.5, 1, AGREES), status, "R-hat");
  }

  @ParameterizedTest
  @CsvSource({"100, TRUSTED", "99, DOUBTFUL", "25, DOUBTFUL", "24, REJECTED", "NaN, REJECTED"})
  void effectiveSamples(double ess, Verdict.Status status) {
    expect(judge(VALUE, middle(1, ess, 0.7), 0.5, 1, AGREES), status, "at beta = 0.300 is");
  }

  @ParameterizedTest
  @CsvSource({"0.2, TRUSTED", "0.19, DOUBTFUL", "NaN, TRUSTED"})
  void acceptance(double rate, Verdict.Status status) {
    expect(judge(VALUE, middle(1, 1000, rate), 0.5, 1, AGREES), status, "smaller steps");
  }

  @ParameterizedTest
  @CsvSource({"1, TRUSTED", "0, DOUBTFUL"})
  void arrivals(int least, Verdict.Status status) {
    expect(judge(VALUE, middle(1, 1000, 0.7), 0.5, least, AGREES), status, "in 1 of 2 chains");
  }

  @ParameterizedTest
  @CsvSource({
    "0.029, TRUSTED",
    "-0.031, DOUBTFUL",
    "0.059, DOUBTFUL",
    "-0.061, REJECTED",
  })
  void agreement(double difference, Verdict.Status status) {
    Estimate other = new Estimate(difference, 0.01);
    expect(judge(VALUE, middle(1, 1000, 0.7), 0.5, 1, other), status, "the stepping stone differs");
  }

  @ParameterizedTest
  @CsvSource({"0.052, TRUSTED", "0.053, DOUBTFUL"})
  void precision(double se, Verdict.Status status) {
    Verdict verdict = judge(new Estimate(10, se), middle(1, 1000, 0.7), 0.5, 1, AGREES);
    expect(verdict, status, "0.050 was asked for: it takes 1.1 times the draws, 450");
  }

  @Test
  void undefinedNumbers() {
    Estimate nothing = new Estimate(Double.NaN, Double.NaN);
    expect(judge(nothing, middle(1, 1000, 0.7), 0.5, 1, AGREES), REJECTED, "undefined");
  }
}
