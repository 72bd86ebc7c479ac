package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.WideInterval;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;

class DoubtfulIntervalTest {
  private static Llc llc(int draws) {
    Target target = Target.ofProblem("conjugate:dimension=3,n=200", 1);
    LlcSpec settings = LlcSpec.defaults(1).edit().chains(4).draws(draws).build();
    try (Workers workers = new Workers(1)) {
      return new LlcEstimator(settings, KernelProvider.best(), workers)
          .estimate(target, target.truth().orElseThrow(), Progress.NONE)
          .llc();
    }
  }

  @Test
  void aDoubtfulEstimateHasOneThatHoldsTheNaive() {
    Llc doubtful = llc(60);
    assertThat(doubtful.verdict().status()).isEqualTo(Verdict.Status.DOUBTFUL);
    WideInterval wide = doubtful.doubtful().orElseThrow();
    double[] naive = doubtful.estimate().ci95();
    assertThat(wide.low()).isLessThan(naive[0] + 1e-9);
    assertThat(wide.high()).isGreaterThan(naive[1] - 1e-9);
    assertThat(wide.length()).isGreaterThan(1.02 * (naive[1] - naive[0]));
    assertThat(wide.why()).isNotEmpty();
  }

  @Test
  void aTrustedOneHasNone() {
    Llc trusted = llc(600);
    assertThat(trusted.verdict().status()).isEqualTo(Verdict.Status.TRUSTED);
    assertThat(trusted.doubtful()).isEmpty();
    assertThat(trusted.companions().orElseThrow().wide()).isPresent();
  }

  /**
   * Coarse 12 in [11, 12.5], fine 11 in [10.5, 12]: at no step 2 * 11 - 12 = 10. What it may lie
   * below is (2 * 0.5)^2 + 0.5^2 and (1.96 / 4)^2 under a root; above, the finer step's own end is
   * 12 and (2 * 1)^2 + 1^2 + (1.96 / 4)^2 under a root is more.
   */
  @Test
  void stepsThatAreExtrapolatedAddUpAndTheFinerOneIsHeld() {
    StepExtrapolation two =
        new StepExtrapolation(
            new StepExtrapolation.At(0.2, new Estimate(12, 0.2)),
            new StepExtrapolation.At(0.1, new Estimate(11, 0.2)));
    double left = 1.959963984540054 / 4;
    WideInterval wide =
        two.wide(
            new WideInterval(11, 12.5, List.of()), new WideInterval(10.5, 12, List.of("slow")));
    assertThat(wide.low()).isCloseTo(10 - Math.sqrt(1 + 0.25 + left * left), within(1e-12));
    assertThat(wide.high()).isCloseTo(10 + Math.sqrt(4 + 1 + left * left), within(1e-12));
    assertThat(wide.why()).hasSize(2).first().isEqualTo("slow");
    WideInterval held =
        two.wide(
            new WideInterval(11.9, 12.1, List.of()), new WideInterval(10.9, 11.1, List.of("slow")));
    assertThat(held.high()).isCloseTo(11.1, within(1e-12));
  }

  /** What an LLC has beyond its error, lambda has too. */
  @Test
  void lambdaIsAsWide() {
    Estimate llc = new Estimate(4, 0.1);
    WideInterval wide = new WideInterval(llc.ci95()[0] - 0.5, llc.ci95()[1] + 0.25, List.of());
    double[] lambda = LlcResult.Coefficient.wider(new double[] {4.8, 5.3}, wide, llc);
    assertThat(lambda).containsExactly(new double[] {4.3, 5.55}, within(1e-12));
  }
}
