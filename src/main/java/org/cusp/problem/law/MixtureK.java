package org.cusp.problem.law;

/**
 * K(w) of a mixture by the trapezoidal rule over y, whose error for an analytic integrand that
 * decays at both ends falls exponentially in 1 / step.
 *
 * <p>Source: L. N. Trefethen, J. A. C. Weideman, The exponentially convergent trapezoidal rule,
 * SIAM Review 56 (2014) 385, doi:10.1137/130932132.
 *
 * @param truth w*
 */
public record MixtureK(MixtureDensity density, double[] truth) implements PopulationK {
  /** In standard deviations beyond the outermost true mean: the density there is below 1e-32. */
  private static final double TAIL = 12;

  private static final double STEP = 1.0 / 64;

  /** What is integrated against the true density, for a log-likelihood ratio f at y. */
  private interface Integrand {
    double at(double y, double f);
  }

  @Override
  public String method() {
    return "trapezoidal quadrature";
  }

  @Override
  public boolean isDivergence() {
    return true;
  }

  /** A quadrature over the density. */
  @Override
  public boolean isQuick() {
    return false;
  }

  @Override
  public KValue at(double[] w) {
    return KValue.exactly(mean(w, (y, f) -> f));
  }

  @Override
  public double variance(double[] w) {
    double centre = at(w).value();
    return mean(w, (y, f) -> (f - centre) * (f - centre));
  }

  @Override
  public double[] gradient(double[] w) {
    double[] gradient = new double[w.length];
    mean(
        w,
        (y, f) -> {
          double[] weight = {-STEP * Math.exp(density.logDensity(truth, y))};
          density.addGradient(w, new double[1], new double[] {y}, weight, gradient);
          return 0;
        });
    return gradient;
  }

  private double mean(double[] w, Integrand integrand) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < density.components(); j++) {
      double mean = truth[density.components() - 1 + j];
      low = Math.min(low, mean - TAIL);
      high = Math.max(high, mean + TAIL);
    }
    double sum = 0;
    for (double y = low; y <= high; y += STEP) {
      double logTruth = density.logDensity(truth, y);
      double f = logTruth - density.logDensity(w, y);
      sum += STEP * Math.exp(logTruth) * integrand.at(y, f);
    }
    return sum;
  }
}
