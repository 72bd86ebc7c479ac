package org.cusp.problem.expected;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.gold.ConditionalLoss;
import org.cusp.gold.EmpiricalRule;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.numerics.Matrices;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.tensor.RealFunctions;

/**
 * The mean loss of the data at hand as a formula, for problems whose posterior comes down to an
 * integral over at most three parameters, and for conjugate regression in any dimension. Data enter
 * through what the loss needs of them: second moments where it is linear in the inputs, a Gauss
 * rule of the sample where it is not.
 */
public final class ExactLoss {
  private static final int MOST_DIMENSIONS = 3;
  private static final int NODES = 64;
  private static final int MIXTURE_NODES = 48;
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private ExactLoss() {}

  /** The loss of these data; empty where its posterior cannot be integrated. */
  static Optional<ConditionalLoss> of(Problem problem, DataSet data) {
    return Problems.family(ProblemString.parse(problem.name()).name())
        .flatMap(family -> family.loss(problem, data));
  }

  /**
   * What a Gaussian loss needs of one output: {@code constant - m product + m^2 square / 2} for
   * targets with the mean m x.
   */
  private record OneSlope(double constant, double product, double square) {
    static OneSlope of(Problem problem, DataSet data) {
      double variance = variance(problem);
      double[] y = targets(data);
      return new OneSlope(
          Matrices.secondMoments(y, 1, y, 1)[0][0] / (2 * variance) + logNormaliser(variance),
          Matrices.secondMoments(data.x(), 1, y, 1)[0][0] / variance,
          Matrices.secondMoments(data.x(), 1, data.x(), 1)[0][0] / variance);
    }

    /** Less the constant. */
    double at(double mean) {
      return -mean * (product - mean * square / 2);
    }
  }

  /** The loss is a quadratic in all parameters. */
  public static Optional<ConditionalLoss> conjugate(Problem problem, DataSet data) {
    double variance = variance(problem);
    int d = data.features();
    double[] y = targets(data);
    double[][] inputs = Matrices.secondMoments(data.x(), d, data.x(), d);
    double[][] cross = Matrices.secondMoments(data.x(), d, y, 1);
    double[] gradient = new double[d];
    double[][] hessian = new double[d][d];
    for (int i = 0; i < d; i++) {
      gradient[i] = -cross[i][0] / variance;
      for (int j = 0; j < d; j++) {
        hessian[i][j] = inputs[i][j] / variance;
      }
    }
    double square = Matrices.secondMoments(y, 1, y, 1)[0][0] / (2 * variance);
    return Optional.of(
        new ConditionalLoss.Quadratic(square + logNormaliser(variance), gradient, hessian));
  }

  /** y = mu(w) x + noise: the loss is a quadratic in mu. */
  public static Optional<ConditionalLoss> slope(Problem problem, DataSet data, double... places) {
    int d = problem.truth().length;
    if (d > MOST_DIMENSIONS) {
      return Optional.empty();
    }
    OneSlope loss = OneSlope.of(problem, data);
    AnalyticFunction function = function(problem);
    double[] one = {1};
    return Optional.of(
        new ConditionalLoss.Surface(
            loss.constant,
            w -> {
              double[] out = new double[1];
              function.outputs(w, one, one, out);
              return loss.at(out[0]);
            },
            ConditionalLoss.Grid.plain(d, places)));
  }

  /** y ~ N(mu(w), I_2): only the mean of the data matters. */
  public static Optional<ConditionalLoss> twoPhase(Problem problem, DataSet data) {
    double[] y = targets(data);
    double[] means = Matrices.secondMoments(data.x(), 1, y, 2)[0];
    double[][] squares = Matrices.secondMoments(y, 2, y, 2);
    double constant = 2 * logNormaliser(1) + (squares[0][0] + squares[1][1]) / 2;
    AnalyticFunction function = function(problem);
    double[] one = {1};
    return Optional.of(
        new ConditionalLoss.Surface(
            constant,
            w -> {
              double[] out = new double[2];
              function.outputs(w, one, one, out);
              return -out[0] * (means[0] - out[0] / 2) - out[1] * (means[1] - out[1] / 2);
            },
            ConditionalLoss.Grid.plain(1)));
  }

  /** Where a power is 1, the loss is a quadratic in that parameter given the others. */
  public static Optional<ConditionalLoss> monomial(Problem problem, DataSet data) {
    List<Integer> powers = ProblemString.parse(problem.name()).intListAt("powers");
    int linear = powers.indexOf(1);
    if (linear < 0 || powers.size() == 1 || powers.size() > MOST_DIMENSIONS + 1) {
      return slope(problem, data, 0);
    }
    List<Integer> others = new ArrayList<>(powers);
    others.remove(linear);
    int[] outer = new int[others.size()];
    Arrays.setAll(outer, i -> i < linear ? i : i + 1);
    OneSlope loss = OneSlope.of(problem, data);
    ConditionalLoss.Fibre fibre =
        v -> {
          double g = 1;
          for (int i = 0; i < v.length; i++) {
            g *= Math.pow(v[i], others.get(i));
          }
          return new ConditionalLoss.Quadratic(
              0, new double[] {-loss.product * g}, new double[][] {{loss.square * g * g}});
        };
    return Optional.of(
        new ConditionalLoss.Fibres(
            powers.size(),
            outer,
            loss.constant,
            fibre,
            ConditionalLoss.Grid.plain(outer.length, 0)));
  }

