package org.cusp.tensor.simd;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import org.bytedeco.openblas.global.openblas;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Transpose;

/** OpenBLAS on the slabs' memory, a call for each chain. */
final class Blas {
  private Blas() {}

  /** See {@link Kernels#multiply}. */
  static void multiply(
      MatrixStack a, Transpose opA, MatrixStack b, Transpose opB, MatrixStack c, double beta) {
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
}
