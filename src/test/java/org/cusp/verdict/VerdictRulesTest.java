package org.cusp.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.verdict.Verdict.Status.DOUBTFUL;
import static org.cusp.verdict.Verdict.Status.REJECTED;
import static org.cusp.verdict.Verdict.Status.TRUSTED;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.diagnostics.Drift;
import org.cusp.diagnostics.Estimate;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.problem.expected.ConditionalTruth;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule fires just beyond its threshold and not just before it. Two parameters: P/2 = 1. */
class VerdictRulesTest {
  private static final Posterior POSTERIOR = new Quadratic(new double[] {1, 2}, 100, 1).posterior();
  private static final Drift NO_DRIFT = new Drift(0.0001, 0.001, 0.1);

  private static Verdict judge(double value, double se, double rhat, double ess) {
    return judge(value, se, rhat, ess, NO_DRIFT, List.of());
  }

  private static Verdict judge(
      double value, double se, double rhat, double ess, Drift drift, List<Integer> frozen) {
    Evidence evidence =
        Evidence.of(
            POSTERIOR,
            new Estimate(value, se),
            Evidence.ChainFacts.of(4, frozen, Evidence.Mixing.of(rhat, ess, drift)));
    return VerdictRules.judge(evidence, List.of("a caution"));
  }

  private static void assertVerdict(Verdict verdict, Verdict.Status status, String reason) {
    assertThat(verdict.status()).isEqualTo(status);
    assertThat(verdict.reasons()).hasSize(1).allMatch(text -> text.contains(reason));
    assertThat(verdict.cautions()).containsExactly("a caution");
  }

  private static void assertTrusted(Verdict verdict) {
    assertThat(verdict.reasons()).isEmpty();
    assertThat(verdict.status()).isEqualTo(TRUSTED);
  }

  /** gamma = 1 leaves |w - w*|^2 = 2; what a Metropolis step has corrected cannot run away. */
  @Test
  void uncorrectedStepsThatRunAwayAreRejected() {
    assertTrusted(VerdictRules.judge(atDistance(3.9), List.of()));
    assertVerdict(
        VerdictRules.judge(atDistance(4.1), List.of("a caution")), REJECTED, "the chains run away");
    Evidence corrected = atDistance(4.1);
    assertTrusted(
        VerdictRules.judge(
            corrected.withChains(corrected.chains().withAcceptance(0.8)), List.of()));
  }

  private static Evidence atDistance(double meanSquare) {
    Evidence.Mixing mixed = Evidence.Mixing.of(1.001, 1000, NO_DRIFT);
    return Evidence.of(
            POSTERIOR, new Estimate(0.8, 0.01), Evidence.ChainFacts.of(4, List.of(), mixed))
        .withLocalisation(new Evidence.LocalisationFacts(new Estimate(0, 0.01), meanSquare));
  }

  @Test
  void withoutAFindingTheEstimateIsTrusted() {
    assertTrusted(judge(0.8, 0.01, 1.001, 1000));
    assertThat(judge(0.8, 0.01, 1.001, 1000).cautions()).containsExactly("a caution");
  }

  @Test
  void frozenChains() {
    Verdict verdict = judge(0.8, 0.01, 1.001, 1000, NO_DRIFT, List.of(1, 3));
    assertVerdict(verdict, REJECTED, "2 of 4 chains became non-finite ([1, 3])");
  }

  @Test
  void negativeValues() {
    assertTrusted(judge(0, 0.01, 1.001, 1000));
    assertVerdict(judge(-0.01, 0.01, 1.001, 1000), DOUBTFUL, "negative within its error");
    assertVerdict(judge(-0.0199, 0.01, 1.001, 1000), DOUBTFUL, "negative within its error");
    assertVerdict(judge(-0.0201, 0.01, 1.001, 1000), REJECTED, "negative by more than its error");
  }

  /** The default step size of SGLD may add a factor of 1 / 0.9 = 1.1111. */
  @Test
  void aboveHalfTheParameters() {
    assertTrusted(judge(1.1111, 0.01, 1.001, 1000));
    assertTrusted(judge(1.1311, 0.01, 1.001, 1000));
    assertVerdict(judge(1.1312, 0.01, 1.001, 1000), REJECTED, "exceeds P/2 = 1");
  }

  @ParameterizedTest
  @CsvSource({"1.0099, TRUSTED", "1.0101, DOUBTFUL", "1.0999, DOUBTFUL", "1.1001, REJECTED"})
  void mixing(double rhat, Verdict.Status expected) {
    Verdict verdict = judge(0.8, 0.01, rhat, 1000);
    assertThat(verdict.status()).isEqualTo(expected);
    assertThat(verdict.reasons()).hasSize(expected == TRUSTED ? 0 : 1);
    assertThat(verdict.reasons()).allMatch(text -> text.contains("R-hat"));
  }

