package org.cusp.report.figures.chains;

import java.util.Arrays;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;

/**
 * The LLC as it would have been with fewer draws: at each stage k the mean of nBeta dL over the
 * first k draws after the burn-in, and half the width of its 95% interval, 1.96 times the Monte
 * Carlo standard error of those draws ({@link Mcse#mean}). Chains with a draw that is not finite
 * take no part; without draws after the burn-in, or without a finite chain, all are empty.
 *
 * @param draw the number of the last draw taken in, from 1, burn-in counted
 * @param mean the running LLC
 * @param half half the width of its band; NaN where the standard error is
 */
record RunningLlc(double[] draw, double[] mean, double[] half) {
  /** Enough for a smooth line; each costs a Fourier transform of the draws so far. */
  private static final int STAGES = 150;

  static RunningLlc of(Trace trace) {
    int[] stages = trace.stages(STAGES);
    double[] draw = Arrays.stream(stages).mapToDouble(k -> trace.burnIn() + k).toArray();
    double[] mean = new double[stages.length];
    double[] half = new double[stages.length];
    for (int i = 0; i < stages.length; i++) {
      double[][] energies = trace.energies(stages[i]);
      mean[i] = Moments.mean(energies);
      half[i] = PointSeries.NORMAL_95 * Mcse.mean(energies);
    }
    return new RunningLlc(draw, mean, half);
  }

  /** The LLC of all draws with its error, such as 53.5 ± 1.2; a dash where there is none. */
  String last() {
    int last = mean.length - 1;
    return last < 0
        ? Numbers.MISSING
        : Numbers.plusMinus(mean[last], half[last] / PointSeries.NORMAL_95);
  }
}
