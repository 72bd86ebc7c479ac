package org.cusp.gold;

import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.gold.quadrature.AdaptiveIntegral;
import org.cusp.gold.quadrature.Approximation;
import org.cusp.gold.quadrature.PanelRule;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/** Evidences by other ways than Cusp's own, which its numbers are held against. */
public final class KnownEvidence {
  private static final double PANEL = 0.25;
  private static final double REACH = 60;
  private static final double TOLERANCE = 1e-10;
  private static final int MOST_PANELS = 2_000;
  private static final double MOST_ERROR = 1e-8;

  private KnownEvidence() {}

  /** {@code -log integral exp(-n |g(w)|) dw} over [0, 1]^d for a monomial g. */
  public static double monomial(MonomialLaw law, double n) {
    Check.positive("n", n);
    double last = REACH / law.slowestRate();
    List<Double> edges = new ArrayList<>();
    for (double u = 0; u < last; u += PANEL) {
      edges.add(u);
    }
    PanelRule rule = PanelRule.between(edges);
    double sum = 0;
    for (int i = 0; i < rule.points().length; i++) {
      double u = rule.points()[i];
      sum += rule.weights()[i] * law.densityOfLog(u) * Math.exp(-n * Math.exp(-u));
    }
    return -Math.log(sum);
  }

  /** Log evidence and largest log likelihood of a linear regression. */
  public record Regression(double logEvidence, double largestLogLikelihood) {}

  /**
   * Linear regression {@code y = X w + N(0, I)} with prior {@code w ~ N(0, I)}: {@code p(y) = N(y;
   * 0, I + X X^T)}, by the d x d matrix {@code I + X^T X}.
   *
   * @param x n rows of d columns, of full column rank
   * @param y n values
   */
  public static Regression conjugate(double[][] x, double[] y) {
    Check.equal("length of y", y.length, x.length);
    RealMatrix design = new Array2DRowRealMatrix(x);
    RealVector outputs = new ArrayRealVector(y);
    RealMatrix gram = design.transposeMultiply(design);
    RealVector pull = design.preMultiply(outputs);
    RealMatrix precision = gram.add(MatrixUtils.createRealIdentityMatrix(gram.getRowDimension()));
    CholeskyDecomposition cholesky = new CholeskyDecomposition(precision);
    double constant = -y.length / 2.0 * Math.log(2 * Math.PI);
    double logDeterminant = 0;
    for (int i = 0; i < gram.getRowDimension(); i++) {
      logDeterminant += 2 * Math.log(cholesky.getL().getEntry(i, i));
    }
    double explained = pull.dotProduct(cholesky.getSolver().solve(pull));
    double square = outputs.dotProduct(outputs);
    RealVector fitted = new QRDecomposition(design).getSolver().solve(outputs);
    RealVector residual = outputs.subtract(design.operate(fitted));
    return new Regression(
        constant - logDeterminant / 2 - (square - explained) / 2,
        constant - residual.dotProduct(residual) / 2);
  }

  /**
   * Reduced-rank regression with two inputs and one hidden unit, {@code y = b a^T x + N(0, I)},
   * with {@code a, b ~ N(0, I)}: {@code -log p(Y | X) + log N(Y; 0, I)}. Given a, b integrates to
   * {@code (1 + |Xa|^2)^(-N/2) exp(|Y^T X a|^2 / (2 (1 + |Xa|^2)))}; the integral over a is taken
   * in polar coordinates, adaptively.
   *
   * @param gram {@code X^T X}, 2 x 2
   * @param cross {@code Y^T X}, N x 2
   */
  public static double rankOne(double[][] gram, double[][] cross) {
    Check.equal("inputs", gram.length, 2);
    Check.equal("inputs", cross[0].length, 2);
    double peak = largestExponent(gram, cross);
    double[] angles = new double[17];
    for (int i = 0; i < angles.length; i++) {
      angles[i] = Math.PI * i / (angles.length - 1);
    }
    double[] edges = new double[41];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = -36 + i;
    }
    Approximation sum =
        AdaptiveIntegral.of(
            (angle, out) -> {
              double c = Math.cos(angle);
              double s = Math.sin(angle);
              double stretch = quadratic(gram, c, s);
              double pull = pull(cross, c, s);
              Approximation inner =
                  AdaptiveIntegral.of(
                      (u, at) -> {
                        double square = Math.exp(2 * u);
                        double size = 1 + square * stretch;
                        at[0] =
                            Math.exp(
                                2 * u
                                    - square / 2
                                    - cross.length / 2.0 * Math.log(size)
                                    + square * pull / (2 * size)
                                    - peak);
                      },
                      1,
                      edges,
                      TOLERANCE,
                      MOST_PANELS);
              out[0] = inner.value()[0];
              out[1] = inner.error()[0];
            },
            2,
            1,
            angles,
            TOLERANCE,
            MOST_PANELS);
    // Twice a half turn, over the normal density's 2 pi.
    double error = (sum.error()[0] + sum.value()[1]) / sum.value()[0];
    if (!(error <= MOST_ERROR)) {
      throw new IllegalStateException(
          "the quadrature over a did not converge: error " + error + " nats");
    }
    return -(Math.log(sum.value()[0] / Math.PI) + peak);
  }

  private static double largestExponent(double[][] gram, double[][] cross) {
    double largest = 0;
    for (int i = 0; i < 1000; i++) {
      double angle = Math.PI * i / 1000;
      double c = Math.cos(angle);
      double s = Math.sin(angle);
      largest = Math.max(largest, pull(cross, c, s) / (2 * quadratic(gram, c, s)));
    }
    return largest;
  }

  private static double quadratic(double[][] gram, double c, double s) {
    return gram[0][0] * c * c + 2 * gram[0][1] * c * s + gram[1][1] * s * s;
  }

  private static double pull(double[][] cross, double c, double s) {
    double sum = 0;
    for (double[] row : cross) {
      double value = row[0] * c + row[1] * s;
      sum += value * value;
    }
    return sum;
  }
}
