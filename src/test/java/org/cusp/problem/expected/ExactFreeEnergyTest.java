package org.cusp.problem.expected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.gold.ConditionalFreeEnergy;
import org.cusp.gold.ConditionalLoss;
import org.cusp.gold.OneStatistic;
import org.cusp.gold.TwoPhases;
import org.cusp.problem.Evaluation;
import org.cusp.problem.OwnLoss;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactFreeEnergyTest {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private static double at(Problem problem, double nBeta, double[] centre, double gamma) {
    return ExactFreeEnergy.of(problem).orElseThrow().at(nBeta, centre, gamma).orElseThrow();
  }

  /** Constants included, so that the formula is the loss and not a relative of it. */
  @ParameterizedTest
  @CsvSource({
    "'conjugate:dimension=4,n=500', 1e-12",
    "'monomial:powers=2x1x3,n=500,sigma=0.5', 1e-12",
    "'monomial:powers=2x2,n=500,sigma=0.5', 1e-12",
    "'normal-mean:powers=1x2,h=1,n=500', 1e-12",
    "'two-phase:phase=a,n=500', 1e-12",
    "'two-phase:phase=b,n=500', 1e-12",
    "'twocomponent:at=1x0.3,n=500', 1e-12",
    "'tanh:hidden=3,n=500,sigma=0.5', 1e-11",
    "'polynomial-network:layers=3,power=2,n=500,sigma=0.2', 1e-11",
    "'mixture:components=2,true=1,n=500', 1e-10",
    "'mixture:components=2,true=2,n=500', 1e-10",
    "'rrr:inputs=3,outputs=4,hidden=1,rank=1,n=500,sigma=0.5', 1e-12",
    "'rrr:inputs=5,outputs=2,hidden=1,rank=1,n=500,sigma=0.5', 1e-12"
  })
  void formulaIsTheModelsOwnLoss(String name, double tolerance) {
    Problem problem = Problems.parse(name, 3);
    ConditionalLoss loss = ExactLoss.of(problem, problem.data()).orElseThrow();
    OwnLoss own = new OwnLoss(problem, problem.data());
    for (int seed = 0; seed < 20; seed++) {
      double[] w = Evaluation.near(problem, 0.1 * seed, seed);
      double expected = own.at(w);
      assertThat(loss.at(w)).isCloseTo(expected, within(tolerance * (1 + Math.abs(expected))));
    }
  }

  /** Against the trapezoidal rule over all parameters, which converges exponentially here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "conjugate:dimension=3,n=12",
        "monomial:powers=2x2,n=12",
        "monomial:powers=1x2x1,n=12",
        "normal-mean:powers=1x3,n=12",
        "two-phase:phase=a,n=12",
        "twocomponent:at=1x0.3,n=12",
        "tanh:hidden=1,n=12,sigma=0.6",
        "polynomial-network:layers=2,power=2,n=12",
        "mixture:components=2,true=2,n=12",
        "rrr:inputs=2,outputs=1,hidden=1,rank=1,n=12",
        "rrr:inputs=1,outputs=2,hidden=1,rank=1,n=12",
      })
  void agreesWithABruteRule(String name) {
    Problem problem = Problems.parse(name, 5);
    DataSet data = problem.law().draw(4, 77);
    double nBeta = 3;
    double gamma = 4;
    double[] centre = Evaluation.near(problem, 0.4, 11);
    OwnLoss own = new OwnLoss(problem, data);
    double expected = brute(own, nBeta, centre, gamma, centre.length < 3 ? 0.02 : 0.125);
    ConditionalFreeEnergy.Value value =
        ExactFreeEnergy.of(problem, data).orElseThrow().valueAt(nBeta, centre, gamma);
    assertThat(value.freeEnergy()).isCloseTo(expected, within(1e-8));
    assertThat(Math.abs(value.freeEnergy() - expected)).isLessThan(value.error() + 1e-9);
  }

  private static double brute(
      OwnLoss loss, double nBeta, double[] centre, double gamma, double step) {
    int half = (int) Math.round(7 / Math.sqrt(gamma) / step);
    int[] index = new int[centre.length];
    Arrays.fill(index, -half);
    double scale = nBeta * loss.at(centre);
    double sum = 0;
    double[] w = new double[centre.length];
    int axis = 0;
    while (axis < index.length) {
      double square = 0;
      for (int i = 0; i < w.length; i++) {
        w[i] = centre[i] + step * index[i];
        square += step * step * index[i] * index[i];
      }
      if (gamma * square < 49) {
        sum += Math.exp(scale - nBeta * loss.at(w) - gamma / 2 * square);
      }
      for (axis = 0; axis < index.length; axis++) {
        if (++index[axis] <= half) {
          break;
        }
        index[axis] = -half;
      }
    }
    double logDensity = centre.length * Math.log(step * Math.sqrt(gamma / (2 * Math.PI)));
    return scale - Math.log(sum) - logDensity;
  }

  /** log p(y | X) under w ~ N(0, I), from an independent program. */
  @ParameterizedTest
  @CsvSource({
    "10, 3, -13.65199938",
    "100, 3, -123.56143404",
    "1000, 3, -1178.57951901",
    "100, 10, -137.24385974"
  })
  void conjugateEvidence(int n, int dimension, double expected) {
    Problem problem = Problems.parse("conjugate:dimension=" + dimension + ",n=" + n, 1);
    assertThat(-at(problem, n, new double[dimension], 1)).isCloseTo(expected, within(6e-9));
  }

  /**
   * Sufficient statistics of NumPy's default_rng(0), X = standard_normal((n, 2)), E likewise, Y = E
   * or X B^T + E with B = [[1, .5], [.5, .25]], as two rows of data: R with R^T R = X^T X and R^-T
   * X^T Y. The last argument but one is (|Y|^2 - |E|^2)/2.
   */
  @ParameterizedTest
  @CsvSource({
    "94.5460371927441 11.954097414707286 90.27351894973623, -17.081598290738828 -4.195054167510393"
        + " -3.707532687746201 4.018482920694676, 0, 2.850347",
    "1039.7905371571826 -19.358737028529042 962.5703449507225, -48.627833854157785"
        + " 2.9999282330245123 21.37026049024638 15.510256477909815, 0, 4.918429",
    "9899.509415806393 -128.7833813406675 9942.789437061569, 100.09725075207042"
        + " -175.7181778307262 106.64917107374023 -32.42637223203715, 0, 6.201297",
    "100433.2287025068 -584.9813889076806 100047.03686177662, -356.4899653142639"
        + " 26.071496020306903 -302.45944119126875 -161.85155281874412, 0, 9.129835",
    "94.5460371927441 11.954097414707286 90.27351894973623, 83.44148760935889 52.89580272206498"
        + " 46.55401026230266 32.56391136548237, 60.63955047735996, 6.420833",
    "1039.7905371571826 -19.358737028529042 962.5703449507225, 981.4833347887607"
        + " 464.9263636798566 536.4258448117056 246.4734742013259, 755.6063161059141, 10.501317",
    "9899.509415806393 -128.7833813406675 9942.789437061569, 9935.214975888128 4666.893159359389"
        + " 5024.208033641769 2388.879296363021, 7717.720775397516, 12.836768",
    "100433.2287025068 -584.9813889076806 100047.03686177662, 99784.24804273872"
        + " 49464.60853800105 49767.90956283521 24557.416968171583, 77502.35725454762, 17.739166",
  })
  void reducedRankEvidence(String gram, String cross, double signal, double expected) {
    double[] g = numbers(gram);
    double[] c = numbers(cross);
    double r11 = Math.sqrt(g[0]);
    double r12 = g[1] / r11;
    double r22 = Math.sqrt(g[2] - r12 * r12);
    double[] y = new double[4];
    for (int k = 0; k < 2; k++) {
      y[k] = c[2 * k] / r11;
      y[2 + k] = (c[2 * k + 1] - r12 * y[k]) / r22;
    }
    DataSet data =
        new DataSet("two rows", 2, 2, new double[] {r11, r12, 0, r22}, new Targets.Values(y, 2));
    Problem problem = Problems.parse("rrr:inputs=2,outputs=2,hidden=1,rank=0,n=10", 1);
    double free =
        ExactFreeEnergy.of(problem, data).orElseThrow().at(2, new double[4], 1).orElseThrow();
    double atZero = 2 * LOG_TWO_PI + Arrays.stream(y).map(v -> v * v / 2).sum();
    assertThat(free - atZero + signal).isCloseTo(expected, within(6e-7));
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** Quadrature over either layer: two parameters and three. */
  @ParameterizedTest
  @CsvSource({
    "'rrr:inputs=2,outputs=3,hidden=1,rank=1,n=1000', 0.01, 1e-7",
  })
  void reducedRankByEitherLayer(String name, double gamma, double tolerance) {
    Problem problem = Problems.parse(name, 4);
    Targets.Values targets = (Targets.Values) problem.data().targets();
    OneHiddenUnit loss = OneHiddenUnit.of(problem.data(), targets, 1);
    double[] centre = new double[problem.truth().length];
    ConditionalFreeEnergy free = new ConditionalFreeEnergy(1000, gamma);
    assertThat(free.at(loss.givenFirst(), centre).freeEnergy())
        .isCloseTo(free.at(loss.givenSecond(), centre).freeEnergy(), within(tolerance));
  }

  /** -log of the mean of exp(-n g^2) over [-1, 1]^d, from independent programs. */
  @ParameterizedTest
  @CsvSource({
    "1, 100, 2.42336733063, 1e-9",
    "1, 1e6, 7.02853751662, 1e-9",
    "2, 1e4, 2.40085692942, 1e-9",
    "4, 1e6, 1.78696200387, 1e-9",
    "1x1, 1000, 2.084989622, 2e-9",
    "1x1, 1e6, 4.963003451, 1e-8",
    "1x2, 1e4, 1.757832206, 1e-8",
    "2x2, 1e4, 1.189080113, 1e-8",
    "2x3, 1e6, 1.509638398, 1e-8",
  })
  void normalCrossings(String powers, double n, double expected, double tolerance) {
    Problem problem = Problems.parse("normal-mean:powers=" + powers, 1);
    DataSet zeros = new DataSet("zeros", 2, 1, new double[] {1, 1}, values(0, 0));
    double[] origin = new double[problem.truth().length];
    double free =
        ExactFreeEnergy.of(problem, zeros).orElseThrow().at(2 * n, origin, 1).orElseThrow();
    assertThat(free - n * LOG_TWO_PI).isCloseTo(expected, within(tolerance));
  }

  private static Targets.Values values(double... y) {
    return new Targets.Values(y, 1);
  }

  /** Two-sided false alarm of one check at three standard errors: 0.0027. The seeds are fixed. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 100, 1.57681",
    "2, 0, 100, 0.9201411",
    "2, 0, 1000, 1.49579",
    "3, 0, 100, .50218",
    "1x1, 0, 100, .63675",
    "1x2, 0, 100, .34295",
  })
  void meanOverDataSets(String powers, int h, int n, double expected) {
    Problem problem = Problems.parse("normal-mean:powers=" + powers + ",n=" + n, 1);
    double[] origin = new double[problem.truth().length];
    double[] free = new double[origin.length == 1 ? 200 : 40];
    double[] llc = new double[free.length];
    for (int seed = 0; seed < free.length; seed++) {
      DataSet data = problem.law().draw(n, 100 + seed);
      free[seed] =
          ExactFreeEnergy.of(problem, data).orElseThrow().at(n, origin, 1).orElseThrow()
              - n * new OwnLoss(problem, data).at(origin);
      llc[seed] = ConditionalTruth.of(problem, data).orElseThrow().at(n / Math.log(n), 1).llc();
    }
    requireMean(free, expected);
    List<Integer> exponents = Stream.of(powers.split("x")).map(Integer::valueOf).toList();
    requireMean(llc, OneStatistic.of(exponents, h).llc(n));
  }

  private static void requireMean(double[] values, double expected) {
    double mean = Evaluation.mean(values);
    double square = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
    double se = Math.sqrt(square / (values.length - 1) / values.length);
    assertThat(mean).isCloseTo(expected, within(3 * se));
    assertThat(se).isLessThan(0.15);
  }

  /** Simpson's rule over w, for the data of both phases. */
  @Test
  void phasesOnOneDataSet() {
    int n = 250;
    DataSet data = Problems.parse("two-phase:phase=a,n=" + n, 6).data();
    double[] y = ((Targets.Values) data.targets()).values();
    double[] mean = new double[2];
    double squares = 0;
    for (int i = 0; i < y.length; i++) {
      mean[i % 2] += y[i] / n;
      squares += y[i] * y[i];
    }
    double atZero = n * LOG_TWO_PI + squares / 2;
    double a = 0;
    double b = 0;
    int panels = 100_000;
    for (int i = 0; i < panels; i++) {
      double w = (2 * i + 1.0) / panels - 1;
      a += Math.exp(-n * w * w * (w * w / 2 - mean[1])) / panels;
      b += Math.exp(-n * w * (w / 2 - mean[0])) / panels;
    }
    double ofA = n * (0.005 - 0.1 * mean[0]) - Math.log(a);
    assertThat(phase("a", data)).isCloseTo(atZero + ofA, within(1e-8));
    assertThat(phase("b", data)).isCloseTo(atZero - Math.log(b), within(1e-8));
  }

  private static double phase(String phase, DataSet data) {
    Problem problem = Problems.parse("two-phase:offset=0.1,phase=" + phase, 1);
    return ExactFreeEnergy.of(problem, data)
        .orElseThrow()
        .at(data.n(), new double[1], 1)
        .orElseThrow();
  }

  /** The mean of F_A - F_B over data sets, against quadrature over the data's mean. */
  @Test
  void phasesOverDataSets() {
    int n = 100;
    TwoPhases phases = new TwoPhases(0.1);
    Problem law = Problems.parse("two-phase:phase=b,n=" + n, 1);
    double[] difference = new double[300];
    Arrays.setAll(
        difference,
        seed -> {
          DataSet data = law.law().draw(n, 500 + seed);
          return phase("a", data) - phase("b", data);
        });
    requireMean(difference, phases.meanFreeEnergyOfA(n) - phases.meanFreeEnergyOfB(n));
  }
}
