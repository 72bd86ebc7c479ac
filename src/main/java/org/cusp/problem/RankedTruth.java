package org.cusp.problem;

import java.util.List;
import org.cusp.model.ParamSpace;
import org.cusp.numerics.Vectors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Two layers B A = sum_k s_k u_k v_k^T with orthonormal u_k and v_k, drawn uniformly: row k of A is
 * sqrt(s_k) v_k, column k of B is sqrt(s_k) u_k, and the other hidden units are zero.
 */
final class RankedTruth {
  private RankedTruth() {}

  static double[] of(ParamSpace space, List<Double> singular, long seed) {
    ParamSpace.Tensor first = space.tensors().get(0);
    ParamSpace.Tensor second = space.tensors().get(1);
    int inputs = first.shape().get(1);
    int outputs = second.shape().get(0);
    int hidden = second.shape().get(1);
    RandomStream stream = RandomStream.of(seed, Purpose.TRUTH, 0);
    double[][] right = orthonormal(singular.size(), inputs, stream, 4);
    double[][] left = orthonormal(singular.size(), outputs, stream, 5);
    double[] w = new double[space.size()];
    for (int k = 0; k < singular.size(); k++) {
      double root = Math.sqrt(singular.get(k));
      for (int j = 0; j < inputs; j++) {
        w[first.offset() + k * inputs + j] = root * right[k][j];
      }
      for (int i = 0; i < outputs; i++) {
        w[second.offset() + i * hidden + k] = root * left[k][i];
      }
    }
    return w;
  }

  /**
   * Rows of normal numbers made orthonormal one after the other, each time twice (Gram-Schmidt).
   */
  private static double[][] orthonormal(int rows, int columns, RandomStream stream, long purpose) {
    double[][] basis = new double[rows][columns];
    for (int k = 0; k < rows; k++) {
      stream.normals(purpose, (long) k * columns, basis[k], columns);
      for (int pass = 0; pass < 2; pass++) {
        for (int l = 0; l < k; l++) {
          Vectors.add(basis[k], -Vectors.dot(basis[k], basis[l]), basis[l]);
        }
      }
      double norm = Math.sqrt(Vectors.dot(basis[k], basis[k]));
      for (int j = 0; j < columns; j++) {
        basis[k][j] /= norm;
      }
    }
    return basis;
  }
}
