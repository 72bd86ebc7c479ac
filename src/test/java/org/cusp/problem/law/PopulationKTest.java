package org.cusp.problem.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.cusp.problem.Evaluation;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** K of the population against data sets, against other quadratures and against its own theory. */
class PopulationKTest {
  private static final int DATA_SETS = 400;
  private static final int N = 100;

  /** Two-sided false alarm of one check: 5.7e-7, so below 2e-5 for all of them. */
  private static final double STANDARD_ERRORS = 5;

  static Stream<String> problems() {
    return Stream.of(
        "rrr:inputs=3,outputs=2,hidden=2,rank=1,n=100,sigma=0.5",
        "dln:widths=3x2x4x2,rank=1,n=100",
        "monomial:powers=1x2,n=100,sigma=0.5",
        "normal-mean:powers=1x2,n=100",
        "normal-mean:powers=2,h=2,n=100",
        "two-phase:phase=a,offset=0.3,n=100",
        "two-phase:phase=b,n=100",
        "twocomponent:at=1x0.3,n=100",
        "tanh:hidden=3,n=100",
        "tms:columns=6,gon=5,n=100",
        "tms:columns=5,gon=4,plus=1,n=100",
        "polynomial-network:layers=2,power=2,n=100",
        "conjugate:dimension=4,n=100",
        "mixture:components=2,true=1,n=100",
        "mixture:components=3,true=3,n=100");
  }

