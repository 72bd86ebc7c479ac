package org.cusp.estimate.llc;

import java.util.Arrays;
import java.util.Optional;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Measured;
import org.cusp.diagnostics.Moments;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.Estimate;
import org.cusp.estimate.Series;
import org.cusp.point.PointCheck;

/**
 * What of an LLC may be compared to a learning coefficient. With noise in the data the LLC lies
 * below it, by about 1/ln n of it even on average over data sets: w* is not the minimum of L_n. In
 * a regular model E[LLC] = (d/2) (1 - beta). There are two ways up from it.
 *
 * <p>{@link Way#POPULATION}, where the population's K(w) is known (a problem of the catalogue):
 *
 * <pre>lambda = (nBeta / 2) ( E[K(w)] + E[L_n(w) - L_n(w*)] )</pre>
 *
 * With t = n K and the fluctuation xi of the data, n (L_n(w) - L_n(w*)) = t - sqrt(t) xi, and
 * lambda = E[beta t] - (beta/2) E[sqrt(t) xi] for every xi (Watanabe 2009, theorem 6.8): the luck
 * of the data cancels, at singular parameters too.
 *
 * <p>{@link Way#DESCENT}, elsewhere: the mean energy above the local minimum that is reached from
 * w*, in place of that above w* itself,
 *
 * <pre>lambda = LLC + D = nBeta ( E[L_n(w)] - L_n(w_m) ),   D = nBeta ( L_n(w*) - L_n(w_m) )</pre>
 *
 * (see {@link PointCheck#descent}). In a regular model the two are the same. In singular directions
 * a minimum follows the noise further than the coefficient accounts for: the theorem asks for half
 * of beta E[sqrt(t) xi] and D is the largest value of beta xi^2 / 4. On deep linear networks with
 * noise D was too large by 0 to 21% of itself; {@link #OVERSHOOT} of D is part of the error, unless
 * the model is regular.
 *
 * <p>Where the multiplicity m is above 1 the mean energy lies below the coefficient by (m - 1) /
 * (ln nBeta + c), the derivative of (m - 1) ln ln nBeta, c of order 1 and unknown. Where m is known
 * the interval reaches up to twice (m - 1) / ln nBeta further above; where it is not, nothing is
 * done about it.
 *
 * <p>At finite n a direction that more data would determine is held by the localisation, and what
 * it misses is a function of nBeta/gamma. Where the Hessian at the mode is positive definite the
 * model is regular and the coefficient P/2, of which a Gaussian posterior shows (1/2) tr[nBeta H
 * (nBeta H + gamma)^{-1}]: the interval reaches further above by the rest. Elsewhere, where lambda
 * rises with nBeta and falls with gamma beyond the error, by three times the mean of the two
 * slopes,
 *
 * <pre>
 *   d lambda / d ln nBeta = lambda - Cov(X, nBeta L_n),
 *   -d lambda / d ln gamma = (gamma/2) Cov(X, |w - w*|^2),
 * </pre>
 *
 * X the number whose mean is lambda. In a Gaussian direction with x = gamma / (nBeta h + gamma)
 * both are x (1 - x) / 2, of x / 2 that is missing. In either case it reaches by no more than the
 * (gamma/2) E|w - w*|^2 nats that the localisation takes up.
 *
 * @param se of sampling, and on the way of descent of the search for the minimum and of what D may
 *     be too large by
 * @param held nats that the localisation may keep from it
 * @param correction lambda less the LLC, in nats; D on the way of descent
 * @param correctionError its standard error where it is not part of the sampling
 */
public record Lambda(
    double value, double se, double held, Way way, double correction, double correctionError) {
  /** How it was found. */
  public enum Way {
    DESCENT("descent"),
    POPULATION("population");

    private final String label;

    Way(String label) {
      this.label = label;
    }

    /** In a word, for a file. */
    public String label() {
      return label;
    }
  }

  /** Slopes that the interval allows for. */
  private static final double SLOPES = 3;

  /** Standard errors of a slope that is there. */
  private static final double SIGNIFICANT = 2;

  /** Of D, as a standard error. */
  private static final double OVERSHOOT = 0.15;

  /** Relative distance from P/2 within which a model is regular. */
  private static final double REGULAR = 0.02;

  private static final double NORMAL_975 = 1.959963984540054;

  /**
   * By the descent. Absent where loss or gradient is not finite around w*, or no chain completed.
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
    double held =
        energies
            .map(
                draws ->
                    held(draws.energy(), descent.value(), draws, Optional.of(point), parameters))
            .orElse(0.0);
    return finite(new Lambda(value, se, held, Way.DESCENT, descent.value(), descent.se()));
  }

  /**
   * By the population's K at the draws.
   *
   * @param population K(w), [chain][draw]
   * @param energies over all data, of the same draws
   */
  static Optional<Lambda> of(
      Estimate llc,
      double[][] population,
      EnergyDraws energies,
      Optional<PointCheck> point,
      int parameters) {
    double[][] mean =
        Series.map(
            population,
            energies.deltaLoss(),
            (k, deltaLoss) -> energies.nBeta() / 2 * (k + deltaLoss));
    double value = Moments.mean(mean);
    return finite(
        new Lambda(
            value,
            Mcse.mean(mean),
            held(mean, 0, energies, point, parameters),
            Way.POPULATION,
            value - llc.value(),
            0));
  }

  /** Whether these are values of a K whose minimum is that at w*, as far as the chains go. */
  static boolean isUsable(double[][] population) {
    return population.length > 0
        && Arrays.stream(population).flatMapToDouble(Arrays::stream).allMatch(k -> k >= 0);
  }

  private static Optional<Lambda> finite(Lambda found) {
    return Double.isFinite(found.value) && Double.isFinite(found.se)
        ? Optional.of(found)
        : Optional.empty();
  }

  /**
   * @param series whose mean is lambda, up to a constant
   * @param descent D, where it is that constant
   */
  private static double held(
      double[][] series,
      double descent,
      EnergyDraws draws,
      Optional<PointCheck> point,
      int parameters) {
    double regular =
        point
            .filter(PointCheck::isPositiveDefinite)
            .map(check -> parameters / 2.0 - check.laplaceLlc().value())
            .orElse(0.0);
    Measured rise = rise(series, descent, draws);
    double bySlope = rise.value() > SIGNIFICANT * rise.se() ? SLOPES * rise.value() : 0;
    double half = draws.gamma() / 2;
    double taken = half * Moments.mean(draws.squaredDistance());
    double most = taken + 2 * half * Mcse.mean(draws.squaredDistance());
    return Math.max(0, Math.min(Math.max(regular, bySlope), most));
  }

  /** The mean of d lambda / d ln nBeta and -d lambda / d ln gamma. */
  private static Measured rise(double[][] series, double descent, EnergyDraws draws) {
    double nBeta = draws.nBeta();
    double half = draws.gamma() / 2;
    double mean = Moments.mean(series);
    double energy = nBeta * Moments.mean(draws.deltaLoss());
    double square = Moments.mean(draws.squaredDistance());
    double[][] pull =
        Series.map(
            draws.deltaLoss(),
            draws.squaredDistance(),
            (u, r) -> half * (r - square) - (nBeta * u - energy));
    double[][] influence = Series.map(series, pull, (x, y) -> (x + descent + (x - mean) * y) / 2);
    return new Measured(Moments.mean(influence), Mcse.mean(influence));
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
