package org.cusp.tensor.simd;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import java.nio.FloatBuffer;
import org.bytedeco.openblas.global.openblas;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.sparse.SparseProducts;

/**
 * OpenBLAS on the slabs' memory, a call for each chain; where one factor is known to be sparse, its
 * numbers alone.
 */
final class Blas {
  /**
   * A row times a matrix of so many numbers is left to the product with vectors, which reads the
   * matrix once where that of matrices copies it first: 107 x 25,450 forward 0.5 ms for 1.5, back
   * 0.2 for 9.2.
   */
  private static final int LARGE = 1 << 18;

  private Blas() {}

  /** See {@link Kernels#multiply}. */
  static void multiply(
      MatrixStack a, Transpose opA, MatrixStack b, Transpose opB, MatrixStack c, double beta) {
    if (beta == 0 && opA != opB && sparsely(a, opA, b, c)) {
      return;
    }
    if (c.rows() == 1 && b.size() >= LARGE) {
      rowTimes(a, b, opB, c, beta);
      return;
    }
    int transA = opA == Transpose.YES ? CblasTrans : CblasNoTrans;
    int transB = opB == Transpose.YES ? CblasTrans : CblasNoTrans;
    int m = c.rows();
    int n = c.columns();
    int k = opA == Transpose.YES ? a.rows() : a.columns();
    int lda = a.columns();
    int ldb = b.columns();
    boolean single = c.slab().precision() == Precision.FLOAT32;
    for (int i = 0; i < c.count(); i++) {
      if (single) {
        openblas.cblas_sgemm(
            CblasRowMajor,
            transA,
            transB,
            m,
            n,
            k,
            1f,
            a.floats(i),
            lda,
            b.floats(i),
            ldb,
            (float) beta,
            c.floats(i),
            n);
      } else {
        openblas.cblas_dgemm(
            CblasRowMajor,
            transA,
            transB,
            m,
            n,
            k,
            1,
            a.doubles(i),
            lda,
            b.doubles(i),
            ldb,
            beta,
            c.doubles(i),
            n);
      }
    }
  }

  /** A single row, or a column that is turned into one, times B or B'. */
  private static void rowTimes(
      MatrixStack a, MatrixStack b, Transpose opB, MatrixStack c, double beta) {
    int trans = opB == Transpose.YES ? CblasNoTrans : CblasTrans;
    int m = b.rows();
    int n = b.columns();
    boolean single = c.slab().precision() == Precision.FLOAT32;
    for (int i = 0; i < c.count(); i++) {
      if (single) {
        openblas.cblas_sgemv(
            CblasRowMajor,
            trans,
            m,
            n,
            1f,
            b.floats(i),
            n,
            a.floats(i),
            1,
            (float) beta,
            c.floats(i),
            1);
      } else {
        openblas.cblas_dgemv(
            CblasRowMajor, trans, m, n, 1, b.doubles(i), n, a.doubles(i), 1, beta, c.doubles(i), 1);
      }
    }
  }

  /** X B' or A' X where X is known to be sparse; false where it is not, or not worth it. */
  private static boolean sparsely(MatrixStack a, Transpose opA, MatrixStack b, MatrixStack c) {
    MatrixStack x = opA == Transpose.NO ? a : b;
    int outputs = opA == Transpose.NO ? c.columns() : c.rows();
    if (x.sparse().isEmpty() || !SparseProducts.isWorthIt(outputs)) {
      return false;
    }
    SparseProducts products = new SparseProducts();
    for (int i = 0; i < c.count(); i++) {
      if (opA == Transpose.NO) {
        products.timesTransposed(x.sparse().get(), numbers(b, i), numbers(c, i), outputs);
      } else {
        products.transposedTimes(numbers(a, i), x.sparse().get(), numbers(c, i), outputs);
      }
    }
    return true;
  }

  private static FloatBuffer numbers(MatrixStack matrix, int chain) {
    Slab slab = matrix.slab();
    return slab.floats(slab.rowOf(chain)).slice(matrix.offset(), matrix.size());
  }
}
