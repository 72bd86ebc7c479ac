package org.cusp.paper.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.posterior.Posterior;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

class EstimationTest {
  private static final double GAMMA = 0.01;

  private static LlcSpec settings() {
    return LlcSpec.defaults(1).until(0.05, 5).withGamma(GAMMA);
  }

  /**
   * One layer without noise is a quadratic with w* at its minimum: the LLC is half the number of
   * parameters, less sum gamma / (nBeta h + gamma) / 2, here below 1e-4. Five standard errors:
   * false alarm 6e-7.
   */
  private static void assertHalfTheParameters(Row row) {
    assertThat(row.number("se")).isBetween(0.0, 0.3);
    assertThat(row.number("llc")).isCloseTo(2, within(5 * row.number("se")));
    assertThat(row.text("verdict")).isNotBlank();
    assertThat(row.number("gamma")).isEqualTo(GAMMA);
    assertThat(row.number("gradients")).isPositive();
    assertThat(row.number("step")).isPositive();
  }

  @Test
  void aProblemOfTheCatalogue() {
    Target target =
        new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
            .read("dln:widths=2x2,rank=2,n=500,noise=0");
    try (Workers workers = new Workers(1)) {
      Estimation estimation = new Estimation(KernelProvider.named("simd"), workers);
      Row row = estimation.at(target, target.truth().orElseThrow(), settings()).row();
      assertHalfTheParameters(row);
      assertThat(row.text("used")).isEqualTo("hmc");
    }
  }

  /** The two examples that stand for 1000 give the posterior of the 1000. */
  @Test
  void aTargetOfSufficientExamples() {
    Problem problem = Problems.parse("dln:widths=2x2,rank=2,n=2,noise=0", 1);
    Target target =
        Target.of(
            "sufficient",
            problem.model(),
            problem.precision(),
            problem.law().drawSufficient(1000, 1).orElseThrow());
    try (Workers workers = new Workers(1)) {
      Estimation estimation = new Estimation(KernelProvider.named("simd"), workers);
      LlcSpec given = Estimation.with(settings().withNBeta(Posterior.defaultNBeta(1000)), "mala");
      Row row = estimation.at(target, problem.truth(), given).row();
      assertHalfTheParameters(row);
      assertThat(row.text("used")).isEqualTo("mala");
    }
  }
}
