package org.cusp.point;

import org.cusp.posterior.Posterior;

/**
 * What a direction of curvature h means to a posterior.
 *
 * @param band what is nearer to zero than this counts as zero: where the localisation is weaker
 *     than the noise, the noise takes its place, lest flat directions count as curved
 */
record Responses(Posterior posterior, double band) {
  /**
   * The share in the Laplace value: (1/2) nBeta h / (nBeta h + gamma). A direction that bends down,
   * but less than half as much as the localisation bends up, is as Gaussian as any other and its
   * share is negative; one that bends down more is not, and its share is left out.
   */
  double laplace(double h) {
    return isHeld(h) ? posterior.nBeta() * h / (posterior.nBeta() * h + held()) / 2 : 0;
  }

  /** The derivative of {@link #laplace}. */
  double laplaceSlope(double h) {
    double total = posterior.nBeta() * h + held();
    return isHeld(h) ? posterior.nBeta() * held() / (total * total) / 2 : 0;
  }

  private boolean isHeld(double h) {
    return posterior.nBeta() * h > -held() / 2;
  }

  /** |nBeta h + gamma|, but no less than what holds a flat direction. */
  double stiffness(double h) {
    return Math.max(Math.abs(posterior.nBeta() * h + posterior.gamma()), held());
  }

  /** Positive, so that nothing is divided by zero where neither data nor prior hold. */
  private double held() {
    return Math.max(Math.max(posterior.gamma(), posterior.nBeta() * band), Double.MIN_NORMAL);
  }
}
