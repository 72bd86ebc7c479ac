package org.cusp.problem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.gold.ConditionalLlc;
import org.cusp.gold.EmpiricalRule;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.Likelihood;

/**
 * The LLC that an estimator at the truth of a problem should return for the data at hand, without
 * sampling error. Known for problems whose posterior comes down to an integral over at most three
 * parameters, and for conjugate regression in any dimension. Data enter through what the loss needs
 * of them: second moments where it is linear in the inputs, a Gauss rule of the sample where it is
 * not.
 */
public interface ConditionalTruth {
  /** The exact value at these settings, in time between microseconds and seconds. */
  ConditionalLlc.Value at(double nBeta, double gamma);

  /** For these data in place of the problem's own; empty where no exact value is known. */
  static Optional<ConditionalTruth> of(Problem problem, DataSet data) {
    Maker maker = Families.MAKERS.get(ProblemString.parse(problem.name()).name());
    return maker == null ? Optional.empty() : maker.of(problem, data);
  }

  /** For the problem's own data. */
  static Optional<ConditionalTruth> of(Problem problem) {
    return of(problem, problem.data());
  }

  /** Makes the exact values of one family. */
  interface Maker {
    /** Empty where this member of the family has too many parameters. */
    Optional<ConditionalTruth> of(Problem problem, DataSet data);
  }

  /** One line for each family. */
  final class Families {
    private static final int MOST_DIMENSIONS = 3;
    private static final int NODES = 48;
    private static final int MIXTURE_NODES = 32;

    static final Map<String, Maker> MAKERS =
        Map.of(
            "conjugate", Families::conjugate,
            "monomial", Families::monomial,
            "twocomponent", (problem, data) -> slope(problem, data, new double[] {0, 1}),
            "tanh", Families::tanh,
            "rrr", Families::oneHiddenUnit,
            "polynomial-network", Families::polynomialNetwork,
            "mixture", Families::mixture,
            "gaussian-mixture", Families::mixture);

    private Families() {}

    /** The loss is a quadratic in all parameters. */
    private static Optional<ConditionalTruth> conjugate(Problem problem, DataSet data) {
      double variance = variance(problem);
      double[][] inputs = SecondMoments.of(data.x(), data.features(), data.x(), data.features());
      double[][] cross = SecondMoments.of(data.x(), data.features(), targets(data), 1);
      int d = data.features();
      double[] gradient = new double[d];
      double[][] hessian = new double[d][d];
      for (int i = 0; i < d; i++) {
        gradient[i] = -cross[i][0] / variance;
        for (int j = 0; j < d; j++) {
          hessian[i][j] = inputs[i][j] / variance;
          gradient[i] += hessian[i][j] * problem.truth()[j];
        }
      }
      return Optional.of((nBeta, gamma) -> llc(nBeta, gamma).quadratic(gradient, hessian));
    }

    /** y = mu(w) x + noise: the loss is a quadratic in mu. */
    private static Optional<ConditionalTruth> slope(
        Problem problem, DataSet data, double[] places) {
      double[] truth = problem.truth();
      if (truth.length > MOST_DIMENSIONS) {
        return Optional.empty();
      }
      double variance = variance(problem);
      double square = SecondMoments.of(data.x(), 1, data.x(), 1)[0][0] / variance;
      double product = SecondMoments.of(data.x(), 1, targets(data), 1)[0][0] / variance;
      AnalyticFunction function = function(problem);
      double[] one = {1};
      double[] out = new double[1];
      function.outputs(truth, one, one, out);
      double atTruth = out[0];
      ConditionalLlc.LossDifference loss =
          w -> {
            function.outputs(w, one, one, out);
            double difference = out[0] - atTruth;
            return difference * (square * (out[0] + atTruth) / 2 - product);
          };
      List<double[]> all = Collections.nCopies(truth.length, places);
      return Optional.of((nBeta, gamma) -> llc(nBeta, gamma).byQuadrature(loss, truth, all));
    }

    /** Where a power is 1, the loss is a quadratic in that parameter given the others; w* = 0. */
    private static Optional<ConditionalTruth> monomial(Problem problem, DataSet data) {
      List<Integer> powers = ProblemString.parse(problem.name()).intListAt("powers");
      int linear = powers.indexOf(1);
      if (linear < 0 || powers.size() == 1 || powers.size() > MOST_DIMENSIONS + 1) {
        return slope(problem, data, new double[0]);
      }
      List<Integer> others = new ArrayList<>(powers);
      others.remove(linear);
      double variance = variance(problem);
      double square = SecondMoments.of(data.x(), 1, data.x(), 1)[0][0] / variance;
      double product = SecondMoments.of(data.x(), 1, targets(data), 1)[0][0] / variance;
      ConditionalLlc.Fibre fibre =
          v -> {
            double g = 1;
            for (int i = 0; i < v.length; i++) {
              g *= Math.pow(v[i], others.get(i));
            }
            return new ConditionalLlc.Quadratic(
                0, new double[] {-product * g}, new double[][] {{square * g * g}});
          };
      return Optional.of(byFibres(fibre, new double[others.size()]));
    }

