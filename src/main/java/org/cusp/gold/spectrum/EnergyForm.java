package org.cusp.gold.spectrum;

import java.util.List;
import java.util.Optional;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * One form of {@code E_t[tK]} as a function of {@code L = log t}, for {@link LambdaFit}. Its
 * parameters are lambda, then c where m > 1, then the second pole's size and distance where there
 * is one; all but lambda are mapped onto the real line, so that the bounds need no care.
 */
final class EnergyForm {
  /** Below this a misfit is rounding or the tolerance of the quadrature. */
  private static final double SMALLEST_MISFIT = 1e-6;

  /** How fast the misfit falls with t; poles beyond the second are mostly farther away. */
  private static final double MISFIT_POWER = 1.0 / 6;

  private static final double LEAST_DELTA = 0.05;
  private static final double MOST_DELTA = 3;
  private static final double MOST_SHIFT = 25;
  private static final double LEAST_RATIO = -0.95;
  private static final int MOST_EVALUATIONS = 2_000;
  private static final double DIFFERENCE = 1e-6;
  private static final double[] SHIFTS = {0, 6};
  private static final double[] DELTAS = {0.1, 0.4, 1.2};
  private static final double[] RATIOS = {-0.4, 0.4};

  private final int m;
  private final Poles poles;

  private enum Poles {
    ONE,
    TWO
  }

  private EnergyForm(int m, Poles poles) {
    this.m = m;
    this.poles = poles;
  }

  /** {@code lambda - (m - 1)/(L + c)}. */
  static EnergyForm leading(int m) {
    return new EnergyForm(m, Poles.ONE);
  }

  /** With a second, simple pole. */
  static EnergyForm withSecondPole(int m) {
    return new EnergyForm(m, Poles.TWO);
  }

  /**
   * A fitted form.
   *
   * @param se of lambda, from the curvature at the optimum
   * @param bic Schwarz's criterion, up to a constant shared by all forms
   * @param misfit what the residuals have beyond the errors of the points
   */
  record Fitted(double lambda, double se, double bic, double misfit) {}

  private int parameters() {
    return 1 + (m > 1 ? 1 : 0) + (poles == Poles.TWO ? 2 : 0);
  }

  /** The value at L; the second pole's size is relative to the first term at the first point. */
  private double value(double[] p, double first, double log) {
    double shift = m > 1 ? logistic(p[1], 0.5 - first, MOST_SHIFT) : 0;
    double main = Math.pow(log + shift, m - 1.0);
    double slope = m > 1 ? (m - 1) * Math.pow(log + shift, m - 2.0) : 0;
    if (poles == Poles.ONE) {
      return p[0] - slope / main;
    }
    double delta = logistic(p[p.length - 1], LEAST_DELTA, MOST_DELTA);
    double ratio = LEAST_RATIO + Math.exp(p[p.length - 2]);
    double second = ratio * Math.pow(first + shift, m - 1.0) * Math.exp(-delta * (log - first));
    return p[0] - (slope - delta * second) / (main + second);
  }

  private static double logistic(double p, double low, double high) {
    return low + (high - low) / (1 + Math.exp(-p));
  }

  private static double logit(double value, double low, double high) {
    return Math.log((value - low) / (high - value));
  }

  /** The best fit; with an infinite criterion where no start leads to one. */
  Fitted fit(List<SpectrumPoint> points) {
    double misfit = SMALLEST_MISFIT;
    Optional<Optimum> best = Optional.empty();
    for (int round = 0; round < 3; round++) {
      best = optimum(points, misfit, best);
      if (best.isEmpty()) {
        return new Fitted(points.get(0).energy(), 0, Double.POSITIVE_INFINITY, 0);
      }
      misfit = misfit(points, best.get().residuals);
    }
    Optimum found = best.orElseThrow();
    double criterion = deviance(points, found.residuals, misfit);
    return new Fitted(
        found.point[0], found.se, criterion + parameters() * Math.log(points.size()), misfit);
  }

  private record Optimum(double[] point, double[] residuals, double cost, double se) {}

  private Optional<Optimum> optimum(
      List<SpectrumPoint> points, double misfit, Optional<Optimum> before) {
    Optional<Optimum> best = before.flatMap(last -> local(points, misfit, last.point));
    if (best.isPresent()) {
      return best;
    }
    double first = Math.log(points.get(0).t());
    double last = points.get(points.size() - 1).energy();
    for (double shift : m > 1 ? SHIFTS : new double[] {0}) {
      for (double delta : poles == Poles.TWO ? DELTAS : new double[] {1}) {
        for (double ratio : poles == Poles.TWO ? RATIOS : new double[] {1}) {
          double[] start = new double[parameters()];
          start[0] = last + (m - 1) / 30.0;
          if (m > 1) {
            start[1] = logit(shift, 0.5 - first, MOST_SHIFT);
          }
          if (poles == Poles.TWO) {
            start[start.length - 2] = Math.log(ratio - LEAST_RATIO);
            start[start.length - 1] = logit(delta, LEAST_DELTA, MOST_DELTA);
          }
          best = cheaper(best, local(points, misfit, start));
        }
      }
    }
    return best;
  }

