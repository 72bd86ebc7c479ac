package org.cusp.diagnostics;

import org.cusp.contract.Check;

/**
 * Pareto smoothed importance sampling: the largest importance ratios are replaced by the expected
 * order statistics of the generalised Pareto law fitted to them, whose shape k-hat says whether the
 * ratios have the moments that an average needs.
 *
 * <p>Source: A. Vehtari, D. Simpson, A. Gelman, Y. Yao, J. Gabry, "Pareto smoothed importance
 * sampling", Journal of Machine Learning Research 25 (2024) 1-58.
 */
public final class ParetoSmoothing {
  private static final double LARGEST_SHARE = 0.2;
  private static final double ROOTS = 3;

  /** Fewer say nothing about a tail. */
  private static final int LEAST_TAIL = 5;

  /** The weakly informative prior on k: so many exceedances that say 1/2. */
  private static final double PRIOR_WEIGHT = 10;

  private static final double PRIOR_SHAPE = 0.5;
  private static final double LARGEST_THRESHOLD = 0.7;

  private ParetoSmoothing() {}

  /**
   * The smoothed tail.
   *
   * @param logWeights of the tail, in the order of the ratios
   * @param kHat shape of the tail; minus infinity where the ratios are all equal, plus infinity
   *     where they are too few to say, and then the weights are the ratios as they are
   */
  public record Tail(double[] logWeights, double kHat) {}

  /**
   * How many of the largest ratios are smoothed: {@code ceil(min(S/5, 3 sqrt(S / r)))}.
   *
   * @param draws S
   * @param relativeEfficiency r, the effective sample size over S; more than 1 counts as 1
   */
  public static int tailLength(long draws, double relativeEfficiency) {
    double r = Check.positive("relative efficiency", relativeEfficiency);
    double roots = ROOTS * Math.sqrt(draws / Math.min(1, r));
    return (int) Math.ceil(Math.min(LARGEST_SHARE * draws, roots));
  }

  /** The k-hat above which an estimate from S draws is not reliable, min(1 - 1/log10 S, 0.7). */
  public static double threshold(long draws) {
    return Math.min(1 - 1 / Math.log10(draws), LARGEST_THRESHOLD);
  }

  /**
   * Smooths the tail of some importance ratios.
   *
   * @param ascending logarithms of the largest ratios
   * @param cutoff logarithm of the largest ratio below them
   */
  public static Tail smooth(double[] ascending, double cutoff) {
    int size = ascending.length;
    if (size < LEAST_TAIL) {
      return new Tail(ascending.clone(), Double.POSITIVE_INFINITY);
    }
    double top = ascending[size - 1];
    double[] exceedances = new double[size];
    double base = Math.exp(cutoff - top);
    for (int i = 0; i < size; i++) {
      // The difference of nearly equal ratios, relative to the largest.
      exceedances[i] = base * Math.expm1(ascending[i] - cutoff);
    }
    if (!(exceedances[size - 1] > 0)) {
      return new Tail(ascending.clone(), Double.NEGATIVE_INFINITY);
    }
    GeneralisedPareto law = regularised(GeneralisedPareto.fit(exceedances), size);
    if (!Double.isFinite(law.k())) {
      return new Tail(ascending.clone(), Double.POSITIVE_INFINITY);
    }
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      double smoothed = Math.log(base + law.quantile((i + 0.5) / size));
      weights[i] = top + Math.min(0, smoothed);
    }
    return new Tail(weights, law.k());
  }

  /** Pulls the shape towards 1/2 as that many more exceedances would. */
  private static GeneralisedPareto regularised(GeneralisedPareto law, int size) {
    double k = (size * law.k() + PRIOR_WEIGHT * PRIOR_SHAPE) / (size + PRIOR_WEIGHT);
    return new GeneralisedPareto(k, law.sigma());
  }
}
