package org.cusp.estimate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.cusp.contract.Check;
import org.cusp.diagnostics.Estimate;

/**
 * The empirical log-likelihood ratio of a parameter w against a reference w0:
 *
 * <pre>K_n(w) = (1/n) sum_i log p(y_i | x_i, w0) / p(y_i | x_i, w) = mean of loss_i(w) - loss_i(w0)
 * </pre>
 *
 * An average over data, which may be negative. Only its expectation under the true law, where w0 is
 * the truth, is a Kullback-Leibler divergence, which may not. The standard error is that of the
 * mean of the n differences.
 *
 * <p>Source: S. Watanabe, Algebraic Geometry and Statistical Learning Theory, Cambridge University
 * Press 2009, chapter 1.
 */
public record LossGap(@JsonUnwrapped @Estimate.Short Estimate estimate, int n) {
  public double value() {
    return estimate.value();
  }

  public double se() {
    return estimate.se();
  }

  /** From the losses of the same data in the same order, in nats. */
  public static LossGap of(double[] losses, double[] reference) {
    Check.equal("losses", losses.length, reference.length);
    int n = losses.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += losses[i] - reference[i];
    }
    double mean = sum / n;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double deviation = losses[i] - reference[i] - mean;
      squares += deviation * deviation;
    }
    return new LossGap(new Estimate(mean, Math.sqrt(squares / (n - 1.0) / n)), n);
  }
}