    /** Given b, the loss of sum_i a_i tanh(b_i x) is a quadratic in a; w* = 0. */
    private static Optional<ConditionalTruth> tanh(Problem problem, DataSet data) {
      int hidden = problem.truth().length / 2;
      if (hidden > MOST_DIMENSIONS) {
        return Optional.empty();
      }
      double variance = variance(problem);
      EmpiricalRule rule = EmpiricalRule.of(data.x(), NODES);
      double[] nodes = rule.nodes();
      double[] weights = rule.weights();
      double[] withTargets = rule.weights(targets(data));
      ConditionalLlc.Fibre fibre =
          b -> {
            double[] gradient = new double[hidden];
            double[][] hessian = new double[hidden][hidden];
            double[] units = new double[hidden];
            for (int k = 0; k < nodes.length; k++) {
              for (int i = 0; i < hidden; i++) {
                units[i] = Math.tanh(b[i] * nodes[k]);
                gradient[i] -= withTargets[k] * units[i] / variance;
                for (int j = 0; j <= i; j++) {
                  hessian[i][j] += weights[k] * units[i] * units[j] / variance;
                }
              }
            }
            mirror(hessian);
            return new ConditionalLlc.Quadratic(0, gradient, hessian);
          };
      return Optional.of(byFibres(fibre, new double[hidden]));
    }

    /** Given the first layer a, the loss of b a^T x is a quadratic in b. */
    private static Optional<ConditionalTruth> oneHiddenUnit(Problem problem, DataSet data) {
      int inputs = data.features();
      int outputs = problem.truth().length - inputs;
      Targets.Values targets = (Targets.Values) data.targets();
      if (inputs > MOST_DIMENSIONS || targets.outputs() != outputs) {
        return Optional.empty();
      }
      double variance = variance(problem);
      double[][] xx = SecondMoments.of(data.x(), inputs, data.x(), inputs);
      double[][] yx = SecondMoments.of(targets.values(), outputs, data.x(), inputs);
      double[] first = java.util.Arrays.copyOf(problem.truth(), inputs);
      double[] second = java.util.Arrays.copyOfRange(problem.truth(), inputs, inputs + outputs);
      double atTruth = bilinear(first, xx, first);
      ConditionalLlc.Fibre fibre =
          a -> {
            double size = bilinear(a, xx, a);
            double constant = 0;
            double[] gradient = new double[outputs];
            double[][] hessian = new double[outputs][outputs];
            for (int k = 0; k < outputs; k++) {
              double here = dot(yx[k], a);
              double there = dot(yx[k], first);
              constant +=
                  second[k] * (second[k] * (size - atTruth) / 2 - (here - there)) / variance;
              gradient[k] = (second[k] * size - here) / variance;
              hessian[k][k] = size / variance;
            }
            return new ConditionalLlc.Quadratic(constant, gradient, hessian);
          };
      return Optional.of(byFibres(fibre, first));
    }

    /** The outputs are homogeneous polynomials of the inputs: a few inputs tell them. */
    private static Optional<ConditionalTruth> polynomialNetwork(Problem problem, DataSet data) {
      ProblemString text = ProblemString.parse(problem.name());
      int degree = (int) Math.round(Math.pow(text.intAt("power"), text.intAt("layers") - 1.0));
      HomogeneousLoss loss = HomogeneousLoss.of(function(problem), problem.truth(), data, degree);
      double variance = variance(problem);
      List<double[]> none = Collections.nCopies(2, new double[0]);
      return Optional.of(
          (nBeta, gamma) ->
              llc(nBeta, gamma).byQuadrature(w -> loss.at(w) / variance, problem.truth(), none));
    }

    /** log(p e^(m_1 y - m_1^2/2) + (1 - p) e^(m_2 y - m_2^2/2)), less its value at w*. */
    private static Optional<ConditionalTruth> mixture(Problem problem, DataSet data) {
      double[] truth = problem.truth();
      if (truth.length != MOST_DIMENSIONS) {
        return Optional.empty();
      }
      EmpiricalRule rule = EmpiricalRule.of(targets(data), MIXTURE_NODES);
      double[] nodes = rule.nodes();
      double[] weights = rule.weights();
      double atTruth = mixtureLoss(truth, nodes, weights);
      ConditionalLlc.LossDifference loss = w -> mixtureLoss(w, nodes, weights) - atTruth;
      List<double[]> none = Collections.nCopies(MOST_DIMENSIONS, new double[0]);
      return Optional.of((nBeta, gamma) -> llc(nBeta, gamma).byQuadrature(loss, truth, none));
    }

    private static double mixtureLoss(double[] w, double[] nodes, double[] weights) {
      double sum = 0;
      for (int k = 0; k < nodes.length; k++) {
        double first = w[0] + w[1] * (nodes[k] - w[1] / 2);
        double second = w[2] * (nodes[k] - w[2] / 2);
        double larger = Math.max(first, second);
        sum += weights[k] * (larger + Math.log1p(Math.exp(-Math.abs(first - second))));
      }
      return Math.max(w[0], 0) + Math.log1p(Math.exp(-Math.abs(w[0]))) - sum;
    }

    private static ConditionalTruth byFibres(ConditionalLlc.Fibre fibre, double[] centre) {
      List<double[]> none = Collections.nCopies(centre.length, new double[0]);
      return (nBeta, gamma) -> llc(nBeta, gamma).byFibres(fibre, centre, none);
    }

    private static ConditionalLlc llc(double nBeta, double gamma) {
      return new ConditionalLlc(nBeta, gamma);
    }

    private static AnalyticFunction function(Problem problem) {
      return ((AnalyticModel) problem.model()).function();
    }

    private static double variance(Problem problem) {
      double sigma = ((Likelihood.Gaussian) problem.model().likelihood()).sigma();
      return sigma * sigma;
    }

    private static double[] targets(DataSet data) {
      return ((Targets.Values) data.targets()).values();
    }

    private static void mirror(double[][] lower) {
      for (int i = 0; i < lower.length; i++) {
        for (int j = 0; j < i; j++) {
          lower[j][i] = lower[i][j];
        }
      }
    }

    private static double bilinear(double[] a, double[][] matrix, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * dot(matrix[i], b);
      }
      return sum;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }
  }
}
