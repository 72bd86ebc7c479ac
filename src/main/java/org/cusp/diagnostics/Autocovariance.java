package org.cusp.diagnostics;

import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** The autocovariance function of one chain. */
final class Autocovariance {
  private Autocovariance() {}

  /**
   * Autocovariances at lags 0..N-1 with divisor N at every lag (Geyer 1992, DOI
   * 10.1214/ss/1177011137), by a Fourier transform of the centred chain in O(N log N).
   */
  static double[] of(double[] chain) {
    int n = chain.length;
    double[][] buffer = centredAndPadded(chain);
    FastFourierTransformer.transformInPlace(
        buffer, DftNormalization.STANDARD, TransformType.FORWARD);
    for (int i = 0; i < buffer[0].length; i++) {
      buffer[0][i] = buffer[0][i] * buffer[0][i] + buffer[1][i] * buffer[1][i];
      buffer[1][i] = 0;
    }
    FastFourierTransformer.transformInPlace(
        buffer, DftNormalization.STANDARD, TransformType.INVERSE);
    double[] autocovariance = new double[n];
    for (int lag = 0; lag < n; lag++) {
      autocovariance[lag] = buffer[0][lag] / n;
    }
    return autocovariance;
  }

  /** Real and imaginary parts; at least N zeros, so that the circular sums do not wrap round. */
  private static double[][] centredAndPadded(double[] chain) {
    double mean = Moments.mean(chain);
    double[][] buffer = new double[2][Integer.highestOneBit(2 * chain.length - 1) << 1];
    for (int i = 0; i < chain.length; i++) {
      buffer[0][i] = chain[i] - mean;
    }
    return buffer;
  }
}
