package org.cusp.sampler;

import java.util.function.DoubleSupplier;
import org.cusp.posterior.Posterior;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.sampler.reference.ReferenceSource;

/**
 * What is known of a posterior before a sampler moves in it.
 *
 * @param batch data in a gradient; n for all
 * @param curvature h, the largest absolute eigenvalue of the Hessian of the loss that was met, in
 *     nats per datum and squared unit of w; at least 0
 * @param gradientScale looks for the largest root mean square over batches of a component of the
 *     gradient at w*; asked by those who need it, since it takes gradients
 * @param references of where chains are
 */
public record Surroundings(
    Posterior posterior,
    int batch,
    double curvature,
    DoubleSupplier gradientScale,
    ReferenceSource references) {
  /** A flat posterior without localisation has steps all the same. */
  private static final double LEAST_PRECISION = 1e-12;

  /** Where nothing is known of references but the localisation. */
  public Surroundings(
      Posterior posterior, int batch, double curvature, DoubleSupplier gradientScale) {
    this(
        posterior,
        batch,
        curvature,
        gradientScale,
        (positions, round, rank) -> GaussianReference.isotropic(posterior.gamma()));
  }

  /** On all data, where no noise of gradients matters. */
  public static Surroundings onAllData(Posterior posterior, double curvature) {
    return new Surroundings(posterior, posterior.n(), curvature, () -> 0);
  }

  /** With this source of references. */
  public Surroundings with(ReferenceSource source) {
    return new Surroundings(posterior, batch, curvature, gradientScale, source);
  }

  /** Precision of the stiffest direction, nBeta h + gamma, positive. */
  public double stiffest() {
    return Math.max(posterior.nBeta() * curvature + posterior.gamma(), LEAST_PRECISION);
  }

  /**
   * The factor by which the noise of batches multiplies the step-size bias of an overdamped
   * sampler, 1 + (nBeta/B)(1 - B/n): where the model fits, the gradient of a batch has variance
   * about (h/B)(1 - B/n).
   */
  public double noise() {
    double share = batch / (double) posterior.n();
    return 1 + posterior.nBeta() / batch * (1 - share);
  }
}
