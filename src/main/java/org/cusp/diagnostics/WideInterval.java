package org.cusp.diagnostics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.numerics.Normal;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * An interval for the mean of draws that may not have mixed. A Monte Carlo error takes the chains
 * for stationary and asks how often they forget where they were; this interval asks less of them.
 *
 * <ul>
 *   <li>Chains are independent, mixed or not: their means m_1 ... m_k give the interval mean -+
 *       t_{k-1}(0.975) sd(m) / sqrt(k) (A. Gelman, D. Rubin, Statistical Science 7 (1992) 457-472,
 *       DOI 10.1214/ss/1177011136). It is that one or mean -+ 1.96 MCSE, whichever is longer. Fewer
 *       than four chains are cut into halves until there are four pieces.
 *   <li>Chains that come from one place share their way from it, which their means do not show.
 *       With D the second half of the draws less the first, the interval reaches to mean + 3/2 D,
 *       the limit of a curve whose distance from it halves from one half of the draws to the next
 *       (a geometric extrapolation with the ratio 1/2, since two halves do not tell a ratio).
 *   <li>A band of the virial identity whose terms c have the mean c-bar, where 0 is right, moves
 *       the mean by -b c-bar, b = Cov(e, c) / Var(c) (linear response). Chains that creep do not
 *       know Var(c), which is about 2 tr B in a Gaussian: b takes the larger of the two; a share of
 *       more than one half is not possible there either, since c is twice the energy of a direction
 *       that the data hold. The interval reaches that far too.
 * </ul>
 *
 * <p>The second and the third are two views of one thing: an end is moved by the larger of them.
 *
 * @param low lower end
 * @param high upper end
 * @param why what makes it longer than value -+ 1.96 se, with numbers; none where nothing does
 */
public record WideInterval(double low, double high, List<String> why) {
  /** From the mean to the limit, in differences of the halves. */
  private static final double TO_THE_LIMIT = 1.5;

  /** Pieces whose means have a spread worth the name. */
  private static final int PIECES = 4;

  /** Of the half-length: less is not told. */
  private static final double TOLD = 0.05;

  private static final double MOST_OF_A_BAND = 0.5;

  public WideInterval {
    why = List.copyOf(why);
  }

  /**
   * Of the mean of these energies in nats, [chain][draw]; empty where they have no Monte Carlo
   * error: fewer than four draws of a chain, not all finite, or all equal.
   *
   * @param bands of the same draws; none where the identity was not watched
   */
  public static Optional<WideInterval> of(double[][] draws, List<VirialBand> bands) {
    double mean = Moments.mean(draws);
    double certain = Normal.QUANTILE_975 * Mcse.mean(draws);
    if (!Double.isFinite(mean) || !(certain > 0)) {
      return Optional.empty();
    }
    List<String> why = new ArrayList<>();
    double half = half(draws, certain, why);
    double settling = settling(draws, half, why);
    double virial = virial(draws, bands, half, why);
    double down = Math.min(0, Math.min(settling, virial));
    double up = Math.max(0, Math.max(settling, virial));
    return Optional.of(new WideInterval(mean - half + down, mean + half + up, why));
  }

  private static double half(double[][] draws, double certain, List<String> why) {
    double[][] pieces = draws;
    while (pieces.length < PIECES && pieces[0].length >= 2 * Chains.MINIMUM_DRAWS) {
      pieces = Chains.split(pieces);
    }
    int k = pieces.length;
    if (k < 2) {
      return certain;
    }
    double error =
        Moments.standardError(Arrays.stream(pieces).mapToDouble(Moments::mean).toArray());
    double between = new TDistribution(k - 1.0).inverseCumulativeProbability(0.975) * error;
    if (between > (1 + TOLD) * certain) {
      why.add(
          told(
              "the means of %d %s differ: standard error %.3g, with %d degrees of freedom",
              k, k == draws.length ? "chains" : "pieces of chains", error, k - 1));
    }
    return Math.max(certain, between);
  }

  private static double settling(double[][] draws, double half, List<String> why) {
    double drift = Drift.betweenHalves(draws).difference();
    if (Math.abs(TO_THE_LIMIT * drift) > TOLD * half) {
      why.add(
          told(
              "the second half of the draws is %+.3g from the first, and as much may be to come",
              drift));
    }
    return TO_THE_LIMIT * drift;
  }

  private static double virial(
      double[][] draws, List<VirialBand> bands, double half, List<String> why) {
    double moved = bands.stream().mapToDouble(band -> response(draws, band)).sum();
    if (Math.abs(moved) > TOLD * half) {
      why.add(told("scales that have not settled may move it by %+.3g (virial identity)", moved));
    }
    return moved;
  }

  /** How much the mean would move if this band settled; 0 where it has no directions. */
  private static double response(double[][] draws, VirialBand band) {
    double[] c = Chains.pooled(band.terms());
    double[] e = Chains.pooled(draws);
    double off = Moments.mean(c);
    double mean = Moments.mean(e);
    double covariance = 0;
    for (int i = 0; i < c.length; i++) {
      covariance += (c[i] - off) * (e[i] - mean) / c.length;
    }
    double share = covariance / Math.max(Moments.variance(c), 2.0 * band.directions());
    double bounded = Math.max(-MOST_OF_A_BAND, Math.min(MOST_OF_A_BAND, share));
    return band.directions() == 0 || !Double.isFinite(bounded) ? 0 : -bounded * off;
  }

  private static String told(String format, Object... numbers) {
    return String.format(Locale.ROOT, format, numbers);
  }

  /** The shortest interval that holds both. */
  public WideInterval and(WideInterval other) {
    List<String> all = new ArrayList<>(why);
    other.why.stream().filter(reason -> !all.contains(reason)).forEach(all::add);
    return new WideInterval(Math.min(low, other.low), Math.max(high, other.high), all);
  }

  /** The same with one more reason. */
  public WideInterval because(String reason) {
    List<String> all = new ArrayList<>(why);
    all.add(reason);
    return new WideInterval(low, high, all);
  }

  @JsonIgnore
  public double length() {
    return high - low;
  }

  /** Whether a value lies within it. */
  public boolean holds(double value) {
    return low <= value && value <= high;
  }
}
