package org.cusp.estimate.llc;

import java.util.Optional;
import org.cusp.diagnostics.Measured;
import org.cusp.diagnostics.Moments;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.Estimate;
import org.cusp.estimate.LocalSlopes;
import org.cusp.point.PointCheck;

/**
 * What of an LLC may be compared to a learning coefficient: the mean energy above the local minimum
 * that is reached from w*, in place of that above w* itself,
 *
 * <pre>lambda = LLC + D = nBeta ( E[L_n(w)] - L_n(w_m) ),   D = nBeta ( L_n(w*) - L_n(w_m) )</pre>
 *
 * (see {@link PointCheck#descent}). Without noise in the data the two are the same. With noise LLC
 * by definition is below lambda by about 1/ln n of it even on average over data sets: in a regular
 * model D is beta times half a chi^2 of d degrees of freedom, so that E[LLC] = (d/2) (1 - beta).
 *
 * <p>In singular directions a minimum follows the noise further than the coefficient accounts for:
 * with t = n K and the fluctuation xi, lambda = E[beta t] - (beta/2) E[sqrt(t) xi] (Watanabe 2009,
 * theorem 6.8) asks for half of beta E[sqrt(t) xi] and D is the largest value of beta xi^2 / 4. On
 * deep linear networks with noise D was too large by 0 to 21% of itself; {@link #OVERSHOOT} of D is
 * part of the error, unless the model is regular (lambda = P/2), where D is exact.
 *
 * <p>Where the multiplicity m is above 1 the mean energy lies below the coefficient by (m - 1) /
 * (ln nBeta + c), the derivative of (m - 1) ln ln nBeta, c of order 1 and unknown. Where m is known
 * the interval reaches up to twice (m - 1) / ln nBeta further above; where it is not, nothing is
 * done about it. Where the LLC falls with gamma beyond its error, the localisation holds directions
 * that the data would determine: the interval reaches further above by three times the slope, but
 * no more than the (gamma/2) E|w - w*|^2 nats that the localisation takes up, which in a Gaussian
 * posterior are what is missing.
 *
 * @param se of sampling, of the search for the minimum and of what D may be too large by
 * @param held nats that the localisation may keep from it
 * @param descent D, in nats
 * @param descentError what the search for the minimum may have left, as a standard error
 */
public record Lambda(double value, double se, double held, double descent, double descentError) {
  /** Slopes in ln gamma that the interval allows for. */
  private static final double SLOPES = 3;

  /** Standard errors of a slope that is there. */
  private static final double SIGNIFICANT = 3;

  /** Of D, as a standard error. */
  private static final double OVERSHOOT = 0.15;

  /** Relative distance from P/2 within which a model is regular. */
  private static final double REGULAR = 0.02;

  private static final double NORMAL_975 = 1.959963984540054;

  /**
   * Absent where loss or gradient is not finite around w*, or no chain completed.
   *
   * @param parameters P
   */
  static Optional<Lambda> of(
      Estimate llc, PointCheck point, int parameters, Optional<EnergyDraws> energies) {
    Measured descent = point.descent();
    double value = llc.value() + descent.value();
    double sampling = Math.hypot(llc.se(), descent.se());
    double half = parameters / 2.0;
    boolean isRegular = Math.abs(value - half) < Math.max(REGULAR * half, 2 * sampling);
    double se = isRegular ? sampling : Math.hypot(sampling, OVERSHOOT * Math.abs(descent.value()));
    return Double.isFinite(value) && Double.isFinite(se)
        ? Optional.of(
            new Lambda(
                value, se, energies.map(Lambda::held).orElse(0.0), descent.value(), descent.se()))
        : Optional.empty();
  }

  private static double held(EnergyDraws draws) {
    Estimate slope = LocalSlopes.inLogGamma(draws);
    double taken = draws.gamma() / 2 * Moments.mean(draws.squaredDistance());
    return -slope.value() > SIGNIFICANT * slope.se() ? Math.min(taken, SLOPES * -slope.value()) : 0;
  }

  /**
   * The interval value -+ 1.96 se, wider above by what the localisation holds, and where the
   * multiplicity is known to be above 1.
   *
   * @param multiplicity m; 1 where it is not known
   */
  public double[] ci95(int multiplicity, double nBeta) {
    double above = held + 2 * multiplicityTerm(multiplicity, nBeta);
    return new double[] {value - NORMAL_975 * se, value + NORMAL_975 * se + above};
  }

  /** About how much lower a mean energy lies at finite n: (m - 1) / ln nBeta. */
  public static double multiplicityTerm(int multiplicity, double nBeta) {
    return (multiplicity - 1) / Math.max(1, Math.log(nBeta));
  }
}
