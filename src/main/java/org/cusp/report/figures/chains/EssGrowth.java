package org.cusp.report.figures.chains;

import java.util.Arrays;
import org.cusp.diagnostics.Ess;

/**
 * The bulk effective sample size of the first k draws after the burn-in, of the finite chains
 * ({@link Ess#bulk}). It grows in proportion to k where the chains mix; where it levels off, more
 * draws tell nothing new. Empty as {@link RunningLlc}.
 *
 * @param draws k, the draws of each chain
 * @param ess NaN where it is not defined, such as below four draws
 */
record EssGrowth(double[] draws, double[] ess) {
  private static final int STAGES = 60;

  static EssGrowth of(Trace trace) {
    int[] stages = trace.stages(STAGES);
    return new EssGrowth(
        Arrays.stream(stages).asDoubleStream().toArray(),
        Arrays.stream(stages).mapToDouble(k -> Ess.bulk(trace.energies(k))).toArray());
  }

  /** Of all draws; NaN where there are none. */
  double last() {
    return ess.length == 0 ? Double.NaN : ess[ess.length - 1];
  }
}
