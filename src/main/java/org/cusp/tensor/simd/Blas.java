package org.cusp.tensor.simd;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import java.nio.FloatBuffer;
import org.bytedeco.openblas.global.openblas;
import org.cusp.tensor.Crew;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.sparse.SparseProducts;
import org.cusp.tensor.sparse.SparseRows;

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
    DenseProduct product = new DenseProduct(a, opA, b, opB, c, beta);
    for (int i = 0; i < c.count(); i++) {
      product.run(i);
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
    int parts = parts(x, outputs);
    for (int i = 0; i < c.count(); i++) {
      int chain = i;
      Crew.current()
          .run(
              parts,
              part ->
                  sparseBlocks(
                      a, opA, b, c, chain, SparseProducts.Blocks.of(outputs, part, parts)));
    }
    return true;
  }

  /** A large product is shared with threads that are free. */
  private static int parts(MatrixStack x, int outputs) {
    boolean isShared = (double) x.size() * outputs >= DenseProduct.WORTH_SHARING;
    int most = Math.min(Crew.current().size(), SparseProducts.blocks(outputs));
    return isShared ? most : 1;
  }

  private static void sparseBlocks(
      MatrixStack a,
      Transpose opA,
      MatrixStack b,
      MatrixStack c,
      int chain,
      SparseProducts.Blocks of) {
    SparseProducts products = new SparseProducts();
    if (opA == Transpose.NO) {
      SparseRows.Slice x = a.sparse().get();
      products.timesTransposed(x, numbers(b, chain), numbers(c, chain), of);
    } else {
      SparseRows.Slice x = b.sparse().get();
      products.transposedTimes(numbers(a, chain), x, numbers(c, chain), of);
    }
  }

  private static FloatBuffer numbers(MatrixStack matrix, int chain) {
    Slab slab = matrix.slab();
    return slab.floats(slab.rowOf(chain)).slice(matrix.offset(), matrix.size());
  }
}