  /** Given b, the loss of sum_i a_i tanh(b_i x) is a quadratic in a. */
  public static Optional<ConditionalLoss> tanh(Problem problem, DataSet data) {
    int hidden = problem.truth().length / 2;
    if (hidden > MOST_DIMENSIONS) {
      return Optional.empty();
    }
    double variance = variance(problem);
    double[] y = targets(data);
    EmpiricalRule rule = EmpiricalRule.of(data.x(), NODES);
    double[] nodes = rule.nodes();
    double[] weights = rule.weights();
    double[] withTargets = rule.weights(y);
    double constant =
        Matrices.secondMoments(y, 1, y, 1)[0][0] / (2 * variance) + logNormaliser(variance);
    ConditionalLoss.Fibre fibre =
        b -> {
          double[] gradient = new double[hidden];
          double[][] hessian = new double[hidden][hidden];
          double[] units = new double[hidden];
          for (int k = 0; k < nodes.length; k++) {
            for (int i = 0; i < hidden; i++) {
              units[i] = RealFunctions.tanh(b[i] * nodes[k]);
              gradient[i] -= withTargets[k] * units[i] / variance;
              for (int j = 0; j <= i; j++) {
                hessian[i][j] += weights[k] * units[i] * units[j] / variance;
              }
            }
          }
          mirror(hessian);
          return new ConditionalLoss.Quadratic(0, gradient, hessian);
        };
    int[] outer = new int[hidden];
    Arrays.setAll(outer, i -> hidden + i);
    double[] first = new double[hidden];
    first[0] = 1;
    return Optional.of(
        new ConditionalLoss.Fibres(
            2 * hidden,
            outer,
            constant,
            fibre,
            ConditionalLoss.Grid.along(first, ConditionalLoss.Layout.AROUND_ORIGIN)));
  }

  /** Given either layer, the loss of b a^T x is a quadratic in the other. */
  public static Optional<ConditionalLoss> oneHiddenUnit(Problem problem, DataSet data) {
    int inputs = data.features();
    Targets.Values targets = (Targets.Values) data.targets();
    int outputs = targets.outputs();
    if (inputs + outputs != problem.truth().length || Math.min(inputs, outputs) > MOST_DIMENSIONS) {
      return Optional.empty();
    }
    OneHiddenUnit loss = OneHiddenUnit.of(data, targets, variance(problem));
    return Optional.of(inputs <= MOST_DIMENSIONS ? loss.givenFirst() : loss.givenSecond());
  }

  /** The outputs are homogeneous polynomials of the inputs: a few inputs tell them. */
  public static Optional<ConditionalLoss> polynomialNetwork(Problem problem, DataSet data) {
    ProblemString text = ProblemString.parse(problem.name());
    int degree = (int) Math.round(Math.pow(text.intAt("power"), text.intAt("layers") - 1.0));
    HomogeneousLoss loss = HomogeneousLoss.of(function(problem), data, degree);
    double variance = variance(problem);
    double constant = 2 * logNormaliser(variance);
    return Optional.of(
        new ConditionalLoss.Surface(
            loss.constant() / variance + constant,
            w -> loss.excess(w) / variance,
            ConditionalLoss.Grid.along(new double[] {1, -1}, ConditionalLoss.Layout.ALONG_AXES)));
  }

  /** -log(p N(y; m_1, 1) + (1 - p) N(y; m_2, 1)) with p = 1 / (1 + e^-l). */
  public static Optional<ConditionalLoss> mixture(Problem problem, DataSet data) {
    double[] truth = problem.truth();
    if (truth.length != MOST_DIMENSIONS) {
      return Optional.empty();
    }
    double[] y = targets(data);
    EmpiricalRule rule = EmpiricalRule.of(y, MIXTURE_NODES);
    double[] nodes = rule.nodes();
    double[] weights = rule.weights();
    double constant = Matrices.secondMoments(y, 1, y, 1)[0][0] / 2 + logNormaliser(1);
    double[] means = {0, truth[1], truth[2]};
    return Optional.of(
        new ConditionalLoss.Surface(
            constant,
            w -> mixtureLoss(w, nodes, weights),
            ConditionalLoss.Grid.plain(List.of(new double[1], means, means))));
  }

  /** Less the loss of N(0, 1). */
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

  /** log sqrt(2 pi variance). */
  static double logNormaliser(double variance) {
    return (LOG_TWO_PI + Math.log(variance)) / 2;
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
}
