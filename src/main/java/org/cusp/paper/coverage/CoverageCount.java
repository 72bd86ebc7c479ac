package org.cusp.paper.coverage;

import java.util.Arrays;
import java.util.List;

/**
 * How the intervals of estimates cover the numbers they are about. Estimates that are not finite
 * cover nothing and have no standard score.
 *
 * @param runs all of them
 * @param covered how many intervals hold the exact value
 * @param trusted how many estimates were called trusted
 * @param trustedCovered how many of those hold it
 * @param meanScore mean of z = (estimate - exact) / se; 0 for honest errors
 * @param deviationOfScores standard deviation of z; 1 for honest errors
 * @param largestScore the largest |z|
 */
record CoverageCount(
    int runs,
    int covered,
    int trusted,
    int trustedCovered,
    double meanScore,
    double deviationOfScores,
    double largestScore) {
  /**
   * One estimate with its 95% interval.
   *
   * @param exact what it should be
   */
  record Trial(long seed, double exact, double value, double se, double[] ci95, boolean trusted) {
    boolean covers() {
      return ci95[0] <= exact && exact <= ci95[1];
    }

    double score() {
      return (value - exact) / se;
    }
  }

  static CoverageCount of(List<Trial> trials) {
    double[] scores = trials.stream().mapToDouble(Trial::score).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(scores).average().orElse(Double.NaN);
    double squares = Arrays.stream(scores).map(z -> (z - mean) * (z - mean)).sum();
    return new CoverageCount(
        trials.size(),
        (int) trials.stream().filter(Trial::covers).count(),
        (int) trials.stream().filter(Trial::trusted).count(),
        (int) trials.stream().filter(trial -> trial.trusted() && trial.covers()).count(),
        mean,
        scores.length > 1 ? Math.sqrt(squares / (scores.length - 1)) : Double.NaN,
        Arrays.stream(scores).map(Math::abs).max().orElse(Double.NaN));
  }
}
