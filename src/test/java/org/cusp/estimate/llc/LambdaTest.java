package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
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
    return llc(problem, LlcSpec.defaults(seed).until(0.02, 120));
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
    double[] interval = lambda.ci95(multiplicity);
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
    double[] interval = llc(problem, LlcSpec.defaults(3)).lambda().orElseThrow().ci95(1);
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
    Lambda lambda = at(n / Math.log(n), energy, 1e-4);
    Estimate found = lambda.with(2);
    assertThat(Math.abs(found.value() - 0.5)).isLessThan(left);
    assertThat(found.se()).isGreaterThan(Math.abs(found.value() - 0.5));
    assertThat(lambda.with(1).value()).isEqualTo(energy);
    assertThat(lambda.with(1).se()).isEqualTo(1e-4);
    assertThat(lambda.ci95(2)[0]).isLessThan(0.5);
    assertThat(lambda.ci95(2)[1]).isGreaterThan(0.5);
  }

  private static Lambda at(double nBeta, double value, double se) {
    Above wide = new Above(0, 50);
    return new Lambda(
        value,
        se,
        wide,
        Lambda.Way.POPULATION,
        new Estimate(value - 10, 0),
        Lambda.Temperatures.one(nBeta));
  }

  /**
   * A Gaussian: (1/2) sum of nBeta h / (nBeta h + gamma) over its directions, P/2 without gamma.
   */
  private static double gaussian(double nBeta) {
    double sum = 0;
    for (int i = 0; i < 40; i++) {
      double stiffness = nBeta * Math.pow(10, -i / 20.0);
      sum += stiffness / (stiffness + 100) / 2;
    }
    return sum;
  }

  @Test
  void whatIsHeldIsFoundFromTheRiseOverTemperatures() {
    List<Lambda> all =
        DoubleStream.of(1e3, 1e4, 1e5).mapToObj(t -> at(t, gaussian(t), 0.1)).toList();
    Lambda found = Lambda.of(all);
    assertThat(all.get(0).value()).isLessThan(14);
    assertThat(found.value()).isEqualTo(all.get(2).value());
    assertThat(found.nBeta()).isEqualTo(1e5);
    assertThat(found.correction()).isCloseTo(found.value() - 10, within(1e-12));
    double[] interval = found.ci95(1);
    assertThat(20.0).isBetween(interval[0], interval[1]);
    assertThat(interval[1] - interval[0]).isLessThan(10);
    // Of the two ways to the reach the shorter is taken.
    assertThat(found.above().reach()).isLessThan(50);
    assertThat(found.above().held()).isGreaterThan(20 - found.value());
  }

  /** Equal but for the errors: the warmest is as good, and its interval reaches little further. */
  @Test
  void temperaturesThatAgreeChangeNothingButTheReach() {
    List<Lambda> all = List.of(at(1e3, 20.1, 0.3), at(1e4, 20, 0.2), at(1e5, 20.2, 0.2));
    Lambda found = Lambda.of(all);
    assertThat(found.value()).isEqualTo(20.1);
    assertThat(found.nBeta()).isEqualTo(1e3);
    assertThat(found.above().held()).isZero();
    // (0.1 + 1.645 sqrt(0.3^2 + 0.2^2)) / ln 100 for each of 3 + ln 100.
    assertThat(found.above().reach()).isCloseTo(0.693 / 4.605 * 7.605, within(2e-3));
    assertThat(found.temperatures().seen()).hasSize(3);
  }

  /** The last step counts: two warm ones that agree say nothing against a cold one. */
  @Test
  void oneThatDiffersFromAColderOneIsNotTaken() {
    assertThat(Lambda.of(List.of(at(1e3, 15, 0.2), at(1e4, 15.1, 0.2), at(1e5, 17, 0.2))).nBeta())
        .isEqualTo(1e5);
    assertThat(Lambda.of(List.of(at(1e3, 15, 0.2), at(1e4, 17, 0.2), at(1e5, 17, 0.2))).nBeta())
        .isEqualTo(1e4);
  }

  @Test
  void multiplicityWidensTheIntervalAboveOnly() {
    Lambda lambda =
        new Lambda(
            10,
            1,
            Above.NONE,
            Lambda.Way.DESCENT,
            new Estimate(2, 0),
            Lambda.Temperatures.one(1000));
    double[] plain = lambda.ci95(1);
    assertThat(plain[0]).isCloseTo(8.04, within(1e-3));
    assertThat(plain[1]).isCloseTo(11.96, within(1e-3));
    assertThat(lambda.ci95(3)[0]).isEqualTo(plain[0]);
    // Twice (3 - 1) / ln 1000.
    assertThat(lambda.ci95(3)[1] - plain[1]).isCloseTo(4 / 6.907755, within(1e-6));
  }
}
