package org.cusp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.gold.ConditionalLlc;
import org.cusp.model.AnalyticModel;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Likelihood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalTruthTest {
  private static final double N_BETA = 9;
  private static final double GAMMA = 3;

  /** The mean loss less that at the truth, datum by datum from the model's function. */
  private static ConditionalLlc.LossDifference ownLoss(Problem problem, DataSet data) {
    AnalyticModel model = (AnalyticModel) problem.model();
    Targets.Values targets = (Targets.Values) data.targets();
    double atTruth = ownLoss(model, data, targets, problem.truth());
    return w -> ownLoss(model, data, targets, w) - atTruth;
  }

  private static double ownLoss(
      AnalyticModel model, DataSet data, Targets.Values targets, double[] w) {
    int width = targets.outputs();
    double[] out = new double[width];
    double sum = 0;
    for (int i = 0; i < data.n(); i++) {
      double[] x = Arrays.copyOfRange(data.x(), i * data.features(), (i + 1) * data.features());
      double[] y = Arrays.copyOfRange(targets.values(), i * width, (i + 1) * width);
      model.function().outputs(w, x, y, out);
      if (model.likelihood() instanceof Likelihood.Gaussian gaussian) {
        for (int k = 0; k < width; k++) {
          double residual = (y[k] - out[k]) / gaussian.sigma();
          sum += residual * residual / 2;
        }
      } else {
        sum -= out[0];
      }
    }
    return sum / data.n();
  }

  /** Against quadrature of the model's own losses in all parameters. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "monomial:powers=2,n=12",
        "monomial:powers=2x2,n=12",
        "monomial:powers=2x1,n=12",
        "twocomponent:at=1x0.3,n=12",
        "twocomponent:n=12",
        "tanh:hidden=1,n=12,sigma=0.3",
        "polynomial-network:layers=1,power=2,n=12",
        "polynomial-network:layers=2,power=3,n=12,sigma=0.1",
        "mixture:components=2,true=1,n=12",
        "conjugate:dimension=2,n=12",
      })
  void agreesWithTheModelsOwnLosses(String name) {
    Problem problem = Problems.parse(name, 5);
    DataSet data = problem.law().draw(4, 77);
    double[] truth = problem.truth();
    ConditionalLlc.Value own =
        new ConditionalLlc(N_BETA, GAMMA)
            .byQuadrature(
                ownLoss(problem, data),
                truth,
                Collections.nCopies(truth.length, new double[] {0, 1}));
    check(ConditionalTruth.of(problem, data).orElseThrow().at(N_BETA, GAMMA), own);
  }

  /** Against fibres whose quadratic functions come from the model's own losses at a few points. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rrr:inputs=1,outputs=2,hidden=1,rank=1,n=12",
        "rrr:inputs=2,outputs=2,hidden=1,rank=1,n=12,sigma=0.5",
      })
  void agreesWithOwnLossesAlongTheSecondLayer(String name) {
    Problem problem = Problems.parse(name, 5);
    DataSet data = problem.law().draw(12, 77);
    int inputs = data.features();
    ConditionalLlc.Value own =
        new ConditionalLlc(N_BETA, GAMMA)
            .byFibres(
                v -> ownQuadratic(problem, data, v),
                Arrays.copyOf(problem.truth(), inputs),
                Collections.nCopies(inputs, new double[0]));
    check(ConditionalTruth.of(problem, data).orElseThrow().at(N_BETA, GAMMA), own);
  }

  /** Of K_n(v, .) around u*; differences of a quadratic function are exact. */
  private static ConditionalLlc.Quadratic ownQuadratic(Problem problem, DataSet data, double[] v) {
    double[] w = problem.truth().clone();
    System.arraycopy(v, 0, w, 0, v.length);
    int size = w.length - v.length;
    double constant = kn(problem, data, w);
    double[] gradient = new double[size];
    double[][] hessian = new double[size][size];
    double[][] up = new double[size][];
    for (int i = 0; i < size; i++) {
      up[i] = moved(w, v.length + i, 1);
      double plus = kn(problem, data, up[i]);
      double minus = kn(problem, data, moved(w, v.length + i, -1));
      gradient[i] = (plus - minus) / 2;
      hessian[i][i] = plus + minus - 2 * constant;
      for (int j = 0; j < i; j++) {
        double both = kn(problem, data, moved(up[i], v.length + j, 1));
        hessian[i][j] = both - plus - kn(problem, data, up[j]) + constant;
        hessian[j][i] = hessian[i][j];
      }
    }
    return new ConditionalLlc.Quadratic(constant, gradient, hessian);
  }

  private static double kn(Problem problem, DataSet data, double[] w) {
    LayerProduct map = new LayerProduct((DeepLinearNetwork) problem.model());
    double sigma = ((Likelihood.Gaussian) problem.model().likelihood()).sigma();
    double[][] here = map.at(w);
    double[][] there = map.at(problem.truth());
    double[] y = ((Targets.Values) data.targets()).values();
    double sum = 0;
    for (int i = 0; i < data.n(); i++) {
      for (int k = 0; k < here.length; k++) {
        double at = y[i * here.length + k];
        double atTruth = at;
        for (int j = 0; j < data.features(); j++) {
          at -= here[k][j] * data.x()[i * data.features() + j];
          atTruth -= there[k][j] * data.x()[i * data.features() + j];
        }
        sum += (at * at - atTruth * atTruth) / (2 * sigma * sigma);
      }
    }
    return sum / data.n();
  }

  private static double[] moved(double[] w, int index, double by) {
    double[] result = w.clone();
    result[index] += by;
    return result;
  }

  private static void check(ConditionalLlc.Value value, ConditionalLlc.Value expected) {
    assertThat(value.llc()).isCloseTo(expected.llc(), within(3e-6));
    assertThat(value.heatCapacity()).isCloseTo(expected.heatCapacity(), within(3e-5));
    assertThat(value.gammaSlope()).isCloseTo(expected.gammaSlope(), within(3e-5));
  }

  /** A regular model in d dimensions: llc = d/2 - |projected noise|^2 / (2 log n), nearly. */
  @Test
  void conjugateInManyDimensions() {
    Problem problem = Problems.parse("conjugate:dimension=20,n=1000", 1);
    double nBeta = 1000 / Math.log(1000);
    double value = ConditionalTruth.of(problem).orElseThrow().at(nBeta, 1e-9).llc();
    Problem one = Problems.parse("conjugate:dimension=1,n=1000", 1);
    double xx = 0;
    double xy = 0;
    for (int i = 1; i <= 1000; i++) {
      xx += Math.cos(i) * Math.cos(i);
      xy += Math.cos(i) * Math.sin(3.0 * i);
    }
    double expected = 0.5 - xy * xy / xx / (2 * Math.log(1000));
    assertThat(ConditionalTruth.of(one).orElseThrow().at(nBeta, 1e-9).llc())
        .isCloseTo(expected, within(1e-9));
    assertThat(value).isBetween(9.0, 10.0);
  }

  @Test
  void unknownWhereTheIntegralHasTooManyDimensions() {
    for (String name :
        List.of(
            "monomial:powers=1x1x1x1x1,n=10",
            "tanh:hidden=4,n=10",
            "rrr:inputs=4,outputs=2,hidden=1,rank=0,n=10",
            "rrr:inputs=2,outputs=2,hidden=2,rank=0,n=10",
            "mixture:components=3,true=3,n=10",
            "dln:widths=2x2x2,rank=1,n=10")) {
      assertThat(ConditionalTruth.of(Problems.parse(name, 1))).as(name).isEmpty();
    }
  }
}
