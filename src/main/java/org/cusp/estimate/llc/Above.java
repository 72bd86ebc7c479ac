package org.cusp.estimate.llc;

import java.util.List;
import java.util.Optional;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.Series;
import org.cusp.point.PointCheck;

/**
 * What a {@link Lambda} at finite n may lie below the coefficient by. A direction that more data
 * would determine is held by the localisation, and what it misses is a function of nBeta/gamma.
 *
 * <p>Where the Hessian at the mode is positive definite the model is regular and the coefficient
 * P/2, of which a Gaussian posterior shows (1/2) tr[nBeta H (nBeta H + gamma)^{-1}]: the rest is
 * held. Elsewhere three times the mean of two slopes stands for it,
 *
 * <pre>
 *   d lambda / d ln nBeta = lambda - Cov(X, nBeta L_n),
 *   -d lambda / d ln gamma = (gamma/2) Cov(X, |w - w*|^2),
 * </pre>
 *
 * X the number whose mean is lambda. In a Gaussian direction with x = gamma / (nBeta h + gamma)
 * both are x (1 - x) / 2, of x / 2 that is missing; where lambda comes to its limit like a power -d
 * of n, 1/d slopes are missing. Where draws at several temperatures are there the slope in ln nBeta
 * is that between two of them, whose error is many times smaller than that of covariances. In no
 * case is it more than the (gamma/2) E|w - w*|^2 nats that the localisation takes up.
 *
 * @param held nats that are seen to be held: by a regular model, or by slopes beyond two standard
 *     errors
 * @param reach nats by which an interval is to reach further above: three times the 95% upper limit
 *     of the slope, or what a regular model lacks
 */
public record Above(double held, double reach) {
  static final Above NONE = new Above(0, 0);

  /** Slopes that the interval allows for. */
  private static final double SLOPES = 3;

  /** Standard errors of a slope that is there. */
  private static final double SIGNIFICANT = 2;

  private static final double NORMAL_95 = 1.6448536269514722;

  /**
   * @param series whose mean is lambda, up to a constant
   * @param descent D, where it is that constant
   */
  static Above of(
      double[][] series,
      double descent,
      EnergyDraws draws,
      Optional<PointCheck> point,
      int parameters) {
    double half = draws.gamma() / 2;
    double taken = half * Moments.mean(draws.squaredDistance());
    double most = taken + 2 * half * Mcse.mean(draws.squaredDistance());
    if (point.isPresent() && point.get().isPositiveDefinite()) {
      double missing = parameters / 2.0 - point.get().laplaceLlc().value();
      double held = Math.max(0, Math.min(missing, most));
      return new Above(held, held);
    }
    Estimate rise = rise(series, descent, draws);
    double held = rise.value() > SIGNIFICANT * rise.se() ? SLOPES * rise.value() : 0;
    double reach = SLOPES * Math.max(0, rise.value() + NORMAL_95 * rise.se());
    return new Above(Math.min(held, most), Math.min(reach, most));
  }

  /**
   * By how lambda rises from one temperature to a colder one: from that whose value is taken to the
   * coldest, or to the coldest from the one before.
   *
   * @param seen from the warmest on, at least two
   * @param taken number of the one whose value is taken
   */
  static Above of(List<Lambda.At> seen, int taken) {
    int last = seen.size() - 1;
    Lambda.At cold = seen.get(last);
    Lambda.At warm = seen.get(Math.min(taken, last - 1));
    double span = Math.log(cold.nBeta() / warm.nBeta());
    double slope = (cold.value() - warm.value()) / span;
    double se = Math.hypot(cold.se(), warm.se()) / span;
    double beyond = Math.log(cold.nBeta() / seen.get(taken).nBeta());
    double held = taken == last && slope > SIGNIFICANT * se ? SLOPES * slope : 0;
    return new Above(held, (SLOPES + beyond) * Math.max(0, slope + NORMAL_95 * se));
  }

  /** Of two limits, the lower. */
  Above least(Above other) {
    return new Above(Math.min(held, other.reach), Math.min(reach, other.reach));
  }

  /** The mean of d lambda / d ln nBeta and -d lambda / d ln gamma. */
  private static Estimate rise(double[][] series, double descent, EnergyDraws draws) {
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
    return new Estimate(Moments.mean(influence), Mcse.mean(influence));
  }
}
