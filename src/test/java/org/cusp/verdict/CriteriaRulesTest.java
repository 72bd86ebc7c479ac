package org.cusp.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.verdict.Verdict.Status.DOUBTFUL;
import static org.cusp.verdict.Verdict.Status.REJECTED;
import static org.cusp.verdict.Verdict.Status.TRUSTED;

import java.util.List;
import java.util.OptionalDouble;
import org.cusp.diagnostics.Estimate;
import org.cusp.verdict.CriteriaEvidence.Run;
import org.cusp.verdict.CriteriaEvidence.Tails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule fires just beyond its threshold and not just before it. */
class CriteriaRulesTest {
  private static final Run GOOD = run(1, 1.005, 1000, 0.5, 0);
  private static final Tails SHORT = new Tails(100, 0, 0.4, 0.7, 0);
  private static final List<Estimate> NUMBERS = List.of(new Estimate(1.4, 0.001));

  private static Run run(double beta, double rhat, double ess, double swaps, int without) {
    return new Run(beta, rhat, ess, swaps, 8, without, 0.021, OptionalDouble.of(0.02));
  }

  private static Verdict judge(Run run, Tails tails) {
    return CriteriaRules.judge(
        new CriteriaEvidence(NUMBERS, List.of(GOOD, run), tails), List.of("of w*"));
  }

  private static void assertVerdict(Verdict verdict, Verdict.Status status, String reason) {
    assertThat(verdict.status()).isEqualTo(status);
    assertThat(verdict.reasons()).hasSize(1).allMatch(text -> text.contains(reason));
    assertThat(verdict.cautions()).containsExactly("of w*");
  }

  @Test
  void withoutAFindingCriteriaAreTrusted() {
    Verdict verdict = judge(GOOD, SHORT);
    assertThat(verdict.status()).isEqualTo(TRUSTED);
    assertThat(verdict.reasons()).isEmpty();
    assertThat(verdict.cautions()).containsExactly("of w*");
  }

  @ParameterizedTest
  @CsvSource({"1.0099, TRUSTED", "1.0101, DOUBTFUL", "1.0999, DOUBTFUL", "1.101, REJECTED"})
  void chainsThatDisagree(double rhat, Verdict.Status status) {
    Verdict verdict = judge(run(0.2, rhat, 1000, 0.5, 0), SHORT);
    assertThat(verdict.status()).isEqualTo(status);
    if (status != TRUSTED) {
      assertVerdict(verdict, status, "R-hat");
      assertThat(verdict.reasons().get(0)).contains("beta = 0.200");
    }
  }

  @Test
  void undefinedMixing() {
    assertVerdict(judge(run(1, Double.NaN, Double.NaN, 0.5, 0), SHORT), REJECTED, "is undefined");
  }

  @ParameterizedTest
  @CsvSource({"400, TRUSTED", "399, DOUBTFUL", "50, DOUBTFUL", "49, REJECTED"})
  void fewEffectiveDraws(double ess, Verdict.Status status) {
    Verdict verdict = judge(run(1, 1.005, ess, 0.5, 0), SHORT);
    assertThat(verdict.status()).isEqualTo(status);
    if (status != TRUSTED) {
      assertVerdict(verdict, status, "effective sample size");
    }
  }

  @Test
  void temperaturesThatDoNotExchange() {
    assertThat(judge(run(1, 1.005, 1000, 0.15, 0), SHORT).status()).isEqualTo(TRUSTED);
    assertVerdict(judge(run(1, 1.005, 1000, 0.149, 0), SHORT), DOUBTFUL, "14.9% of the exchanges");
  }

  @Test
  void chainsThatNoStateFromThePriorReached() {
    assertVerdict(judge(run(1, 1.005, 1000, 0.5, 1), SHORT), DOUBTFUL, "in 1 of 8 chains");
  }

  @Test
  void heavyTails() {
    assertVerdict(
        judge(GOOD, new Tails(100, 3, 0.92, 0.7, 0)),
        DOUBTFUL,
        "k-hat is above 0.70 for 3 of 100 data (largest 0.92)");
  }

  /** Of what WAIC is, not of what was drawn. */
  @Test
  void dispersedDataAreACaution() {
    Verdict verdict = judge(GOOD, new Tails(100, 0, 0.4, 0.7, 2));
    assertThat(verdict.status()).isEqualTo(TRUSTED);
    assertThat(verdict.cautions()).hasSize(2);
    assertThat(verdict.cautions().get(1)).contains("above 0.4 for 2 of 100 data");
  }

  /** Asked for 0.02: 0.021 is as good. */
  @Test
  void lessThanThePrecisionIsACaution() {
    Verdict verdict =
        judge(new Run(1, 1.005, 1000, 0.5, 8, 0, 0.0211, OptionalDouble.of(0.02)), SHORT);
    assertThat(verdict.status()).isEqualTo(TRUSTED);
    assertThat(verdict.cautions().get(1)).contains("0.021 of its spread, 0.020 was asked for");
    Run unasked = new Run(1, 1.005, 1000, 0.5, 8, 0, 0.5, OptionalDouble.empty());
    assertThat(judge(unasked, SHORT).cautions()).containsExactly("of w*");
  }

  @Test
  void numbersThatAreNone() {
    for (Estimate broken : List.of(new Estimate(Double.NaN, 1), new Estimate(1, Double.NaN))) {
      Verdict verdict =
          CriteriaRules.judge(
              new CriteriaEvidence(List.of(broken), List.of(GOOD), SHORT), List.of("of w*"));
      assertVerdict(verdict, REJECTED, "a criterion is undefined");
    }
  }
}
