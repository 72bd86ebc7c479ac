package org.cusp.estimate.learning;

import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.LossGap;

/**
 * The mean over the law of the data of log q(z) / p(z), by a sample z_1 .. z_N of q: the mean of
 * f_i = log q(z_i) / p(z_i) with the control variate r_i - 1, r_i = p(z_i) / q(z_i), whose mean
 * under q is exactly 0,
 *
 * <pre>(1/N) sum_i [ f_i + c (r_i - 1) ],   c = -Cov(f, r) / Var(r)</pre>
 *
 * Near q, where f is small, c tends to 1 and the terms to f^2 / 2: their spread relative to their
 * mean is that of a chi-squared law and not, as that of f, larger by a factor of 1/|f|. The
 * estimated c makes a bias of the order 1/N of the variance that is left. Values are in nats per
 * datum, errors those of the N terms.
 *
 * <p>Source of the method: P. Glasserman, Monte Carlo Methods in Financial Engineering, Springer
 * 2003, section 4.1, doi:10.1007/978-0-387-21617-1.
 */
final class ExcessLoss {
  private ExcessLoss() {}

  /** The plain mean: for a p that the control is not known for. */
  static Estimate plain(double[] f) {
    LossGap gap = LossGap.of(f, new double[f.length]);
    return new Estimate(gap.value(), gap.se());
  }

  /**
   * With the control variate.
   *
   * @param f terms whose mean is wanted
   * @param logRatio log q / p of a normalised density p on the same data
   */
  static Estimate controlled(double[] f, double[] logRatio) {
    int n = f.length;
    double[] r = new double[n];
    double meanF = 0;
    double meanR = 0;
    for (int i = 0; i < n; i++) {
      r[i] = Math.expm1(-logRatio[i]);
      meanF += f[i] / n;
      meanR += r[i] / n;
    }
    double product = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      product += (f[i] - meanF) * (r[i] - meanR);
      square += (r[i] - meanR) * (r[i] - meanR);
    }
    if (!(square > 0) || !Double.isFinite(product)) {
      return plain(f);
    }
    double[] terms = new double[n];
    for (int i = 0; i < n; i++) {
      terms[i] = f[i] - product / square * r[i];
    }
    return plain(terms);
  }
}
