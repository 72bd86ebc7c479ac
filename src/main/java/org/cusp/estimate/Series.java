package org.cusp.estimate;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;

/** Functions of draws, [chain][draw]. */
public final class Series {
  private Series() {}

  public static double[][] map(double[][] draws, DoubleUnaryOperator function) {
    return Arrays.stream(draws)
        .map(chain -> Arrays.stream(chain).map(function).toArray())
        .toArray(double[][]::new);
  }

  public static double[][] map(double[][] a, double[][] b, DoubleBinaryOperator function) {
    double[][] result = new double[a.length][];
    for (int chain = 0; chain < a.length; chain++) {
      result[chain] = new double[a[chain].length];
      for (int draw = 0; draw < a[chain].length; draw++) {
        result[chain][draw] = function.applyAsDouble(a[chain][draw], b[chain][draw]);
      }
    }
    return result;
  }

  /**
   * A function of means by the delta method: the error of the estimate is that of the mean of its
   * influence series, whose diagnostics it carries.
   *
   * @param influence to first order, what each draw adds to the estimate times the number of draws;
   *     a constant does not matter
   */
  static Estimate estimate(double value, double[][] influence) {
    return new Estimate(
        value, Mcse.mean(influence), Rhat.rankNormalised(influence), Ess.bulk(influence));
  }

  /** The product of what two series differ from their means by; its mean is their covariance. */
  static double[][] products(double[][] a, double[][] b) {
    double meanA = Moments.mean(a);
    double meanB = Moments.mean(b);
    return map(a, b, (x, y) -> (x - meanA) * (y - meanB));
  }
}
