package org.cusp.tensor.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.CUBLAS_PEDANTIC_MATH;
import static org.bytedeco.cuda.global.cublas.CUBLAS_TF32_TENSOR_OP_MATH;

import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Transpose;

/**
 * Matrix products by cuBLAS, all chains in one call. cuBLAS keeps matrices by columns: of {@code C
 * = A B} by rows it computes {@code C' = B' A'}. The stride of a matrix that all chains share is 0.
 */
final class Products {
  /** What cuBLAS wants on Hopper; of its own choice it would allocate while a graph is captured. */
  private static final long WORKSPACE = 32L << 20;

  private final cublasContext handle = new cublasContext();
  private final FloatPointer floatOne = new FloatPointer(1f);
  private final FloatPointer floatBeta = new FloatPointer(0f);
  private final DoublePointer doubleOne = new DoublePointer(1.0);
  private final DoublePointer doubleBeta = new DoublePointer(0.0);
  private final FloatAt[] floats = {new FloatAt(), new FloatAt(), new FloatAt()};
  private final DoubleAt[] doubles = {new DoubleAt(), new DoubleAt(), new DoubleAt()};
  private Rounding rounding = Rounding.FLOAT32;

  /** How the factors of a product in single precision are rounded. */
  enum Rounding {
    /** Not at all. */
    FLOAT32(CUBLAS_PEDANTIC_MATH),
    /** To 10 bits of mantissa, for the tensor cores: relative errors of about 3e-4. */
    TF32(CUBLAS_TF32_TENSOR_OP_MATH);

    private final int mode;

    Rounding(int mode) {
      this.mode = mode;
    }
  }

  /** A pointer whose address is set before a call, without an allocation for each. */
  private static final class FloatAt extends FloatPointer {
    FloatAt() {
      super((Pointer) null);
    }

    FloatPointer at(long start) {
      address = start;
      return this;
    }
  }

  private static final class DoubleAt extends DoublePointer {
    DoubleAt() {
      super((Pointer) null);
    }

    DoublePointer at(long start) {
      address = start;
      return this;
    }
  }

  Products(CudaDevice device, CUstream_st stream) {
    done("cublasCreate", cublas.cublasCreate_v2(handle));
    done("cublasSetStream", cublas.cublasSetStream_v2(handle, stream));
    done(
        "cublasSetWorkspace",
        cublas.cublasSetWorkspace_v2(
            handle, new FloatAt().at(device.allocate(WORKSPACE)), WORKSPACE));
    done("cublasSetMathMode", cublas.cublasSetMathMode(handle, rounding.mode));
  }

  int version() {
    int[] version = new int[1];
    done("cublasGetVersion", cublas.cublasGetVersion_v2(handle, version));
    return version[0];
  }

  private static void done(String call, int code) {
    if (code != 0) {
      throw new CudaFailure(call + ": " + cublas.cublasGetStatusName(code).getString());
    }
  }

  /** See {@link org.cusp.tensor.Kernels#multiply}. */
  void multiply(
      Rounding wanted,
      MatrixStack a,
      Transpose opA,
      MatrixStack b,
      Transpose opB,
      MatrixStack c,
      double beta) {
    if (wanted != rounding) {
      done("cublasSetMathMode", cublas.cublasSetMathMode(handle, wanted.mode));
      rounding = wanted;
    }
    int k = opA == Transpose.YES ? a.rows() : a.columns();
    int left = opB == Transpose.YES ? CUBLAS_OP_T : CUBLAS_OP_N;
    int right = opA == Transpose.YES ? CUBLAS_OP_T : CUBLAS_OP_N;
    if (c.slab().precision() == Precision.FLOAT32) {
      floatBeta.put((float) beta);
      done(
          "cublasSgemmStridedBatched",
          cublas.cublasSgemmStridedBatched(
              handle,
              left,
              right,
              c.columns(),
              c.rows(),
              k,
              floatOne,
              floats[0].at(CudaMemory.address(b)),
              b.columns(),
              CudaMemory.stride(b),
              floats[1].at(CudaMemory.address(a)),
              a.columns(),
              CudaMemory.stride(a),
              floatBeta,
              floats[2].at(CudaMemory.address(c)),
              c.columns(),
              CudaMemory.stride(c),
              c.count()));
      return;
    }
    doubleBeta.put(beta);
    done(
        "cublasDgemmStridedBatched",
        cublas.cublasDgemmStridedBatched(
            handle,
            left,
            right,
            c.columns(),
            c.rows(),
            k,
            doubleOne,
            doubles[0].at(CudaMemory.address(b)),
            b.columns(),
            CudaMemory.stride(b),
            doubles[1].at(CudaMemory.address(a)),
            a.columns(),
            CudaMemory.stride(a),
            doubleBeta,
            doubles[2].at(CudaMemory.address(c)),
            c.columns(),
            CudaMemory.stride(c),
            c.count()));
  }
}
