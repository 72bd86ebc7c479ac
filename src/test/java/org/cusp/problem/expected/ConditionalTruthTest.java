package org.cusp.problem.expected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.gold.ConditionalLlc;
import org.cusp.gold.ConditionalLoss;
import org.cusp.problem.OwnLoss;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalTruthTest {
  private static final double N_BETA = 9;
  private static final double GAMMA = 3;

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
            .at(
                new ConditionalLoss.Surface(
                    new OwnLoss(problem, data)::at, ConditionalLoss.Grid.plain(truth.length, 0, 1)),
                truth);
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
            .at(
                new ConditionalLoss.Fibres(
                    problem.truth().length,
                    IntStream.range(0, inputs).toArray(),
                    v -> ownQuadratic(problem, data, v),
                    ConditionalLoss.Grid.plain(inputs)),
                problem.truth());
    check(ConditionalTruth.of(problem, data).orElseThrow().at(N_BETA, GAMMA), own);
  }

  /** Of L_n(v, .) around 0; differences of a quadratic function are exact. */
  private static ConditionalLoss.Quadratic ownQuadratic(Problem problem, DataSet data, double[] v) {
    OwnLoss loss = new OwnLoss(problem, data);
    int size = problem.truth().length - v.length;
    double[] w = Arrays.copyOf(v, v.length + size);
    double constant = loss.at(w);
    double[] gradient = new double[size];
    double[][] hessian = new double[size][size];
    double[][] up = new double[size][];
    for (int i = 0; i < size; i++) {
      up[i] = moved(w, v.length + i, 1);
      double plus = loss.at(up[i]);
      double minus = loss.at(moved(w, v.length + i, -1));
      gradient[i] = (plus - minus) / 2;
      hessian[i][i] = plus + minus - 2 * constant;
      for (int j = 0; j < i; j++) {
        double both = loss.at(moved(up[i], v.length + j, 1));
        hessian[i][j] = both - plus - loss.at(up[j]) + constant;
        hessian[j][i] = hessian[i][j];
      }
    }
    return new ConditionalLoss.Quadratic(constant, gradient, hessian);
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
            "rrr:inputs=4,outputs=4,hidden=1,rank=0,n=10",
            "rrr:inputs=2,outputs=2,hidden=2,rank=0,n=10",
            "mixture:components=3,true=3,n=10",
            "dln:widths=2x2x2,rank=1,n=10")) {
      assertThat(ConditionalTruth.of(Problems.parse(name, 1))).as(name).isEmpty();
    }
  }
}