  @ParameterizedTest
  @CsvSource({"400, TRUSTED", "399, DOUBTFUL", "50, DOUBTFUL", "49, REJECTED"})
  void effectiveSamples(double ess, Verdict.Status expected) {
    Verdict verdict = judge(0.8, 0.01, 1.001, ess);
    assertThat(verdict.status()).isEqualTo(expected);
    assertThat(verdict.reasons()).hasSize(expected == TRUSTED ? 0 : 1);
    assertThat(verdict.reasons()).allMatch(text -> text.contains("effective sample size"));
  }

  @Test
  void drift() {
    // nBeta = 100 and a difference of -0.002: the LLC went down by 0.2.
    assertTrusted(judge(0.8, 0.01, 1.001, 1000, new Drift(-0.002, 0.001, -2.9), List.of()));
    Verdict verdict = judge(0.8, 0.01, 1.001, 1000, new Drift(-0.002, 0.001, -3.1), List.of());
    assertVerdict(verdict, DOUBTFUL, "-3.1 standard errors (LLC -0.200)");
    assertVerdict(
        judge(0.8, 0.01, 1.001, 1000, new Drift(0.002, 0.001, 3.1), List.of()),
        DOUBTFUL,
        "3.1 standard errors");
  }

  private static Verdict beside(double replicas, double se) {
    Evidence.ChainFacts chains =
        Evidence.ChainFacts.of(4, List.of(), Evidence.Mixing.of(1.001, 1000, NO_DRIFT));
    Evidence evidence =
        Evidence.of(POSTERIOR, new Estimate(0.8, 0.03), chains)
            .withReplicas(new ReplicaCheck(new Estimate(replicas, se)));
    return VerdictRules.judge(evidence, List.of("a caution"));
  }

  /** 0.3 is six standard errors of 0.05. */
  @Test
  void replicasThatFindAnotherComponent() {
    assertVerdict(beside(0.5, 0.04), REJECTED, "reaches another component");
    assertVerdict(beside(1.1, 0.04), REJECTED, "reaches another component");
    assertTrusted(beside(0.61, 0.04));
    // Significant, but less than a tenth of the LLC.
    assertTrusted(beside(0.8, 0));
    assertTrusted(beside(0.87, 0));
  }

  /**
   * Chains that start at the line of mu = (w_1 - 1) |w|^2 cannot walk to the origin, where most of
   * the posterior is: they agree on 0.44, where quadrature gives 0.19.
   */
  @Test
  void chainsThatCannotWalkToTheOtherComponent() {
    Target target =
        new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
            .read("twocomponent:at=1x0.3,n=10000");
    try (Workers workers = new Workers(2)) {
      double[] w = target.points().get(0).weights().get();
      Posterior posterior =
          new Posterior(target.model(), target.train(), w, Posterior.defaultNBeta(10_000), 1);
      try (PosteriorTensors shared =
          PosteriorTensors.of(posterior, target.precision(), KernelProvider.best(), workers)) {
        ReplicaCheck check =
            ReplicaCheck.of(shared, 1, KernelProvider.best(), workers).orElseThrow();
        double exact =
            ConditionalTruth.of(target.problem().orElseThrow())
                .orElseThrow()
                .at(posterior.nBeta(), 1)
                .llc();
        // 4 standard errors: 1 false alarm in 16,000 seeds.
        assertThat(Math.abs(check.llc().value() - exact)).isLessThan(4 * check.llc().se());
        assertThat(check.llc().value()).isLessThan(0.3);
      }
    }
  }

  @Test
  void theGravestFindingDecidesAndComesFirst() {
    Verdict verdict = judge(0.8, 0.01, 1.05, 20);
    assertThat(verdict.status()).isEqualTo(REJECTED);
    assertThat(verdict.reasons()).hasSize(2);
    assertThat(verdict.reasons().get(0)).contains("effective sample size 20 is below 50");
    assertThat(verdict.reasons().get(1)).contains("R-hat 1.050");
  }

  @Test
  void whatIsUndefinedIsRejectedInPlainWords() {
    double nan = Double.NaN;
    Verdict verdict = judge(nan, nan, nan, nan, new Drift(nan, nan, nan), List.of());
    assertThat(verdict.status()).isEqualTo(REJECTED);
    assertThat(verdict.reasons())
        .isNotEmpty()
        .noneMatch(text -> text.contains("NaN") || text.contains("negative"));
    Verdict frozen = judge(nan, nan, nan, 0, new Drift(nan, nan, nan), List.of(0, 1, 2, 3));
    assertThat(frozen.reasons().get(0)).contains("4 of 4 chains");
    assertThat(frozen.reasons()).noneMatch(text -> text.contains("NaN"));
  }

  @Test
  void labels() {
    assertThat(TRUSTED.label()).isEqualTo("trusted");
    assertThat(DOUBTFUL.label()).isEqualTo("doubtful");
    assertThat(REJECTED.label()).isEqualTo("rejected");
  }
}