  private static Optional<Optimum> cheaper(Optional<Optimum> best, Optional<Optimum> found) {
    boolean isCheaper = found.isPresent() && (best.isEmpty() || found.get().cost < best.get().cost);
    return isCheaper ? found : best;
  }

  /** The local optimum from a start; absent where the iteration fails. */
  private Optional<Optimum> local(List<SpectrumPoint> points, double misfit, double[] start) {
    int n = points.size();
    double first = Math.log(points.get(0).t());
    double[] weight = new double[n];
    double[] target = new double[n];
    for (int i = 0; i < n; i++) {
      weight[i] = 1 / Math.sqrt(variance(points, i, misfit));
      target[i] = weight[i] * points.get(i).energy();
    }
    MultivariateJacobianFunction model =
        p -> {
          double[] at = p.toArray();
          RealVector values = new ArrayRealVector(weighted(points, weight, first, at));
          RealMatrix jacobian = MatrixUtils.createRealMatrix(n, at.length);
          for (int k = 0; k < at.length; k++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[k] += DIFFERENCE;
            down[k] -= DIFFERENCE;
            RealVector slope =
                new ArrayRealVector(weighted(points, weight, first, up))
                    .subtract(new ArrayRealVector(weighted(points, weight, first, down)))
                    .mapDivide(2 * DIFFERENCE);
            jacobian.setColumnVector(k, slope);
          }
          return new Pair<>(values, jacobian);
        };
    try {
      LeastSquaresOptimizer.Optimum found =
          new LevenbergMarquardtOptimizer()
              .withCostRelativeTolerance(1e-10)
              .withParameterRelativeTolerance(1e-10)
              .optimize(
                  new LeastSquaresBuilder()
                      .start(start)
                      .model(model)
                      .target(target)
                      .maxEvaluations(MOST_EVALUATIONS)
                      .maxIterations(MOST_EVALUATIONS)
                      .build());
      double[] at = found.getPoint().toArray();
      double[] residuals = new double[n];
      for (int i = 0; i < n; i++) {
        residuals[i] = points.get(i).energy() - value(at, first, Math.log(points.get(i).t()));
      }
      return Optional.of(new Optimum(at, residuals, found.getCost(), se(found)));
    } catch (MathRuntimeException e) {
      // The optimizer's only way to say that it does not settle from here; others are tried.
      return Optional.empty();
    }
  }

  private double[] weighted(
      List<SpectrumPoint> points, double[] weight, double first, double[] at) {
    double[] values = new double[weight.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = weight[i] * value(at, first, Math.log(points.get(i).t()));
    }
    return values;
  }

  /** A direction that the points do not determine is damped, not inverted. */
  private static double se(LeastSquaresOptimizer.Optimum found) {
    RealMatrix jacobian = found.getJacobian();
    RealMatrix information = jacobian.transposeMultiply(jacobian);
    for (int k = 1; k < information.getRowDimension(); k++) {
      information.addToEntry(k, k, 0.01);
    }
    return Math.sqrt(MatrixUtils.inverse(information).getEntry(0, 0));
  }

  /** The misfit of largest likelihood, on a grid of factors of 1.5. */
  private static double misfit(List<SpectrumPoint> points, double[] residuals) {
    double best = SMALLEST_MISFIT;
    for (double tau = SMALLEST_MISFIT; tau < 10; tau *= 1.5) {
      best = deviance(points, residuals, tau) < deviance(points, residuals, best) ? tau : best;
    }
    return best;
  }

  /** -2 log likelihood of the residuals, up to a constant. */
  private static double deviance(List<SpectrumPoint> points, double[] residuals, double misfit) {
    double sum = 0;
    for (int i = 0; i < residuals.length; i++) {
      double variance = variance(points, i, misfit);
      sum += Math.log(variance) + residuals[i] * residuals[i] / variance;
    }
    return sum;
  }

  /** The next pole's share falls like a power of t; the least misfit is of the arithmetic. */
  private static double variance(List<SpectrumPoint> points, int i, double misfit) {
    double se = points.get(i).se();
    double next = misfit * Math.pow(points.get(i).t() / points.get(0).t(), -MISFIT_POWER);
    return se * se + next * next + SMALLEST_MISFIT * SMALLEST_MISFIT;
  }
}
