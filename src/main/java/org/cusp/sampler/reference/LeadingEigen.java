package org.cusp.sampler.reference;

import java.util.Arrays;
import org.cusp.numerics.Vectors;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;

/**
 * The largest eigenvalues of a symmetric positive semidefinite matrix with their eigenvectors, by
 * subspace iteration with a random start and the method of Rayleigh and Ritz: good to a few percent
 * where eigenvalues lie close together, which is enough for a preconditioner, and far cheaper than
 * all of them.
 *
 * <p>Source: N. Halko, P. G. Martinsson, J. A. Tropp, "Finding structure with randomness", SIAM
 * Review 53 (2011) 217-288, algorithm 4.4.
 *
 * @param values descending
 * @param vectors [value][row], orthonormal
 */
record LeadingEigen(double[] values, double[][] vectors) {
  private static final int ITERATIONS = 3;
  private static final int FIRST_WIDTH = 128;

  /**
   * Those above a threshold.
   *
   * @param matrix symmetric, [m][m]
   * @param most that are looked for
   */
  static LeadingEigen above(
      double threshold,
      double[][] matrix,
      int most,
      Kernels kernels,
      Slab like,
      RandomStream start) {
    int limit = Math.min(most, matrix.length);
    int width = Math.min(FIRST_WIDTH, limit);
    LeadingEigen found = of(matrix, width, kernels, like, start);
    while (width < limit && found.values[width - 1] > threshold) {
      width = Math.min(2 * width, limit);
      found = of(matrix, width, kernels, like, start);
    }
    int count = (int) Arrays.stream(found.values).filter(value -> value > threshold).count();
    return new LeadingEigen(
        Arrays.copyOf(found.values, count), Arrays.copyOf(found.vectors, count));
  }

  private static LeadingEigen of(
      double[][] matrix, int width, Kernels kernels, Slab like, RandomStream start) {
    int m = matrix.length;
    try (Product product = new Product(matrix, width, kernels, like)) {
      double[][] basis = new double[width][m];
      for (int i = 0; i < width; i++) {
        start.normals(i, 0, basis[i], m);
      }
      orthonormalise(basis);
      for (int i = 0; i < ITERATIONS; i++) {
        basis = product.of(basis);
        orthonormalise(basis);
      }
      return ritz(basis, product.of(basis));
    }
  }

  /** Of B = Q G Q', the matrix in the basis Q. */
  private static LeadingEigen ritz(double[][] basis, double[][] image) {
    int width = basis.length;
    double[][] inside = new double[width][width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        inside[i][j] = (Vectors.dot(basis[i], image[j]) + Vectors.dot(basis[j], image[i])) / 2;
        inside[j][i] = inside[i][j];
      }
    }
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(inside));
    double[][] vectors = new double[width][basis[0].length];
    for (int i = 0; i < width; i++) {
      double[] coordinates = eigen.getEigenvector(i).toArray();
      for (int j = 0; j < width; j++) {
        Vectors.add(vectors[i], coordinates[j], basis[j]);
      }
    }
    return new LeadingEigen(eigen.getEigenvalues(), vectors);
  }

  /** Gram and Schmidt, each row twice; one that depends on the others becomes 0. */
  private static void orthonormalise(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      double before = Math.sqrt(Vectors.dot(rows[i], rows[i]));
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          Vectors.add(rows[i], -Vectors.dot(rows[i], rows[j]), rows[j]);
        }
      }
      double norm = Math.sqrt(Vectors.dot(rows[i], rows[i]));
      double factor = norm > 1e-14 * before ? 1 / norm : 0;
      for (int k = 0; k < rows[i].length; k++) {
        rows[i][k] *= factor;
      }
    }
  }

  /** Rows times the matrix, in double. */
  private static final class Product implements AutoCloseable {
    private final Kernels kernels;
    private final MatrixStack matrix;
    private final MatrixStack rows;
    private final MatrixStack products;

    Product(double[][] values, int width, Kernels kernels, Slab like) {
      int m = values.length;
      this.kernels = kernels;
      this.matrix = zeros(like, m, m);
      this.rows = zeros(like, width, m);
      this.products = zeros(like, width, m);
      store(values, matrix);
    }

    private static MatrixStack zeros(Slab like, int rows, int columns) {
      Slab slab =
          Slab.zeros(like.memory(), Precision.FLOAT64, 1, Math.multiplyExact(rows, columns));
      return MatrixStack.of(slab, 0, rows, columns);
    }

    private static void store(double[][] values, MatrixStack to) {
      for (int i = 0; i < values.length; i++) {
        to.slab().store(0, i * to.columns(), values[i], to.columns());
      }
    }

    double[][] of(double[][] basis) {
      store(basis, rows);
      kernels.multiply(rows, Transpose.NO, matrix, Transpose.NO, products, 0);
      double[][] image = new double[basis.length][matrix.rows()];
      for (int i = 0; i < image.length; i++) {
        products.slab().load(0, i * matrix.rows(), image[i], matrix.rows());
      }
      return image;
    }

    @Override
    public void close() {
      matrix.slab().close();
      rows.slab().close();
      products.slab().close();
    }
  }
}
