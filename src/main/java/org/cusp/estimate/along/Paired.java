package org.cusp.estimate.along;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;

/**
 * A linear combination of the LLCs of some checkpoints from their draws, chain by chain and draw by
 * draw:
 *
 * <pre>D[chain][draw] = sum over k of c_k nBeta_k dL_k[chain][draw]</pre>
 *
 * Chains of one run meet the same noise at draws of the same number, so that what they have in
 * common is gone from D; its Monte Carlo standard error ({@link Mcse#mean}) is taken from D itself,
 * with whatever correlation the checkpoints have and that from draw to draw.
 *
 * <p>Where one checkpoint has more draws than another only the first ones have partners. Of these
 * the same share is left out as burn-in as the checkpoint that leaves out most does of its own.
 *
 * @param value mean of D over the paired draws
 * @param se Monte Carlo standard error of the mean; NaN where it cannot be said
 * @param ess effective draws of D
 * @param draws of a chain that are used
 */
record Paired(double value, double se, double ess, int draws) {
  private static final int LEAST_DRAWS = 4;

  /**
   * With these factors.
   *
   * @param factors as many as checkpoints
   */
  static Paired of(List<Visited> checkpoints, double... factors) {
    double[][] combined = combined(checkpoints, factors);
    if (combined.length == 0 || combined[0].length < LEAST_DRAWS) {
      return new Paired(Double.NaN, Double.NaN, 0, combined.length == 0 ? 0 : combined[0].length);
    }
    return new Paired(
        Moments.mean(combined), error(combined), Ess.mean(combined), combined[0].length);
  }

  /** Draws that are all the same have no error. */
  private static double error(double[][] draws) {
    double first = draws[0][0];
    boolean isConstant =
        Arrays.stream(draws).flatMapToDouble(Arrays::stream).allMatch(x -> x == first);
    return isConstant ? 0 : Mcse.mean(draws);
  }

  /** Of the chains that completed their draws everywhere; no rows where there is none. */
  private static double[][] combined(List<Visited> checkpoints, double[] factors) {
    int chains = checkpoints.stream().mapToInt(Visited::chains).min().orElseThrow();
    int to = checkpoints.stream().mapToInt(Visited::recorded).min().orElseThrow();
    double share = checkpoints.stream().mapToDouble(Visited::burnInShare).max().orElseThrow();
    int from = (int) Math.ceil(share * to);
    return IntStream.range(0, chains)
        .filter(chain -> checkpoints.stream().allMatch(at -> at.isComplete(chain)))
        .mapToObj(
            chain ->
                IntStream.range(from, Math.max(from, to))
                    .mapToDouble(draw -> sum(checkpoints, factors, chain, draw))
                    .toArray())
        .toArray(double[][]::new);
  }

  private static double sum(List<Visited> checkpoints, double[] factors, int chain, int draw) {
    double sum = 0;
    for (int k = 0; k < factors.length; k++) {
      sum += factors[k] * checkpoints.get(k).energy(chain, draw);
    }
    return sum;
  }
}
