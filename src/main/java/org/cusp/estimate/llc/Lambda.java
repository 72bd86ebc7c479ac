package org.cusp.estimate.llc;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.Series;
import org.cusp.numerics.Normal;
import org.cusp.point.PointCheck;
import org.cusp.posterior.Posterior;

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
 * (m - 1) / ln nBeta is added ({@link #with}), and the interval is from none of it to twice that;
 * where it is not, nothing is done about it.
 *
 * <p>What n and the localisation may keep from it: {@link Above}. Where draws at several
 * temperatures are there, {@link #of(List)}.
 *
 * @param se of sampling, and on the way of descent of the search for the minimum and of what D may
 *     be too large by
 * @param above how much further the interval reaches above
 * @param beyond lambda less the LLC, in nats, with the error that is not part of the sampling; D on
 *     the way of descent
 * @param temperatures of the draws
 */
public record Lambda(
    double value, double se, Above above, Way way, Estimate beyond, Temperatures temperatures) {
  /**
   * Of the draws.
   *
   * @param nBeta of those whose value it is
   * @param seen what each gives, from the warmest on; none where there is but that one
   */
  public record Temperatures(double nBeta, List<At> seen) {
    public Temperatures {
      seen = List.copyOf(seen);
    }

    static Temperatures one(double nBeta) {
      return new Temperatures(nBeta, List.of());
    }
  }

  /** What the draws at one temperature give, without the log log term. */
  public record At(double nBeta, double value, double se) {}

  /** How it was found. */
  public enum Way {
    DESCENT("descent"),
    POPULATION("population");

    private final String label;

    Way(String label) {
      this.label = label;
    }

    /** In a word, for a file. */
    @JsonValue
    public String label() {
      return label;
    }
  }

  /** Of D, as a standard error. */
  private static final double OVERSHOOT = 0.15;

  /** Standard errors by which two temperatures differ. */
  private static final double SIGNIFICANT = 2;

  /** Relative distance from P/2 within which a model is regular. */
  private static final double REGULAR = 0.02;

  /**
   * By the descent. Absent where loss or gradient is not finite around w*, or no chain completed.
   */
  static Optional<Lambda> of(
      Estimate llc, PointCheck point, Posterior posterior, Optional<EnergyDraws> energies) {
    int parameters = posterior.size();
    Estimate descent = point.descent();
    double value = llc.value() + descent.value();
    double sampling = Math.hypot(llc.se(), descent.se());
    double half = parameters / 2.0;
    boolean isRegular = Math.abs(value - half) < Math.max(REGULAR * half, 2 * sampling);
    double se = isRegular ? sampling : Math.hypot(sampling, OVERSHOOT * Math.abs(descent.value()));
    Above above =
        energies
            .map(
                draws ->
                    Above.of(
                        draws.energy(), descent.value(), draws, Optional.of(point), parameters))
            .orElse(Above.NONE);
    return finite(
        new Lambda(
            value,
            se,
            above,
            Way.DESCENT,
            new Estimate(descent.value(), descent.se()),
            Temperatures.one(posterior.nBeta())));
  }

  /**
   * By the population's K at the draws.
   *
   * @param population K(w), [chain][draw]
   * @param energies over all data, of the same draws
   */
  public static Optional<Lambda> of(
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
            Above.of(mean, 0, energies, point, parameters),
            Way.POPULATION,
            new Estimate(value - llc.value(), 0),
            Temperatures.one(energies.nBeta())));
  }

  /**
   * From draws at several temperatures: the value at the warmest of which no colder one differs by
   * more than two standard errors, at the coldest where all do. What the localisation holds falls
   * with the temperature, so that this costs nothing of the error where nothing is held. What may
   * still be missing follows from the rise that is seen, {@link Above#of(List, int)}.
   *
   * @param all from the warmest on, at least two
   */
  public static Lambda of(List<Lambda> all) {
    List<At> seen = all.stream().map(one -> new At(one.nBeta(), one.value, one.se)).toList();
    int settled = settled(seen);
    Lambda found = all.get(settled);
    Lambda first = all.get(0);
    return new Lambda(
        found.value,
        found.se,
        Above.of(seen, settled).least(found.above),
        first.way,
        new Estimate(first.correction() + found.value - first.value, first.correctionError()),
        new Temperatures(found.nBeta(), seen));
  }

  /** Lambda less the LLC, in nats. */
  public double correction() {
    return beyond.value();
  }

  /** Its standard error where it is not part of the sampling. */
  public double correctionError() {
    return beyond.se();
  }

  /** Of the draws whose value it is. */
  public double nBeta() {
    return temperatures.nBeta;
  }

  private static int settled(List<At> seen) {
    int first = 0;
    for (int i = 0; i < seen.size(); i++) {
      for (int j = i + 1; j < seen.size(); j++) {
        double apart = Math.abs(seen.get(j).value - seen.get(i).value);
        if (apart > SIGNIFICANT * Math.hypot(seen.get(i).se, seen.get(j).se)) {
          first = i + 1;
        }
      }
    }
    return first;
  }

  /** Whether these are values of a K whose minimum is that at w*, as far as the chains go. */
  public static boolean isUsable(double[][] population) {
    return population.length > 0
        && Arrays.stream(population).flatMapToDouble(Arrays::stream).allMatch(k -> k >= 0);
  }

  private static Optional<Lambda> finite(Lambda found) {
    return Double.isFinite(found.value) && Double.isFinite(found.se)
        ? Optional.of(found)
        : Optional.empty();
  }

  /**
   * With the log log term: the value (m - 1) / ln nBeta higher, and an error that has the standard
   * deviation of a term anywhere between none and twice that. The interval is {@link #ci95}.
   *
   * @param multiplicity m; 1 where it is not known
   */
  public Estimate with(int multiplicity) {
    double term = multiplicityTerm(multiplicity, nBeta());
    return new Estimate(value + term, Math.hypot(se, term / Math.sqrt(3)));
  }

  /**
   * The interval value -+ 1.96 se, wider above by what the localisation holds, and where the
   * multiplicity is known to be above 1.
   *
   * @param multiplicity m; 1 where it is not known
   */
  public double[] ci95(int multiplicity) {
    double further = above.reach() + 2 * multiplicityTerm(multiplicity, nBeta());
    return new double[] {
      value - Normal.QUANTILE_975 * se, value + Normal.QUANTILE_975 * se + further
    };
  }

  /** About how much lower a mean energy lies at finite n: (m - 1) / ln nBeta. */
  public static double multiplicityTerm(int multiplicity, double nBeta) {
    return (multiplicity - 1) / Math.max(1, Math.log(nBeta));
  }
}
