package org.cusp.diagnostics;

import java.util.Arrays;
import org.cusp.contract.Check;

/**
 * The generalised Pareto law of exceedances, with the density
 *
 * <pre>  p(x) = (1 + k x / sigma)^(-1/k - 1) / sigma,  x &gt;= 0,</pre>
 *
 * exponential at k = 0, bounded by -sigma/k where k is negative. Moments below the order 1/k exist.
 *
 * @param k shape
 * @param sigma scale
 */
public record GeneralisedPareto(double k, double sigma) {
  /** Divides the first quartile in the prior of Zhang and Stephens. */
  private static final double PRIOR_SCALE = 3;

  private static final int LEAST_GRID = 30;

  /** Below it the law is exponential to the last digit. */
  private static final double EXPONENTIAL = 1e-15;

  /**
   * The empirical Bayes estimate of J. Zhang, M. A. Stephens, "A new and efficient estimation
   * method for the generalized Pareto distribution", Technometrics 51 (2009) 316-325,
   * doi:10.1198/tech.2009.08017: with theta = -k/sigma and the profile likelihood
   *
   * <pre>
   *   k(theta) = mean log(1 - theta x_i)
   *   l(theta) = N (log(-theta / k) - k - 1)
   *   theta_j  = 1/x_N + (1 - sqrt(m / (j - 1/2))) / (3 x_*),  j = 1 .. m = 30 + floor(sqrt N),
   * </pre>
   *
   * x_* the first quartile, theta is the mean of the theta_j weighted by exp(l). Quartile and size
   * are those of the exceedances above 0: draws that are repeated may equal the cut-off.
   *
   * @param ascending exceedances, at least one of them positive
   */
  public static GeneralisedPareto fit(double[] ascending) {
    double[] x = Arrays.stream(ascending).filter(value -> value > 0).toArray();
    int n = Check.atLeast("positive exceedances", x.length, 1);
    double quartile = x[Math.max(0, (int) Math.floor(n / 4.0 + 0.5) - 1)];
    int size = LEAST_GRID + (int) Math.sqrt(n);
    double[] thetas = new double[size];
    double[] logs = new double[size];
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < size; j++) {
      thetas[j] = 1 / x[n - 1] + (1 - Math.sqrt(size / (j + 0.5))) / (PRIOR_SCALE * quartile);
      double k = shape(thetas[j], x);
      logs[j] = n * (Math.log(-thetas[j] / k) - k - 1);
      largest = logs[j] > largest ? logs[j] : largest;
    }
    double theta = 0;
    double total = 0;
    for (int j = 0; j < size; j++) {
      double weight = Double.isNaN(logs[j]) ? 0 : Math.exp(logs[j] - largest);
      total += weight;
      theta += weight * thetas[j];
    }
    theta /= total;
    double k = shape(theta, x);
    return new GeneralisedPareto(k, -k / theta);
  }

  private static double shape(double theta, double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += Math.log1p(-theta * value);
    }
    return sum / x.length;
  }

  /** The x below which the law has the probability p in [0, 1). */
  public double quantile(double p) {
    double exponential = -Math.log1p(-p);
    return Math.abs(k) < EXPONENTIAL
        ? sigma * exponential
        : sigma * Math.expm1(k * exponential) / k;
  }
}
