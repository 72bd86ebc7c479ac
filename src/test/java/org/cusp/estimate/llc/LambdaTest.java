package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cusp.diagnostics.Estimate;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lambda against exact coefficients, on data with noise. */
class LambdaTest {
  private static Llc llc(String problem, long seed) {
    return llc(problem, LlcSpec.defaults(seed).until(0.02, 20));
  }

  private static Llc llc(String problem, LlcSpec settings) {
    Target target = Target.ofProblem(problem, settings.seed());
    try (Workers workers = new Workers(2)) {
      return new LlcEstimator(settings, KernelProvider.best(), workers)
          .estimate(target, target.truth().orElseThrow(), Progress.NONE)
          .llc();
    }
  }

  /** Aoyagi (2024): 91/2, 24, 83, 34. */
  @ParameterizedTest
  @CsvSource({
    "dln:widths=12x9x7x11;rank=4, 45.5, 2",
    "dln:widths=8x6x8;rank=2, 24, 1",
    "dln:widths=14x12x13;rank=7, 83, 1",
    "dln:widths=9x9x9x9x9;rank=3, 34, 5"
  })
  void deepLinearNetworksWithNoise(String problem, double exact, int multiplicity) {
    Llc llc = llc(problem.replace(';', ',') + ",n=100000", 1);
    Lambda lambda = llc.lambda().orElseThrow();
    // A mean energy lies lower by (m - 1) / (ln nBeta + c): half of 0 to twice that at c = 0.
    double below = Lambda.multiplicityTerm(multiplicity, 1e5 / Math.log(1e5));
    assertThat(lambda.value()).isCloseTo(exact - below, within(0.02 * exact));
    double[] interval = lambda.ci95(multiplicity, 1e5 / Math.log(1e5));
    assertThat(exact).isBetween(interval[0], interval[1]);
    assertThat(lambda.value() - llc.estimate().value())
        .isCloseTo(lambda.correction(), within(1e-9))
        .isGreaterThan(1);
    assertThat(lambda.correctionError()).isLessThan(0.1);
  }

  /** A regular model: d/2 for every data set, however few the data; a loose gamma holds nothing. */
  @ParameterizedTest
  @CsvSource({"21, 100", "21, 2000", "5, 60", "40, 500"})
  void conjugateRegressions(int dimension, int n) {
    String problem = "conjugate:dimension=" + dimension + ",n=" + n;
    LlcSpec settings = LlcSpec.defaults(3).withGamma(1e-4);
    Llc llc = llc(problem, settings);
    Lambda lambda = llc.lambda().orElseThrow();
    assertThat(lambda.value()).isCloseTo(dimension / 2.0, within(5 * lambda.se()));
    assertThat(lambda.se()).isLessThan(0.02 * dimension);
    assertThat(llc.estimate().value()).isLessThan(lambda.value());
    // Held by the default gamma, the interval says so.
    double[] interval = llc(problem, LlcSpec.defaults(3)).lambda().orElseThrow().ci95(1, n);
    assertThat(dimension / 2.0).isBetween(interval[0], interval[1]);
  }

  /** Without noise w* is the minimum: nothing but the luck of 10,000 inputs, 1/sqrt(n), is left. */
  @ParameterizedTest
  @CsvSource({
    "dln:widths=5x5x5x5;rank=2;n=10000;noise=0",
    "rrr:inputs=6;outputs=6;hidden=4;rank=3;n=10000;noise=0"
  })
  void withoutNoiseItIsTheLlc(String problem) {
    Llc llc = llc(problem.replace(';', ','), 1);
    assertThat(llc.lambda().orElseThrow().value())
        .isCloseTo(llc.estimate().value(), within(0.01 * llc.estimate().value()));
  }

  /**
   * K = x^2 y^2, 1/2 with m = 2: the mean energies are exact ones at gamma = 1 and t = n / ln n, by
   * quadrature. What is added brings each nearer, and less is left the larger n is.
   */
  @ParameterizedTest
  @CsvSource({"1e4, 0.3912, 0.04", "1e6, 0.4253, 0.016", "1e12, 0.4623, 0.005"})
  void theLogLogTermIsAdded(double n, double energy, double left) {
    Lambda lambda = new Lambda(energy, 1e-4, Above.NONE, Lambda.Way.POPULATION, 0, 0);
    double nBeta = n / Math.log(n);
    Estimate found = lambda.with(2, nBeta);
    assertThat(Math.abs(found.value() - 0.5)).isLessThan(left);
    assertThat(found.se()).isGreaterThan(Math.abs(found.value() - 0.5));
    assertThat(lambda.with(1, nBeta).value()).isEqualTo(energy);
    assertThat(lambda.with(1, nBeta).se()).isEqualTo(1e-4);
    assertThat(lambda.ci95(2, nBeta)[0]).isLessThan(0.5);
    assertThat(lambda.ci95(2, nBeta)[1]).isGreaterThan(0.5);
  }

  @Test
  void multiplicityWidensTheIntervalAboveOnly() {
    Lambda lambda = new Lambda(10, 1, Above.NONE, Lambda.Way.DESCENT, 2, 0);
    double[] plain = lambda.ci95(1, 1000);
    assertThat(plain[0]).isCloseTo(8.04, within(1e-3));
    assertThat(plain[1]).isCloseTo(11.96, within(1e-3));
    assertThat(lambda.ci95(3, 1000)[0]).isEqualTo(plain[0]);
    // Twice (3 - 1) / ln 1000.
    assertThat(lambda.ci95(3, 1000)[1] - plain[1]).isCloseTo(4 / 6.907755, within(1e-6));
  }
}
