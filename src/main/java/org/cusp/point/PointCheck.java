package org.cusp.point;

import org.cusp.diagnostics.Estimate;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * What kind of point w* is, at the scale of its posterior and from nothing but losses and gradients
 * over all data. With U(w) = nBeta L_n(w) + (gamma/2) |w - w*|^2, w_m the mode of the posterior
 * that is downhill from w*, and H the Hessian of L_n there:
 *
 * <ul>
 *   <li>the gradient gain U(w*) - U(w_m), found by at most six Newton steps, not extrapolated. In
 *       the quadratic approximation it is {@code (nBeta^2 / 2) g' (nBeta H + gamma)^{-1} g}, with g
 *       the gradient at w*; it lowers the LLC by between once (curved directions) and twice (flat
 *       ones) itself;
 *   <li>the extreme eigenvalues of H: at a minimum none is negative;
 *   <li>the curvature gain: how far U falls further along the line of the most negative curvature;
 *   <li>the Laplace value {@code (1/2) tr[nBeta H (nBeta H + gamma)^{-1}]} over the directions in
 *       which nBeta h exceeds -gamma/2: the LLC of a posterior that is Gaussian about w*. It tends
 *       to half the rank of H.
 * </ul>
 *
 * <p>The Hessian is that at the mode since at w* itself, next to a minimum but not at it, flat
 * directions that are curved lines (the symmetries of a network) look curved, half of them
 * negatively.
 *
 * <p>Hessian-vector products are central differences of gradients. Where all directions are few and
 * affordable, Lanczos' recursion runs to its end and every eigenvalue is known; otherwise
 * recursions from random unit vectors give the Laplace value by stochastic Lanczos quadrature. For
 * one of them the mean of {@code P v' f(H) v} is tr f(H) and its variance {@code 2 P / (P + 2) (tr
 * f^2 - (tr f)^2 / P)}, whose traces come from the same quadrature. The Gauss and the Gauss-Radau
 * rule err to opposite sides, so that the value is the mean of the two and half their difference is
 * part of the error. The last part is the noise of the differences.
 *
 * <p>Sources: S. Ubaru, J. Chen, Y. Saad, SIAM J. Matrix Anal. Appl. 38 (2017) 1075-1099, DOI
 * 10.1137/16M1104974; G. H. Golub and G. Meurant, Matrices, Moments and Quadrature with
 * Applications, Princeton 2010.
 *
 * <p>Where loss or gradient is not finite, at w* or next to it, all numbers are NaN.
 *
 * @param curvature extremes of H
 * @param downhill what lies below w*
 * @param laplaceLlc the Laplace value with its standard error
 * @param gradients over all data that were computed
 */
public record PointCheck(
    Curvature curvature, Downhill downhill, Estimate laplaceLlc, long gradients) {
  /** A check that gives the Laplace value of most networks to about a tenth. */
  public static final int DEFAULT_GRADIENTS = 400;

  /** Below this a check says nothing. */
  public static final int FEWEST_GRADIENTS = 100;

  /** How much of the Hessian is known. */
  public enum Spectrum {
    /** Every eigenvalue, up to the noise. */
    COMPLETE,
    /** The extremes, and traces with a sampling error. */
    SAMPLED
  }

  /**
   * The extreme eigenvalues of H, in nats per datum and squared unit of w.
   *
   * @param smallest smallest Ritz value: the curvature of some direction, so that the smallest
   *     eigenvalue is no larger
   * @param largest largest Ritz value
   * @param noise how far an eigenvalue that is zero may appear from zero, because of rounding and
   *     differencing
   * @param gain the curvature gain in nats; 0 where no direction is negatively curved beyond the
   *     noise
   * @param spectrum how much of H is known
   */
  public record Curvature(
      Extreme smallest, Extreme largest, double noise, double gain, Spectrum spectrum) {}

  /**
   * What lies downhill from w*.
   *
   * @param gradientNorm |g| at w*, nats per datum and unit of w
   * @param gradientGain in nats, at least 0
   * @param descent nBeta (L_n(w*) - L_n(w_m)) in nats, with what the search for w_m may have left
   */
  public record Downhill(double gradientNorm, double gradientGain, Estimate descent) {}

  /**
   * A Ritz value.
   *
   * @param residual |H y - value y| for the Ritz vector y: some eigenvalue is this close
   */
  public record Extreme(double value, double residual) {}

  /**
   * Checks w*.
   *
   * <p>For networks in float32 the differences lose half of the digits; a posterior whose tensors
   * are in double costs twice the time and memory and has noise of no account.
   *
   * @param shared the posterior and its data; their precision is that of the gradients
   * @param mostGradients over all data, at least {@link #FEWEST_GRADIENTS}
   * @param seed of the random vectors
   */
  public static PointCheck of(
      PosteriorTensors shared,
      KernelProvider provider,
      Workers workers,
      int mostGradients,
      long seed) {
    try (GradientPair pair = new GradientPair(shared, provider, workers)) {
      return new PointSearch(shared, pair, provider, seed).run(mostGradients);
    }
  }

  /** Whether some direction is negatively curved beyond the noise. */
  public boolean hasNegativeCurvature() {
    return smallest().value() < -noise();
  }

  /** Whether every direction is known to be curved upwards beyond the noise. */
  public boolean isPositiveDefinite() {
    return spectrum() == Spectrum.COMPLETE && smallest().value() > noise();
  }

  /** Where the loss or its gradient is not finite. */
  public static PointCheck undefined(long gradients) {
    double nan = Double.NaN;
    Extreme none = new Extreme(nan, nan);
    return new PointCheck(
        new Curvature(none, none, nan, nan, Spectrum.SAMPLED),
        new Downhill(nan, nan, new Estimate(nan, nan)),
        new Estimate(nan, nan),
        gradients);
  }

  public Extreme smallest() {
    return curvature.smallest();
  }

  public Extreme largest() {
    return curvature.largest();
  }

  public double noise() {
    return curvature.noise();
  }

  public double curvatureGain() {
    return curvature.gain();
  }

  public Spectrum spectrum() {
    return curvature.spectrum();
  }

  public double gradientNorm() {
    return downhill.gradientNorm();
  }

  public double gradientGain() {
    return downhill.gradientGain();
  }

  public Estimate descent() {
    return downhill.descent();
  }
}
