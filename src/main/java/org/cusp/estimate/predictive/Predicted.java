package org.cusp.estimate.predictive;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The predictive on a data set with the errors that so many draws leave: the jackknife over batches
 * of consecutive draws, which takes in that scores are no linear functions of the means.
 *
 * @param forecast of the data
 * @param means over all draws that count, of all items
 * @param ofDraws scores of the predictive
 * @param atCentre those of w* alone
 * @param without scores with one batch left out
 * @param draws that count, of all chains
 */
record Predicted(
    Forecast forecast,
    double[] means,
    Scores ofDraws,
    Scores atCentre,
    Scores[] without,
    long draws) {
  /**
   * Of means over batches.
   *
   * @param chains that completed
   * @param first draw that counts, from the first that was seen
   */
  static Predicted of(PredictiveDraws.OfData set, int[] chains, int first) {
    FoldedMeans one = set.chains().get(chains[0]);
    int from = (int) Math.min(one.full() - 2L, (first + one.length() - 1) / one.length());
    double[][] batches =
        Arrays.stream(chains)
            .mapToObj(set.chains()::get)
            .flatMap(chain -> IntStream.range(Math.max(0, from), chain.full()).mapToObj(chain::sum))
            .toArray(double[][]::new);
    double[] sum = new double[batches[0].length];
    for (double[] batch : batches) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += batch[i];
      }
    }
    long length = one.length();
    Scores[] without = new Scores[batches.length];
    for (int k = 0; k < without.length; k++) {
      double divisor = (batches.length - 1.0) * length;
      double[] rest = sum.clone();
      for (int i = 0; i < rest.length; i++) {
        rest[i] = (rest[i] - batches[k][i]) / divisor;
      }
      without[k] = Scores.of(set.forecast(), rest).brief();
    }
    long draws = batches.length * length;
    double[] means = Arrays.stream(sum).map(x -> x / draws).toArray();
    return new Predicted(
        set.forecast(),
        means,
        Scores.of(set.forecast(), means),
        Scores.of(set.forecast(), set.atCentre()),
        without,
        draws);
  }

  /** Batches of all chains. */
  int batches() {
    return without.length;
  }

  /** The standard error that draws leave of a score. */
  double se(ToDoubleFunction<Scores> score) {
    // Less the first: where all are the same nothing is left, not even rounding.
    double first = score.applyAsDouble(without[0]);
    double[] all = Arrays.stream(without).mapToDouble(score).map(x -> x - first).toArray();
    double mean = Arrays.stream(all).average().orElseThrow();
    double squares = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares * (all.length - 1.0) / all.length);
  }

  /** The standard error of a mean over items, of independent ones. */
  static double ofItems(double[] perItem) {
    double mean = Arrays.stream(perItem).average().orElse(Double.NaN);
    double squares = Arrays.stream(perItem).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (perItem.length * (perItem.length - 1.0)));
  }

  /** The same of the difference of two scores of each item. */
  static double ofItems(double[] a, double[] b) {
    double[] difference = a.clone();
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return ofItems(difference);
  }
}
