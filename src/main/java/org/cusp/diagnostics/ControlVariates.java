package org.cusp.diagnostics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;

/**
 * A mean with what is explained by numbers of known mean 0 taken out: with e the draws, c_1 ... c_k
 * the controls and b the coefficients of e's regression on them,
 *
 * <pre>mean(e - b'c),  standard error: Monte Carlo error of e - b'c, times sqrt(1 + k / ESS)</pre>
 *
 * the factor for b, which comes from the same draws.
 *
 * <p>Source: S. Asmussen, P. W. Glynn, "Stochastic Simulation", Springer 2007, chapter V.2.
 */
public final class ControlVariates {
  /** Effective draws of e for each control below which b is not worth its noise. */
  private static final double ESS_OF_A_CONTROL = 30;

  private ControlVariates() {}

  /**
   * The controlled mean; empty where its error is no smaller than that of the plain mean, or where
   * there are too few draws for it.
   *
   * @param draws e, [chain][draw]
   * @param controls c_k, each [chain][draw]
   */
  public static Optional<Estimate> mean(double[][] draws, List<double[][]> controls) {
    int k = controls.size();
    if (k == 0 || !(Ess.mean(draws) > ESS_OF_A_CONTROL * k)) {
      return Optional.empty();
    }
    double[][] rest = rest(draws, controls);
    double ess = Ess.mean(rest);
    double se = Mcse.mean(rest) * Math.sqrt(1 + k / ess);
    return se < Mcse.mean(draws)
        ? Optional.of(new Estimate(Moments.mean(rest), se, Rhat.rankNormalised(rest), ess))
        : Optional.empty();
  }

  /** e - b'c of every draw; NaN where the controls depend on each other. */
  private static double[][] rest(double[][] draws, List<double[][]> controls) {
    double[] e = centred(draws);
    double[][] c = controls.stream().map(ControlVariates::centred).toArray(double[][]::new);
    double[] b = solved(c, e);
    double[][] rest = Arrays.stream(draws).map(double[]::clone).toArray(double[][]::new);
    for (int chain = 0; chain < rest.length; chain++) {
      for (int draw = 0; draw < rest[chain].length; draw++) {
        for (int i = 0; i < b.length; i++) {
          rest[chain][draw] -= b[i] * controls.get(i)[chain][draw];
        }
      }
    }
    return rest;
  }

  private static double[] centred(double[][] draws) {
    double mean = Moments.mean(draws);
    return Arrays.stream(draws).flatMapToDouble(Arrays::stream).map(x -> x - mean).toArray();
  }

  private static double[] solved(double[][] c, double[] e) {
    double[][] products = new double[c.length][c.length];
    double[] right = new double[c.length];
    for (int i = 0; i < c.length; i++) {
      right[i] = product(c[i], e);
      for (int j = 0; j < c.length; j++) {
        products[i][j] = product(c[i], c[j]);
      }
    }
    DecompositionSolver solver =
        new LUDecomposition(new Array2DRowRealMatrix(products, false)).getSolver();
    if (!solver.isNonSingular()) {
      double[] unknown = new double[c.length];
      Arrays.fill(unknown, Double.NaN);
      return unknown;
    }
    return solver.solve(new ArrayRealVector(right, false)).toArray();
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
