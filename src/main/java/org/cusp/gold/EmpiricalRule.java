package org.cusp.gold;

import org.cusp.contract.Check;
import org.cusp.numerics.SymmetricEigen;
import org.cusp.numerics.Vectors;

/**
 * The Gauss rule of a sample: K nodes and weights whose moments up to degree 2K - 1 are those of
 * the data, so that means over n data of analytic functions become sums over a few nodes. The nodes
 * are the eigenvalues of the Jacobi matrix that K steps of Lanczos' method find for the data (G. H.
 * Golub, J. H. Welsch, Math. Comp. 23 (1969) 221, doi:10.1090/S0025-5718-69-99647-1).
 */
public final class EmpiricalRule {
  private static final double NEGLIGIBLE = 1e-13;

  private final double[] nodes;
  private final double[] weights;
  private final double[][] basis;
  private final double[][] vectors;

  private EmpiricalRule(double[] nodes, double[] weights, double[][] basis, double[][] vectors) {
    this.nodes = nodes;
    this.weights = weights;
    this.basis = basis;
    this.vectors = vectors;
  }

  /**
   * The rule of these data.
   *
   * @param most nodes, at least 1; fewer where the data have fewer distinct values
   */
  public static EmpiricalRule of(double[] data, int most) {
    Check.atLeast("data", data.length, 1);
    Check.atLeast("nodes", most, 1);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double x : data) {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    double[][] jacobi = new double[most][most];
    double[][] basis = new double[most][];
    double[] next = new double[data.length];
    java.util.Arrays.fill(next, 1 / Math.sqrt(data.length));
    int size = 0;
    double norm = 1;
    while (size < most && norm > NEGLIGIBLE * (high - low)) {
      if (size > 0) {
        jacobi[size - 1][size] = norm;
        jacobi[size][size - 1] = norm;
      }
      basis[size] = next;
      double[] product = new double[data.length];
      for (int i = 0; i < data.length; i++) {
        product[i] = (data[i] - low) * next[i];
      }
      jacobi[size][size] = Vectors.dot(product, next);
      size++;
      norm = orthogonalise(product, basis, size);
      next = product;
    }
    return of(low, jacobi, basis, size);
  }

  /** Twice, since once leaves rounding errors; then to length 1. */
  private static double orthogonalise(double[] x, double[][] basis, int size) {
    for (int pass = 0; pass < 2; pass++) {
      for (int k = 0; k < size; k++) {
        double along = Vectors.dot(x, basis[k]);
        for (int i = 0; i < x.length; i++) {
          x[i] -= along * basis[k][i];
        }
      }
    }
    double norm = Math.sqrt(Vectors.dot(x, x));
    for (int i = 0; i < x.length && norm > 0; i++) {
      x[i] /= norm;
    }
    return norm;
  }

  private static EmpiricalRule of(double low, double[][] jacobi, double[][] basis, int size) {
    double[][] matrix = new double[size][];
    for (int i = 0; i < size; i++) {
      matrix[i] = java.util.Arrays.copyOf(jacobi[i], size);
    }
    SymmetricEigen eigen = SymmetricEigen.of(matrix).orThrow();
    double[] nodes = new double[size];
    double[] weights = new double[size];
    for (int k = 0; k < size; k++) {
      nodes[k] = low + eigen.values()[k];
      weights[k] = eigen.vectors()[0][k] * eigen.vectors()[0][k];
    }
    return new EmpiricalRule(nodes, weights, basis, eigen.vectors());
  }

  /** In no order. */
  public double[] nodes() {
    return nodes.clone();
  }

  /** Nonnegative, with the sum 1. */
  public double[] weights() {
    return weights.clone();
  }

  /**
   * The weights for means of {@code f(x_i) y_i}: exact for polynomials f of degree below K.
   *
   * @param y a number beside each datum
   */
  public double[] weights(double[] y) {
    Check.equal("numbers beside the data", y.length, basis[0].length);
    double[] result = new double[nodes.length];
    for (int j = 0; j < nodes.length; j++) {
      double coefficient = Vectors.dot(basis[j], y) / Math.sqrt(y.length);
      for (int k = 0; k < nodes.length; k++) {
        result[k] += coefficient * vectors[j][k] * vectors[0][k];
      }
    }
    return result;
  }
}
