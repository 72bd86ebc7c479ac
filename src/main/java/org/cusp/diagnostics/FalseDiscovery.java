package org.cusp.diagnostics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.cusp.contract.InvalidInput;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Which of very many t statistics stand out, so that of those called discoveries no more than a
 * stated share is expected to be false: with p_(k) the k-th smallest of m two-sided p-values, all
 * up to the largest that fulfils p_(k) &lt;= q k / m.
 *
 * <p>Statistics are counted in bins of a thousandth, up to 100 on either side: memory does not grow
 * with m, and a threshold is rounded to the end of a bin where it can only lose discoveries. Counts
 * do not depend on the order, so threads may add side by side.
 *
 * <p>Source: Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995)
 * 289-300; under dependence of the kind that they call positive regression by Y. Benjamini, D.
 * Yekutieli, Annals of Statistics 29 (2001) 1165-1188.
 */
public final class FalseDiscovery {
  private static final int BINS_PER_UNIT = 1000;
  private static final int LARGEST = 100;
  private static final int BINS = LARGEST * BINS_PER_UNIT + 1;

  private final AtomicLongArray negative = new AtomicLongArray(BINS);
  private final AtomicLongArray positive = new AtomicLongArray(BINS);

  /** What statistics are where there is nothing to discover. */
  @FunctionalInterface
  public interface NullLaw {
    /** The two-sided p-value: twice the probability of what is as far out on the side of t. */
    double pValue(double t);

    /** Student's. */
    static NullLaw student(double freedom) {
      TDistribution law = new TDistribution(freedom);
      return t -> 2 * law.cumulativeProbability(-Math.abs(t));
    }
  }

  /**
   * Discoveries are at most {@code -below} or at least {@code above}.
   *
   * @param below infinite where there is none on this side
   * @param above likewise
   */
  public record Thresholds(double below, double above) {
    /** Whether a statistic is a discovery. */
    public boolean standsOut(double t) {
      return t >= above || t <= -below;
    }
  }

  /** One more; what is NaN counts as 0. */
  public void add(double t) {
    AtomicLongArray side = t < 0 ? negative : positive;
    double size = Double.isNaN(t) ? 0 : Math.abs(t);
    side.incrementAndGet((int) Math.min(BINS - 1.0, size * BINS_PER_UNIT));
  }

  /** How many there are. */
  public long all() {
    return atLeast(negative, 0) + atLeast(positive, 0);
  }

  /** How many stand out; exact for thresholds of {@link #thresholds}. */
  public long count(Thresholds thresholds) {
    return atLeast(negative, bin(thresholds.below())) + atLeast(positive, bin(thresholds.above()));
  }

  private static int bin(double threshold) {
    return (int) Math.min(BINS, Math.ceil(threshold * BINS_PER_UNIT - 1e-6));
  }

  private static long atLeast(AtomicLongArray side, int from) {
    long sum = 0;
    for (int bin = from; bin < BINS; bin++) {
      sum += side.get(bin);
    }
    return sum;
  }

  /**
   * The size below which a share of the statistics stays, whatever their sign; rounded up to the
   * end of its bin.
   */
  public double quantileOfSize(double share) {
    double wanted = share * all();
    long below = 0;
    for (int bin = 0; bin < BINS; bin++) {
      below += negative.get(bin) + positive.get(bin);
      if (below >= wanted) {
        return (bin + 1.0) / BINS_PER_UNIT;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /**
   * These as the law of statistics where there is nothing to discover: p = 2 (1 + as far out) / (1
   * + all).
   */
  public NullLaw asLaw() {
    double[] below = tail(negative);
    double[] above = tail(positive);
    double all = 1.0 + all();
    return t -> {
      double[] side = t < 0 ? below : above;
      int bin = (int) Math.min(BINS - 1.0, Math.abs(t) * BINS_PER_UNIT);
      return Math.min(1, 2 * (1 + side[bin]) / all);
    };
  }

  /** How many are in a bin or beyond it. */
  private static double[] tail(AtomicLongArray side) {
    double[] tail = new double[BINS];
    double sum = 0;
    for (int bin = BINS - 1; bin >= 0; bin--) {
      sum += side.get(bin);
      tail[bin] = sum;
    }
    return tail;
  }

  private record Bin(double p, boolean isNegative, double size, long count) {}

  /**
   * From where on statistics are discoveries.
   *
   * @param share of the discoveries that may be false, in (0, 1)
   */
  public Thresholds thresholds(double share, NullLaw law) {
    if (!(share > 0 && share < 1)) {
      throw new InvalidInput("the share of false discoveries must be in (0, 1), got " + share);
    }
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double size = bin / (double) BINS_PER_UNIT;
      if (negative.get(bin) > 0) {
        // Beside 0, a negative number stays one.
        double t = -Math.max(size, Double.MIN_VALUE);
        bins.add(new Bin(law.pValue(t), true, size, negative.get(bin)));
      }
      if (positive.get(bin) > 0) {
        bins.add(new Bin(law.pValue(size), false, size, positive.get(bin)));
      }
    }
    bins.sort(Comparator.comparingDouble(Bin::p));
    int last = last(bins, share);
    double below = Double.POSITIVE_INFINITY;
    double above = Double.POSITIVE_INFINITY;
    for (Bin bin : bins.subList(0, last)) {
      below = bin.isNegative() ? Math.min(below, bin.size()) : below;
      above = bin.isNegative() ? above : Math.min(above, bin.size());
    }
    return new Thresholds(below, above);
  }

  /** How many bins, in the order of their p, hold discoveries. */
  private int last(List<Bin> bins, double share) {
    double all = all();
    long so = 0;
    int last = 0;
    for (int i = 0; i < bins.size(); i++) {
      so += bins.get(i).count();
      if (bins.get(i).p() * all <= share * so) {
        last = i + 1;
      }
    }
    return last;
  }
}
