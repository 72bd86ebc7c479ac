package org.cusp.diagnostics;

import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** The autocovariance function of chains, in O(N log N). */
final class Autocovariance {
  private Autocovariance() {}

  /**
   * The mean over the chains of their autocovariances at lags 0..N-1, each chain about its own
   * mean, with divisor N at every lag (Geyer 1992, DOI 10.1214/ss/1177011137).
   *
   * <p>Only the sum of the power spectra is transformed back. Two chains a, b go through one
   * transform as a + ib: the even part of its power spectrum is |A|^2 + |B|^2, and the odd part
   * ends up in the imaginary part of the inverse.
   */
  static double[] mean(double[][] chains) {
    int n = chains[0].length;
    // At least N zeros after each chain, so that the circular sums do not wrap round.
    int padded = Integer.highestOneBit(2 * n - 1) << 1;
    double[][] power = new double[2][padded];
    for (int chain = 0; chain < chains.length; chain += 2) {
      double[][] buffer = new double[2][padded];
      centre(chains[chain], buffer[0]);
      if (chain + 1 < chains.length) {
        centre(chains[chain + 1], buffer[1]);
      }
      transform(buffer, TransformType.FORWARD);
      for (int i = 0; i < padded; i++) {
        power[0][i] += buffer[0][i] * buffer[0][i] + buffer[1][i] * buffer[1][i];
      }
    }
    transform(power, TransformType.INVERSE);
    double[] autocovariance = new double[n];
    for (int lag = 0; lag < n; lag++) {
      autocovariance[lag] = power[0][lag] / n / chains.length;
    }
    return autocovariance;
  }

  private static void centre(double[] chain, double[] target) {
    double mean = Moments.mean(chain);
    for (int i = 0; i < chain.length; i++) {
      target[i] = chain[i] - mean;
    }
  }

  private static void transform(double[][] buffer, TransformType type) {
    FastFourierTransformer.transformInPlace(buffer, DftNormalization.STANDARD, type);
  }
}
