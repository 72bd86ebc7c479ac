package org.cusp.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

class ModelFamilyTest {
  private static DataSet regression(int n, int inputs, int outputs, int rank, double noise) {
    RandomStream random = RandomStream.of(1, Purpose.DESIGN, 0);
    double[] x = new double[n * inputs];
    double[] y = new double[n * outputs];
    random.normals(0, 0, x, x.length);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < outputs; k++) {
        y[i * outputs + k] = noise * random.normal(1, (long) i * outputs + k);
        for (int h = 0; h < rank; h++) {
          y[i * outputs + k] += (k == h ? 1 : 0.5 / (k + h + 1)) * (h + 1) * x[i * inputs + h];
        }
      }
    }
    return new DataSet("test", n, inputs, x, new Targets.Values(y, outputs));
  }

  /** Lambda and m of every pair, from the table for six inputs and six outputs. */
  @Test
  void coefficientsOfSixBySix() {
    ReducedRankFamily family = new ReducedRankFamily(6, 6, 6, 1);
    double[][] lambdas = {
      {0},
      {3, 5.5},
      {5.5, 8, 10},
      {8, 10, 12, 13.5},
      {10, 12, 13.5, 15, 16},
      {12, 13.5, 15, 16, 17, 17.5},
      {13.5, 15, 16, 17, 17.5, 18, 18}
    };
    int[][] multiplicities = {
      {1},
      {2, 1},
      {1, 2, 1},
      {2, 1, 2, 1},
      {1, 2, 1, 2, 1},
      {2, 1, 2, 1, 2, 1},
      {1, 2, 1, 2, 1, 2, 1}
    };
    for (int size = 0; size <= 6; size++) {
      for (int truth = 0; truth <= size; truth++) {
        assertThat(family.coefficient(size, truth).lambdaValue()).isEqualTo(lambdas[size][truth]);
        assertThat(family.coefficient(size, truth).multiplicity())
            .isEqualTo(multiplicities[size][truth]);
      }
    }
  }

  /** Two layers are a reduced-rank regression; a third narrows lambda but not the dimension. */
  @Test
  void deepLinearNetworksOfTwoLayersAreReducedRankRegressions() {
    ReducedRankFamily flat = new ReducedRankFamily(5, 7, 5, 1);
    DeepLinearFamily two = new DeepLinearFamily(List.of(5, 6, 7), 5, 1);
    DeepLinearFamily three = new DeepLinearFamily(List.of(5, 6, 5, 7), 5, 1);
    for (int size = 0; size <= 5; size++) {
      assertThat(two.dimension(size)).isEqualTo(flat.dimension(size));
      assertThat(three.dimension(size)).isEqualTo(flat.dimension(size));
      for (int truth = 0; truth <= size; truth++) {
        assertThat(two.coefficient(size, truth).lambda())
            .isEqualTo(flat.coefficient(size, truth).lambda());
        assertThat(two.coefficient(size, truth).multiplicity())
            .isEqualTo(flat.coefficient(size, truth).multiplicity());
      }
    }
    assertThat(three.coefficient(2, 0).lambdaValue())
        .isLessThan(two.coefficient(2, 0).lambdaValue());
    assertThat(new DeepLinearFamily(List.of(6, 4, 6), 4, 1).coefficient(4, 3).lambdaValue())
        .isEqualTo(15);
    assertThat(new DeepLinearFamily(List.of(3, 3, 3, 3), 3, 1).coefficient(3, 1).multiplicity())
        .isEqualTo(3);
  }

  /** One output: a rank is all or nothing, and the residuals are those of the normal equations. */
  @Test
  void fullRankIsLeastSquares() {
    DataSet data = regression(50, 2, 1, 1, 1);
    double[] x = data.x();
    double[] y = ((Targets.Values) data.targets()).values();
    double[] moments = new double[5];
    double squares = 0;
    for (int i = 0; i < 50; i++) {
      moments[0] += x[2 * i] * x[2 * i];
      moments[1] += x[2 * i] * x[2 * i + 1];
      moments[2] += x[2 * i + 1] * x[2 * i + 1];
      moments[3] += x[2 * i] * y[i];
      moments[4] += x[2 * i + 1] * y[i];
      squares += y[i] * y[i];
    }
    double determinant = moments[0] * moments[2] - moments[1] * moments[1];
    double explained =
        (moments[2] * moments[3] * moments[3]
                - 2 * moments[1] * moments[3] * moments[4]
                + moments[0] * moments[4] * moments[4])
            / determinant;
    RankFit fit = RankFit.of(data, 2, 1);
    assertThat(fit.residual(0)).isCloseTo(squares, within(1e-10));
    assertThat(fit.residual(1)).isCloseTo(squares - explained, within(1e-10));
    double[] likelihoods = new ReducedRankFamily(2, 1, 1, 2).logLikelihoods(data);
    assertThat(likelihoods[0])
        .isCloseTo(-50 * Math.log(2 * Math.sqrt(2 * Math.PI)) - squares / 8, within(1e-9));
  }

  /**
   * No map of the rank fits better: gradient steps on the factors from many starts come no lower.
   */
  @Test
  void theFitOfARankIsTheBestOfItsRank() {
    DataSet data = regression(40, 3, 3, 3, 1);
    RankFit fit = RankFit.of(data, 3, 3);
    double[] y = ((Targets.Values) data.targets()).values();
    double best = Double.POSITIVE_INFINITY;
    for (int start = 0; start < 5; start++) {
      best = Math.min(best, alternating(data.x(), y, 40, start));
    }
    assertThat(fit.residual(1)).isCloseTo(best, within(1e-8 * best));
    assertThat(fit.residual(2)).isLessThan(fit.residual(1));
  }

  /** min |Y - X a b^T|^2 over vectors a and b, one at a time, X well conditioned. */
  private static double alternating(double[] x, double[] y, int n, int start) {
    RandomStream random = RandomStream.of(start, Purpose.START, 0);
    double[] a = new double[3];
    random.normals(0, 0, a, 3);
    double[] b = new double[3];
    double error = 0;
    for (int round = 0; round < 3000; round++) {
      double[] z = new double[n];
      double zz = 0;
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < 3; k++) {
          z[i] += a[k] * x[3 * i + k];
        }
        zz += z[i] * z[i];
      }
      Arrays.fill(b, 0);
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < 3; k++) {
          b[k] += z[i] * y[3 * i + k] / zz;
        }
      }
      double bb = b[0] * b[0] + b[1] * b[1] + b[2] * b[2];
      error = 0;
      double[] gradient = new double[3];
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < 3; k++) {
          double residual = y[3 * i + k] - z[i] * b[k];
          error += residual * residual;
          for (int h = 0; h < 3; h++) {
            gradient[h] += residual * b[k] * x[3 * i + h];
          }
        }
      }
      for (int h = 0; h < 3; h++) {
        a[h] += gradient[h] / (bb * n * 2);
      }
    }
    return error;
  }

  /** A copied column changes nothing; a noiseless truth leaves no residual. */
  @Test
  void dependentInputsAreLeftOut() {
    DataSet data = regression(60, 3, 4, 2, 0);
    double[] doubled = new double[60 * 4];
    for (int i = 0; i < 60; i++) {
      System.arraycopy(data.x(), 3 * i, doubled, 4 * i, 3);
      doubled[4 * i + 3] = data.x()[3 * i] - data.x()[3 * i + 1];
    }
    RankFit plain = RankFit.of(data, 3, 4);
    RankFit fit = RankFit.of(new DataSet("test", 60, 4, doubled, data.targets()), 4, 4);
    for (int rank = 0; rank <= 4; rank++) {
      assertThat(fit.residual(rank)).isCloseTo(plain.residual(rank), within(1e-9));
    }
    assertThat(fit.residual(1)).isGreaterThan(1);
    assertThat(fit.residual(2)).isCloseTo(0, within(1e-18));
  }

  /** More inputs than data: the fit without a bound passes through all targets. */
  @Test
  void fewerDataThanInputs() {
    RankFit fit = RankFit.of(regression(4, 6, 5, 5, 1), 6, 5);
    assertThat(fit.residual(4)).isCloseTo(0, within(1e-18));
    assertThat(fit.residual(3)).isGreaterThan(1e-3);
  }

  @Test
  void mixturesOfOneComponentHaveTheMeanAndGrow() {
    SelectionProblem problem =
        SelectionProblem.parse(
            "gaussian-mixture:components=4,true=2,n=400", OptionalInt.empty(), 3);
    double[] y = ((Targets.Values) problem.data(0).targets()).values();
    double[] likelihoods = problem.family().logLikelihoods(problem.data(0));
    double mean = Arrays.stream(y).average().orElseThrow();
    double squares = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
    assertThat(likelihoods[0]).isCloseTo(-200 * Math.log(2 * Math.PI) - squares / 2, within(1e-8));
    IntStream.range(1, 4)
        .forEach(k -> assertThat(likelihoods[k]).isGreaterThan(likelihoods[k - 1] - 1e-9));
    assertThat(likelihoods[1] - likelihoods[0]).isGreaterThan(20);
  }

  /**
   * No grid point is better by more than the grid could resolve: two components, 1-D slices of 3.
   */
  @Test
  void twoComponentsAreFittedToTheMaximum() {
    SelectionProblem problem =
        SelectionProblem.parse(
            "gaussian-mixture:components=2,true=2,n=100", OptionalInt.empty(), 1);
    double[] y = ((Targets.Values) problem.data(0).targets()).values();
    double fitted = problem.family().logLikelihoods(problem.data(0))[1];
    double best = Double.NEGATIVE_INFINITY;
    for (double p = 0.02; p < 1; p += 0.04) {
      for (double a = -3; a <= 3; a += 0.1) {
        for (double b = -3; b <= a; b += 0.1) {
          best = Math.max(best, likelihood(y, p, a, b));
        }
      }
    }
    assertThat(fitted).isGreaterThanOrEqualTo(best).isLessThan(best + 0.3);
  }

  private static double likelihood(double[] y, double p, double a, double b) {
    double sum = 0;
    for (double v : y) {
      double density =
          p * Math.exp(-(v - a) * (v - a) / 2) + (1 - p) * Math.exp(-(v - b) * (v - b) / 2);
      sum += Math.log(density / Math.sqrt(2 * Math.PI));
    }
    return sum;
  }

  /** Another unit of y moves all log-likelihoods alike. */
  @Test
  void mixturesScaleWithSigma() {
    DataSet data =
        SelectionProblem.parse("mixture:components=2,true=2,n=50", OptionalInt.empty(), 1).data(0);
    double[] y = ((Targets.Values) data.targets()).values();
    double[] tripled = Arrays.stream(y).map(v -> 3 * v).toArray();
    DataSet wide = new DataSet("wide", 50, 1, data.x(), new Targets.Values(tripled, 1));
    double[] one = new MixtureFamily(3, 1).logLikelihoods(data);
    double[] three = new MixtureFamily(3, 3).logLikelihoods(wide);
    for (int k = 0; k < 3; k++) {
      assertThat(three[k]).isCloseTo(one[k] - 50 * Math.log(3), within(1e-3));
    }
  }

  @Test
  void problemsBecomeChoices() {
    SelectionProblem rrr =
        SelectionProblem.parse(
            "rrr:inputs=4,outputs=5,hidden=9,rank=2,n=300,sigma=2", OptionalInt.empty(), 1);
    assertThat(rrr.family()).isEqualTo(new ReducedRankFamily(4, 5, 4, 2));
    assertThat(rrr.truth()).isEqualTo(2);
    assertThat(rrr.data(0).n()).isEqualTo(300);
    assertThat(rrr.data(1).fingerprint()).isNotEqualTo(rrr.data(0).fingerprint());
    assertThat(rrr.data(2).fingerprint()).isEqualTo(rrr.data(2).fingerprint());
    SelectionProblem dln =
        SelectionProblem.parse("dln:widths=5x4x6x5,ranks=4x2x5,n=100", OptionalInt.of(3), 1);
    assertThat(dln.truth()).isEqualTo(2);
    assertThat(dln.family().largest()).isEqualTo(3);
  }

  @Test
  void badInput() {
    refused("tanh:hidden=3", OptionalInt.empty(), "tanh", "rrr, dln, gaussian-mixture");
    refused("rrr:inputs=4,outputs=5,hidden=3,rank=2", OptionalInt.of(5), "[1, 4]", "5");
    refused("rrr:inputs=4,outputs=5,hidden=3,rank=2", OptionalInt.of(1), "truth", "2", "1");
    refused("mixture:components=2,true=3", OptionalInt.empty(), "truth", "3", "2");
    refused("dln:widths=5x5", OptionalInt.empty(), "hidden layer");
    DataSet data = regression(10, 3, 2, 1, 1);
    assertThatThrownBy(() -> new ReducedRankFamily(4, 2, 2, 1).logLikelihoods(data))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("inputs must be 4, got 3");
    assertThatThrownBy(() -> new MixtureFamily(2, 1).logLikelihoods(data))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("one number");
  }

  private static void refused(String problem, OptionalInt largest, String... says) {
    assertThatThrownBy(() -> SelectionProblem.parse(problem, largest, 1))
        .isInstanceOf(InvalidInput.class)
        .message()
        .contains(says);
  }

  /** Strong signals and many data: both criteria find the rank (false alarm below 1e-6). */
  @Test
  void findsAClearRank() {
    SelectionProblem problem =
        SelectionProblem.parse("dln:widths=5x4x5,rank=2,n=500", OptionalInt.empty(), 4);
    ChoiceCounts counts =
        ChoiceCounts.of(problem, 5, data -> ModelChoice.of(problem.family(), data), done -> {});
    assertThat(counts.repeats()).isEqualTo(5);
    assertThat(counts.counts())
        .containsOnlyKeys(ModelChoice.Criterion.BIC, ModelChoice.Criterion.SBIC);
    for (ModelChoice.Criterion criterion : counts.counts().keySet()) {
      assertThat(counts.found(criterion)).isEqualTo(1);
    }
    assertThat(counts.standardError(1))
        .isCloseTo(Math.sqrt(6 / 7.0 * (1 / 7.0) / 5), within(1e-12));
  }

  /** Narrow components on few data have many maxima; two on data of two groups have one. */
  @Test
  void cautionsSayWhereStartsDisagree() {
    DataSet few = org.cusp.problem.Problems.parse("mixture:components=3,true=3,n=40", 5).data();
    double[] one = new MixtureFamily(8, 0.05, 1).logLikelihoods(few);
    double[] two = new MixtureFamily(8, 0.05, 2).logLikelihoods(few);
    List<String> cautions = new MixtureFamily(8, 0.05, 1).cautions(few);
    long different = 0;
    for (int k = 0; k < one.length; k++) {
      different += Math.abs(one[k] - two[k]) > 0.05 ? 1 : 0;
    }
    assertThat(different).isPositive();
    assertThat(cautions).hasSize((int) different).allMatch(line -> line.contains("seed 2"));
    DataSet many = org.cusp.problem.Problems.parse("mixture:components=2,true=2,n=500", 5).data();
    assertThat(new MixtureFamily(2, 1, 7).cautions(many)).isEmpty();
  }
}
