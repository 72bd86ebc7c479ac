package org.cusp.report;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The LLC as it would have been after each draw: {@code mean over chains of nBeta times the mean of
 * dL from the end of the burn-in to that draw}, and half the width of its 95% interval, 1.96 s /
 * sqrt(C) with s the standard deviation between the running means of the C chains. Chains with a
 * draw that is not finite take no part. Before the first draw after the burn-in, and if no chain is
 * finite, both are empty; with one chain the half width is NaN.
 *
 * @param draw the draws' numbers, from 1
 * @param mean the running LLC
 * @param half half the width of its band
 */
record RunningLlc(double[] draw, double[] mean, double[] half) {
  private static final double NORMAL_95 = 1.96;

  static RunningLlc of(Trace trace) {
    int[] chains = IntStream.range(0, trace.chains()).filter(trace::isFinite).toArray();
    int kept = chains.length == 0 ? 0 : trace.draws() - trace.burnIn();
    double[] draw = new double[kept];
    double[] mean = new double[kept];
    double[] half = new double[kept];
    double[] sums = new double[chains.length];
    for (int t = 0; t < kept; t++) {
      double[] means = new double[chains.length];
      for (int c = 0; c < chains.length; c++) {
        sums[c] += trace.nBeta() * trace.deltaLoss()[chains[c]][trace.burnIn() + t];
        means[c] = sums[c] / (t + 1);
      }
      draw[t] = trace.burnIn() + t + 1;
      mean[t] = Arrays.stream(means).average().orElseThrow();
      half[t] = NORMAL_95 * standardError(means, mean[t]);
    }
    return new RunningLlc(draw, mean, half);
  }

  private static double standardError(double[] means, double centre) {
    double squares = Arrays.stream(means).map(m -> (m - centre) * (m - centre)).sum();
    int chains = means.length;
    return chains < 2 ? Double.NaN : Math.sqrt(squares / (chains - 1) / chains);
  }
}
