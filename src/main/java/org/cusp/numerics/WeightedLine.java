package org.cusp.numerics;

import org.cusp.contract.Check;

/**
 * The line y = intercept + slope x of least chi^2 = sum ((y - intercept - slope x) / se)^2 through
 * points with known errors.
 *
 * @param interceptSe standard error of the intercept, from those of the points alone
 * @param slopeSe standard error of the slope, likewise
 */
public record WeightedLine(
    double intercept, double interceptSe, double slope, double slopeSe, double chiSquare) {
  /**
   * Through these points. NaN where all x are equal.
   *
   * @param se positive
   */
  public static WeightedLine through(double[] x, double[] y, double[] se) {
    Check.atLeast("points", x.length, 2);
    Check.equal("values", y.length, x.length);
    Check.equal("errors", se.length, x.length);
    double weight = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      double w = 1 / (Check.positive("error", se[i]) * se[i]);
      weight += w;
      meanX += w * x[i];
      meanY += w * y[i];
    }
    meanX /= weight;
    meanY /= weight;
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double w = 1 / (se[i] * se[i]);
      xx += w * (x[i] - meanX) * (x[i] - meanX);
      xy += w * (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = xx > 0 ? xy / xx : Double.NaN;
    double intercept = meanY - slope * meanX;
    double chiSquare = 0;
    for (int i = 0; i < x.length; i++) {
      double residual = (y[i] - intercept - slope * x[i]) / se[i];
      chiSquare += residual * residual;
    }
    return new WeightedLine(
        intercept, Math.sqrt(1 / weight + meanX * meanX / xx), slope, 1 / Math.sqrt(xx), chiSquare);
  }
}
