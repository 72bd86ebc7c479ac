package org.cusp.estimate.influence;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Rhat;

/**
 * How well chains have mixed, by some of what was kept of their draws.
 *
 * @param rhat that 95% of the columns looked at stay below
 * @param ess that 95% of them reach
 * @param time autocorrelation time of the slowest but 5%, in draws
 */
public record Mixing(double rhat, double ess, double time) {
  /** So many columns are looked at one by one. */
  private static final int LOOKED_AT = 200;

  /** A quantile of them, so that the extreme of many does not decide. */
  private static final double QUANTILE = 0.05;

  /** Of the first columns of a window, evenly spread. */
  public static Mixing of(Window window, int columns) {
    int count = Math.min(LOOKED_AT, columns);
    double[][][] looked =
        IntStream.range(0, count)
            .mapToObj(i -> window.columns((int) ((long) i * columns / count), 1)[0])
            .toArray(double[][][]::new);
    double[] rhat = Arrays.stream(looked).mapToDouble(Rhat::rankNormalised).sorted().toArray();
    double[] ess = Arrays.stream(looked).mapToDouble(Ess::mean).sorted().toArray();
    double least = ess[(int) (QUANTILE * (count - 1))];
    double all = (double) window.chains().length * window.draws();
    double time = Double.isNaN(least) ? 1 : Math.max(1, all / least);
    return new Mixing(rhat[(int) Math.ceil((1 - QUANTILE) * (count - 1))], least, time);
  }
}
