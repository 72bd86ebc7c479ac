package org.cusp.estimate.susceptibility;

import java.util.Arrays;
import org.cusp.tensor.dense.Matrix;

/**
 * How many patterns there are in a matrix of t statistics T [component, datum]: singular values of
 * T, beside the largest that the same draws give where they know nothing of each other. Those above
 * are real.
 *
 * @param values singular values, falling
 * @param edge the largest of the noise
 * @param components left singular vectors, [pattern][component]; the largest entry is positive
 * @param data right singular vectors, [pattern][datum]
 */
public record ResponseSpectrum(
    double[] values, double edge, double[][] components, double[][] data) {
  /** How many patterns are above the noise. */
  public int real() {
    return (int) Arrays.stream(values).filter(value -> value > edge).count();
  }

  /**
   * Of a matrix.
   *
   * @param t [component][datum]
   * @param noise the same where there is nothing, [pairing][component][datum]
   */
  static ResponseSpectrum of(double[][] t, double[][][] noise) {
    Matrix.Eigen eigen = products(t).eigen();
    int count = t.length;
    double[] values = new double[count];
    double[][] components = new double[count][count];
    double[][] data = new double[count][t[0].length];
    for (int k = 0; k < count; k++) {
      int place = count - 1 - k;
      values[k] = Math.sqrt(Math.max(0, eigen.values()[place]));
      for (int c = 0; c < count; c++) {
        components[k][c] = eigen.vectors().values()[c * count + place];
      }
      turn(components[k]);
      for (int z = 0; z < data[k].length && values[k] > 0; z++) {
        for (int c = 0; c < count; c++) {
          data[k][z] += components[k][c] * t[c][z] / values[k];
        }
      }
    }
    double edge = Arrays.stream(noise).mapToDouble(ResponseSpectrum::largest).max().orElse(0);
    return new ResponseSpectrum(values, edge, components, data);
  }

  private static double largest(double[][] t) {
    return Math.sqrt(Arrays.stream(products(t).eigen().values()).max().orElse(0));
  }

  private static Matrix products(double[][] t) {
    double[] all = Arrays.stream(t).flatMapToDouble(Arrays::stream).toArray();
    Matrix matrix = new Matrix(t.length, t[0].length, all);
    return matrix.timesTransposed(matrix);
  }

  private static void turn(double[] vector) {
    double largest = 0;
    for (double x : vector) {
      largest = Math.abs(x) > Math.abs(largest) ? x : largest;
    }
    for (int i = 0; i < vector.length && largest < 0; i++) {
      vector[i] = -vector[i];
    }
  }
}