  @ParameterizedTest
  @MethodSource("problems")
  void isTheMeanOfKnAndItsVarianceIsTheSpread(String text) {
    Problem problem = Problems.parse(text, 2);
    double[] w = Evaluation.near(problem, 0.4, 5);
    double[] kn = new double[DATA_SETS];
    Arrays.setAll(kn, i -> Evaluation.kn(problem, problem.law().draw(N, 1000 + i), w));
    double k = problem.populationK().at(w).value();
    double spread = problem.populationK().variance(w) / N;
    double mean = Evaluation.mean(kn);
    double[] squares = Arrays.stream(kn).map(x -> (x - k) * (x - k)).toArray();
    assertThat(Math.abs(mean - k)).isLessThan(STANDARD_ERRORS * Math.sqrt(spread / DATA_SETS));
    double centre = Evaluation.mean(squares);
    double fourth = Evaluation.mean(Arrays.stream(squares).map(s -> s * s).toArray());
    double se = Math.sqrt((fourth - centre * centre) / DATA_SETS);
    assertThat(Math.abs(centre - spread)).isLessThan(STANDARD_ERRORS * se);
    assertThat(Math.abs(centre - 1.7 * spread))
        .as("a wrong spread")
        .isGreaterThan(STANDARD_ERRORS * se);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void isZeroAndStationaryAtTheTruth(String text) {
    Problem problem = Problems.parse(text, 2);
    PopulationK k = problem.populationK();
    assertThat(k.at(problem.truth())).isEqualTo(KValue.exactly(0));
    assertThat(k.variance(problem.truth())).isZero();
    if (k.isDivergence()) {
      assertThat(k.gradient(problem.truth())).usingComparatorWithPrecision(1e-12).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void isNeverNegativeWhereItIsADivergence(String text) {
    Problem problem = Problems.parse(text, 2);
    for (int seed = 0; seed < 40; seed++) {
      double k = problem.populationK().at(Evaluation.near(problem, 0.02 * seed, seed)).value();
      if (problem.populationK().isDivergence()) {
        assertThat(k).isNotNegative();
      }
    }
  }

  /** Excess losses may be negative: from a 4-gon the 5-gon looks better. */
  @Test
  void excessLossOfABetterCriticalPointIsNegative() {
    Problem four = Problems.parse("tms:columns=6,gon=4", 1);
    Problem five = Problems.parse("tms:columns=6,gon=5", 1);
    assertThat(four.populationK().isDivergence()).isFalse();
    assertThat(four.populationK().at(five.truth()).value())
        .isCloseTo((0.412461 - 2.0 / 3) / 12, within(1e-6));
  }

  @Test
  void slopesAgreeWithSimpsonsRuleOverTheInput() {
    double[] w = {0.7, -1.3};
    double monomial = 0.7 * Math.pow(-1.3, 2);
    check(
        "monomial:powers=1x2,sigma=0.5,n=10",
        w,
        simpson(-12, 12, 4000, x -> normal(x) * x * x * monomial * monomial / 0.5));
    double mu = (0.7 - 1) * Math.pow(0.49 + 1.69, 2);
    check("twocomponent:n=10", w, 2 * mu * mu);
    check("twocomponent:n=10", w, simpson(-12, 12, 4000, x -> normal(x) * x * x * mu * mu / 0.5));
  }

  @Test
  void tanhAgreesWithSimpsonsRule() {
    double[] w = {0.8, -1.1, 2.5, 7};
    double expected =
        simpson(
            -1,
            1,
            20_000,
            x -> Math.pow(0.8 * Math.tanh(2.5 * x) - 1.1 * Math.tanh(7 * x), 2) / (4 * 0.49));
    check("tanh:hidden=2,sigma=0.7,n=10", w, expected);
  }

  @Test
  void polynomialNetworkAgreesWithSimpsonsRule() {
    double s = 0.9 - 0.4;
    double expected =
        simpson(
            -1,
            1,
            200,
            x ->
                simpson(
                    -1,
                    1,
                    200,
                    y -> {
                      double first = Math.pow(s * x + 0.81 * y, 2);
                      double second = Math.pow(0.81 * x + 0.16 * y, 2);
                      double a = s * first + 0.81 * second;
                      double b = 0.81 * first + 0.16 * second;
                      return (a * a + b * b) / 8;
                    }));
    check("polynomial-network:layers=2,power=2,n=10", new double[] {0.9, -0.4}, expected, 1e-7);
  }

  @Test
  void mixtureAgreesWithSimpsonsRule() {
    double weight = Math.E / (Math.E + 1);
    double expected =
        simpson(
            -14,
            14,
            20_000,
            y ->
                normal(y)
                    * Math.log(
                        normal(y) / (weight * normal(y - 0.5) + (1 - weight) * normal(y + 1.5))));
    check("mixture:components=2,true=1,n=10", new double[] {1, 0.5, -1.5}, expected);
  }

  /** Uniform inputs have E x x^T = (100/3) I, normal ones I. */
  @Test
  void linearNetworksAgreeWithSimpsonsRuleInThePlane() {
    double[] w = {0.5, -0.2, 0.1, 0.4, 0.3, 0.7};
    double[][] map = {{0.5 * 0.3 + 0.1 * 0.7}, {-0.2 * 0.3 + 0.4 * 0.7}};
    double uniform =
        simpson(
            -10,
            10,
            100,
            x -> simpson(-10, 10, 100, y -> Math.pow(map[0][0] * x + map[1][0] * y, 2) / 800));
    check("dln:widths=2x2x1,rank=0,n=10", w, uniform, 1e-10);
    double normal =
        simpson(
            -10,
            10,
            400,
            x ->
                simpson(
                    -10,
                    10,
                    400,
                    y -> normal(x) * normal(y) * Math.pow(map[0][0] * x + map[1][0] * y, 2) / 2));
    check("rrr:inputs=2,outputs=1,hidden=2,rank=0,n=10", w, normal, 1e-9);
  }

  private static void check(String text, double[] w, double expected) {
    check(text, w, expected, 1e-10);
  }

  private static void check(String text, double[] w, double expected, double tolerance) {
    Problem problem = Problems.parse(text, 1);
    assertThat(problem.populationK().at(w).value())
        .isCloseTo(expected, within(tolerance * Math.abs(expected)));
  }

  private static double normal(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  private interface Function {
    double at(double x);
  }

  private static double simpson(double low, double high, int intervals, Function f) {
    double h = (high - low) / intervals;
    double sum = f.at(low) + f.at(high);
    for (int i = 1; i < intervals; i++) {
      sum += (i % 2 == 1 ? 4 : 2) * f.at(low + i * h);
    }
    return sum * h / 3;
  }
}
