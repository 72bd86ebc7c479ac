package org.cusp.tensor.cuda;

/** A call of CUDA that did not succeed. */
final class CudaFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  CudaFailure(String message) {
    super(message);
  }
}
