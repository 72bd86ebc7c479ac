package org.cusp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.ExactProblems;
import org.cusp.exact.Rlct;
import org.cusp.model.likelihood.Likelihood;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final int MANY = 20_000;

  /** Two-sided false alarm of one check: 5.7e-7. */
  private static final double STANDARD_ERRORS = 5;

  static Stream<ProblemFamily> families() {
    return Problems.FAMILIES.stream();
  }

  /** Published values: facts of the sources that each family names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rrr:inputs=6,outputs=6,hidden=4,rank=3,sigma=2 | 15 | 2",
        "rrr:inputs=3,outputs=2,hidden=1,rank=0 | 1 | 1",
        "dln:widths=5x5x5x5,rank=2 | 11 | 1",
        "dln:widths=2x2x2x2 | 3/2 | 3",
        "monomial:powers=1x3,n=1000,sigma=0.5 | 1/6 | 1",
        "monomial:powers=2x2 | 1/4 | 2",
        "normal-mean:powers=1x2 | 1/4 | 1",
        "normal-mean:powers=1x1 | 1/2 | 2",
        "normal-mean:powers=2,h=3 | 1 | 1",
        "normal-mean:powers=3x3,h=2 | 1/2 | 2",
        "two-phase:phase=a | 1/4 | 1",
        "two-phase:phase=b,offset=0.3 | 1/2 | 1",
        "twocomponent | 1/4 | 1",
        "twocomponent:at=0x0 | 1/4 | 1",
        "twocomponent:at=1x0.3 | 1/2 | 1",
        "tanh:hidden=4 | 1 | 2",
        "tms:gon=5 | 7 | 1",
        "tms:columns=6,gon=5,plus=1 | 17/2 | 1",
        "tms:columns=6,gon=6 | 17/2 | 1",
        "polynomial-network:layers=4,power=2 | 1/20 | 1",
        "conjugate:dimension=3,n=10 | 3/2 | 1",
        "mixture | 3/4 | 1",
        "mixture:components=2,true=2 | 3/2 | 1",
      })
  void exactAnswers(String text, String lambda, int multiplicity) {
    Rlct exact = Problems.parse(text, 1).exact().orElseThrow();
    assertThat(exact.lambdaText()).isEqualTo(lambda);
    assertThat(exact.multiplicity()).isEqualTo(multiplicity);
    assertThat(exact.isExact()).isTrue();
  }

  /** The same string means the same thing to both commands. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rrr:inputs=6,outputs=6,hidden=4,rank=3,n=50,sigma=2",
        "dln:widths=4x3x4",
        "dln:widths=4x3x4,rank=2,n=50,sigma=2",
        "monomial:powers=1x3,n=1000,sigma=0.5",
        "tanh:hidden=3,n=50",
        "polynomial-network:layers=3,power=2,n=50",
        "conjugate:dimension=10,n=1000",
        "gaussian-mixture:components=2,true=1,n=50"
      })
  void exactAnswersAreThoseOfTheExactCommand(String text) {
    assertThat(Problems.parse(text, 1).exact()).contains(ExactProblems.answer(text).rlct());
  }

  @ParameterizedTest
  @MethodSource("families")
  void familiesDescribeThemselves(ProblemFamily family) {
    ProblemString example = ProblemString.parse(family.example());
    assertThat(example.name()).isEqualTo(family.name());
    assertThat(Problems.isProblem(family.example())).isTrue();
    for (String line : List.of(family.meaning(), family.parameters(), family.citation())) {
      assertThat(line).isNotBlank().doesNotContain("\n");
    }
    Problem problem = Problems.parse(family.example(), 1);
    assertThat(problem.exact()).isEqualTo(family.exact(example)).isPresent();
    assertThat(problem.name()).isEqualTo(family.example());
    problem.model().likelihood().requireFits(problem.data());
  }

  @ParameterizedTest
  @MethodSource("families")
  void dataAreAFunctionOfTheSeed(ProblemFamily family) {
    Problem problem = Problems.parse(family.example(), 1);
    String first = problem.law().draw(50, 7).fingerprint();
    assertThat(problem.law().draw(50, 7).fingerprint()).isEqualTo(first);
    assertThat(problem.law().draw(50, 8).fingerprint()).isNotEqualTo(first);
  }

  /** -log N(y; g(x, w*), sigma^2 I) - (c/2) log(2 pi sigma^2) has mean and variance c/2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rrr:inputs=3,outputs=2,hidden=2,rank=1,sigma=0.5",
        "dln:widths=3x2x4,rank=1",
        "monomial:powers=1x2,sigma=0.5",
        "normal-mean:powers=1x2",
        "two-phase:phase=b",
        "twocomponent:at=1x0.3",
        "tanh:hidden=2,sigma=2",
        "polynomial-network:layers=2,power=2",
        "conjugate:dimension=3"
      })
  void noiseHasTheModelsVariance(String text) {
    Problem problem = Problems.parse(text, 1);
    Likelihood.Gaussian likelihood = (Likelihood.Gaussian) problem.model().likelihood();
    double sigma = likelihood.sigma();
    double half = likelihood.outputs() / 2.0;
    DataSet data = problem.law().draw(MANY, 3);
    double mean = Evaluation.mean(Evaluation.losses(problem.model(), data, problem.truth()));
    double chiSquared = mean - half * Math.log(2 * Math.PI * sigma * sigma);
    assertThat(chiSquared)
        .isCloseTo(half, within(STANDARD_ERRORS * Math.sqrt(half / MANY)))
        .isNotCloseTo(1.1 * half, within(STANDARD_ERRORS * Math.sqrt(half / MANY)));
  }

  @ParameterizedTest
  @CsvSource({
    "rrr, 1, 3",
    "monomial, 1, 3",
    "twocomponent, 1, 3",
    "tanh, 0.333333333, 0.2",
    "polynomial-network, 0.333333333, 0.2",
    "dln, 33.3333333, 2000"
  })
  void inputsHaveTheMomentsOfTheirLaw(String name, double second, double fourth) {
    ProblemFamily family = families().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    double[] x = Problems.parse(family.example(), 1).law().draw(MANY, 5).x();
    double spread = Math.sqrt((fourth - second * second) / x.length);
    assertThat(Evaluation.mean(x)).isCloseTo(0, within(5 * Math.sqrt(second / x.length)));
    double[] squares = Arrays.stream(x).map(v -> v * v).toArray();
    assertThat(Evaluation.mean(squares)).isCloseTo(second, within(STANDARD_ERRORS * spread));
  }

  @Test
  void superpositionInputsAreOneColumnOfUniformLength() {
    DataSet data = Problems.parse("tms:columns=4,gon=3", 1).law().draw(MANY, 1);
    double[] sums = new double[4];
    int[] counts = new int[4];
    for (int i = 0; i < data.x().length; i++) {
      counts[i % 4] += data.x()[i] > 0 ? 1 : 0;
      sums[i % 4] += data.x()[i];
    }
    double se = Math.sqrt(3.0 / 16 * MANY);
    for (int column = 0; column < 4; column++) {
      assertThat((double) counts[column]).isCloseTo(MANY / 4.0, within(STANDARD_ERRORS * se));
      double meanSe = Math.sqrt(1.0 / 12 / counts[column]);
      assertThat(sums[column] / counts[column]).isCloseTo(0.5, within(STANDARD_ERRORS * meanSe));
    }
    assertThat(Arrays.stream(counts).sum()).isEqualTo(MANY);
    assertThat(((Targets.Values) data.targets()).values()).isEqualTo(data.x());
  }

  /** Means -2, 0, 2: variance 1 + 8/3, fourth central moment 3 + 6 (8/3) + 32/3. */
  @Test
  void mixtureHasTheMomentsOfItsComponents() {
    DataSet data = Problems.parse("mixture:components=3,true=3", 1).law().draw(MANY, 1);
    double[] y = ((Targets.Values) data.targets()).values();
    double variance = 1 + 8.0 / 3;
    double fourth = 3 + 6 * 8.0 / 3 + 32.0 / 3;
    double[] squares = Arrays.stream(y).map(v -> v * v).toArray();
    assertThat(Evaluation.mean(y)).isCloseTo(0, within(5 * Math.sqrt(variance / MANY)));
    assertThat(Evaluation.mean(squares))
        .isCloseTo(variance, within(5 * Math.sqrt((fourth - variance * variance) / MANY)));
  }

  /** log p(y | X) with the prior N(0, I), as the density N(y; 0, I + X X^T). */
  @ParameterizedTest
  @CsvSource({
    "10, 3, -13.65199938",
    "100, 3, -123.56143404",
    "1000, 3, -1178.57951901",
    "100, 10, -137.24385974"
  })
  void conjugateDataHaveTheKnownEvidence(int n, int dimension, double expected) {
    DataSet data = Problems.parse("conjugate:dimension=" + dimension + ",n=" + n, 9).data();
    double[][] rows = new double[n][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(data.x(), i * dimension, (i + 1) * dimension));
    RealMatrix x = MatrixUtils.createRealMatrix(rows);
    RealMatrix covariance = x.multiplyTransposed(x).add(MatrixUtils.createRealIdentityMatrix(n));
    CholeskyDecomposition root = new CholeskyDecomposition(covariance);
    RealVector y = MatrixUtils.createRealVector(((Targets.Values) data.targets()).values());
    double evidence =
        -0.5 * y.dotProduct(root.getSolver().solve(y))
            - 0.5 * Math.log(root.getDeterminant())
            - 0.5 * n * Math.log(2 * Math.PI);
    assertThat(evidence).isCloseTo(expected, within(1e-7));
  }

  @Test
  void priorSdIsOneUnlessGiven() {
    for (ProblemFamily family : Problems.FAMILIES) {
      assertThat(Problems.parse(family.example(), 1).priorSd()).isEqualTo(1);
    }
    for (String name :
        List.of(
            "conjugate:dimension=2,n=9",
            "rrr:inputs=2,outputs=2,hidden=1,rank=1,n=9",
            "dln:widths=2x2,n=9",
            "monomial:powers=1,n=9",
            "twocomponent:n=9",
            "tanh:hidden=1,n=9")) {
      assertThat(Problems.parse(name + ",prior-sd=10", 1).priorSd()).as(name).isEqualTo(10);
    }
  }

  /** Each factor of the true map has its rank: the other hidden units are zero in both. */
  @Test
  void reducedRankTruthIsADeepestPoint() {
    Problem problem = Problems.parse("rrr:inputs=4,outputs=3,hidden=3,rank=2,n=10", 1);
    double[] w = problem.truth();
    for (int unit = 0; unit < 3; unit++) {
      double[] into = Arrays.copyOfRange(w, unit * 4, unit * 4 + 4);
      double[] out = {w[12 + unit], w[15 + unit], w[18 + unit]};
      assertThat(Arrays.stream(into).allMatch(v -> v == 0)).isEqualTo(unit == 2);
      assertThat(Arrays.stream(out).allMatch(v -> v == 0)).isEqualTo(unit == 2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rrr:inputs=6,outputs=6,hidden=2,rank=3 | rank must be at most hidden = 2",
        "rrr:inputs=6 | 'outputs' is missing",
        "dln:widths=5,rank=0 | width",
        "dln:widths=5x5,rnk=1 | did you mean 'rank'",
        "dln:widths=5x5,n=0 | n must be in [1, inf)",
        "monomial | 'powers' is missing",
        "monomial:powers=1x-1 | power",
        "monomial:powers=0x0 | must not all be 0",
        "monomial:powers=30 | power must be in [0, 20], got 30",
        "monomial:powers=1x2,sigma=0 | sigma must be in (0, inf)",
        "monomial:powers=1x2,sigma=nan | sigma",
        "monomial:powers=1,prior-sd=0 | prior-sd must be in (0, inf)",
        "normal-mean:powers=0 | power must be in [1, 20], got 0",
        "normal-mean:powers=1,h=-1 | h must be in [0, 20], got -1",
        "normal-mean:powers=1,sigma=2 | sigma",
        "two-phase:phase=c | unknown phase of problem two-phase 'c'",
        "two-phase | 'phase' is missing",
        "two-phase:phase=a,offset=-1 | offset",
        "twocomponent:at=2x2 | 2",
        "twocomponent:at=1 | at",
        "twocomponent:at=1xa | fractions",
        "tanh:hidden=0 | hidden",
        "tms:columns=6,gon=7 | gon must be in [2, 6], got 7",
        "tms:columns=6,gon=5,plus=2 | plus must be in [0, 1], got 2",
        "tms:columns=12,gon=9 | gon must be in [2, 8], got 9",
        "polynomial-network:layers=5,power=4 | must be at most 64",
        "conjugate:dimension=0 | dimension",
        "conjugate:dimension=2,sigma=1 | sigma",
        "mixture:components=3,true=1 | components=2,true=1",
        "mixture:components=1,true=2 | true must be in [1, 1], got 2",
        "monomials:powers=1 | did you mean 'monomial'"
      })
  void badInputIsNamedInOneLine(String text, String part) {
    assertThatThrownBy(() -> Problems.parse(text, 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(part)
        .message()
        .doesNotContain("\n");
  }
}
