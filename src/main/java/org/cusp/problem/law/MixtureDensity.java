package org.cusp.problem.law;

import org.cusp.model.AnalyticFunction;
import org.cusp.numerics.LogSum;

/**
 * log sum_j p_j N(y; m_j, 1) with p = softmax(l_1, ..., l_(k-1), 0); parameters l_1 .. l_(k-1), m_1
 * .. m_k. Sums of exponentials are taken relative to the largest.
 */
public record MixtureDensity(int components) implements AnalyticFunction {
  private static final double LOG_NORMAL = -0.5 * Math.log(2 * Math.PI);

  @Override
  public void outputs(double[] w, double[] x, double[] y, double[] out) {
    out[0] = logDensity(w, y[0]);
  }

  double logDensity(double[] w, double y) {
    double[] terms = new double[components];
    for (int j = 0; j < components; j++) {
      double residual = y - w[components - 1 + j];
      terms[j] = logit(w, j) - 0.5 * residual * residual;
    }
    return LOG_NORMAL + LogSum.of(terms) - LogSum.of(logits(w));
  }

  /**
   * With r_j the posterior probability of component j: d/dl_j = r_j - p_j, d/dm_j = r_j (y - m_j).
   */
  @Override
  public void addGradient(
      double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
    double[] logits = logits(w);
    double[] terms = new double[components];
    for (int j = 0; j < components; j++) {
      double residual = y[0] - w[components - 1 + j];
      terms[j] = logits[j] - 0.5 * residual * residual;
    }
    double all = LogSum.of(terms);
    double weights = LogSum.of(logits);
    for (int j = 0; j < components; j++) {
      double responsibility = Math.exp(terms[j] - all);
      if (j < components - 1) {
        gradient[j] += cotangent[0] * (responsibility - Math.exp(logits[j] - weights));
      }
      int mean = components - 1 + j;
      gradient[mean] += cotangent[0] * responsibility * (y[0] - w[mean]);
    }
  }

  private double[] logits(double[] w) {
    double[] logits = new double[components];
    System.arraycopy(w, 0, logits, 0, components - 1);
    return logits;
  }

  private double logit(double[] w, int j) {
    return j < components - 1 ? w[j] : 0;
  }
}
