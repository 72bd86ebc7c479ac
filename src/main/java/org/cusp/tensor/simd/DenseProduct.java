package org.cusp.tensor.simd;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.cusp.tensor.Crew;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Transpose;

/**
 * C = op(A) op(B) + beta C by OpenBLAS, in the calling thread or, where others are free and it is
 * large, a stretch of rows of C in each.
 */
record DenseProduct(
    MatrixStack a, Transpose opA, MatrixStack b, Transpose opB, MatrixStack c, double beta) {
  /** Multiplications, some half a millisecond: waking a thread takes some ten microseconds. */
  static final double WORTH_SHARING = 3e7;

  void run(int chain) {
    int parts = parts();
    if (parts == 1) {
      rows(chain, 0, c.rows());
      return;
    }
    Crew.current().run(parts, part -> rows(chain, from(part, parts), from(part + 1, parts)));
  }

  private int parts() {
    int most = Math.min(Crew.current().size(), c.rows() / RowsAlone.STRETCH);
    boolean isShared =
        most > 1 && (double) c.size() * inner() >= WORTH_SHARING && RowsAlone.haveTheirBits(this);
    return isShared ? most : 1;
  }

  private int from(int part, int parts) {
    int stretches = (c.rows() + RowsAlone.STRETCH - 1) / RowsAlone.STRETCH;
    return Math.min(c.rows(), stretches * part / parts * RowsAlone.STRETCH);
  }

  /** The number of terms of a sum. */
  int inner() {
    return opA == Transpose.YES ? a.rows() : a.columns();
  }

  boolean isSingle() {
    return c.slab().precision() == Precision.FLOAT32;
  }

  /** Where C begins. */
  Pointer result(int chain) {
    return isSingle() ? c.floats(chain) : c.doubles(chain);
  }

  /** Rows {@code from .. to - 1} of C. */
  void rows(int chain, int from, int to) {
    int transA = opA == Transpose.YES ? CblasTrans : CblasNoTrans;
    int transB = opB == Transpose.YES ? CblasTrans : CblasNoTrans;
    int n = c.columns();
    int lda = a.columns();
    int ldb = b.columns();
    // A row of A' is a column of A.
    long skipped = opA == Transpose.YES ? from : (long) from * lda;
    long written = (long) from * n;
    if (isSingle()) {
      openblas.cblas_sgemm(
          CblasRowMajor,
          transA,
          transB,
          to - from,
          n,
          inner(),
          1f,
          skipped == 0 ? a.floats(chain) : a.floats(chain).getPointer(skipped),
          lda,
          b.floats(chain),
          ldb,
          (float) beta,
          written == 0 ? c.floats(chain) : c.floats(chain).getPointer(written),
          n);
    } else {
      openblas.cblas_dgemm(
          CblasRowMajor,
          transA,
          transB,
          to - from,
          n,
          inner(),
          1,
          skipped == 0 ? a.doubles(chain) : a.doubles(chain).getPointer(skipped),
          lda,
          b.doubles(chain),
          ldb,
          beta,
          written == 0 ? c.doubles(chain) : c.doubles(chain).getPointer(written),
          n);
    }
  }
}
