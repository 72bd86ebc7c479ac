package org.cusp.problem.law;

import org.cusp.rng.RandomStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The law of the inputs: independent coordinates, symmetric around 0; or one that is always 1.
 *
 * @param secondMoment E x^2
 * @param fourthMoment E x^4
 */
public record InputLaw(Draw draw, double secondMoment, double fourthMoment) {
  private static final int BLOCK = 64;

  /** One coordinate. */
  interface Draw {
    double at(RandomStream stream, long index);
  }

  /** x ~ N(0, 1). */
  public static InputLaw normal() {
    return new InputLaw((stream, index) -> stream.normal(0, index), 1, 3);
  }

  /** x uniform on [-halfWidth, halfWidth]. */
  public static InputLaw uniform(double halfWidth) {
    double square = halfWidth * halfWidth;
    return new InputLaw(
        (stream, index) -> halfWidth * (2 * stream.uniform(0, index) - 1),
        square / 3,
        square * square / 5);
  }

  /** The one input of a model without inputs: 1. */
  public static InputLaw one() {
    return new InputLaw((stream, index) -> 1, 1, 1);
  }

  /** All inputs of a data set, row-major. */
  double[] fill(RandomStream stream, int count) {
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = draw.at(stream, i);
    }
    return x;
  }

  /**
   * The upper triangular R with R^T R = X^T X for the rows that {@link #fill} would give, block by
   * block.
   */
  double[][] root(RandomStream stream, int rows, int columns) {
    double[][] sums = new double[columns][columns];
    double[][] block = new double[BLOCK][columns];
    for (int first = 0; first < rows; first += BLOCK) {
      int count = Math.min(BLOCK, rows - first);
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < columns; j++) {
          block[i][j] = draw.at(stream, (long) (first + i) * columns + j);
        }
      }
      addProducts(block, count, sums);
    }
    for (int j = 0; j < columns; j++) {
      for (int k = 0; k < j; k++) {
        sums[j][k] = sums[k][j];
      }
    }
    RealMatrix moments = new Array2DRowRealMatrix(sums, false);
    return new CholeskyDecomposition(moments).getLT().getData();
  }

  /** The upper triangle of block^T block; a row of the sums stays in the cache for all examples. */
  private static void addProducts(double[][] block, int count, double[][] sums) {
    for (int j = 0; j < sums.length; j++) {
      double[] row = sums[j];
      for (int i = 0; i < count; i++) {
        double[] example = block[i];
        double value = example[j];
        for (int k = j; k < row.length; k++) {
          row[k] += value * example[k];
        }
      }
    }
  }
}
