package org.cusp.tensor;

/** Work of kernels that is done again and again, see {@link Kernels#loop}. */
@FunctionalInterface
public interface StepLoop {
  /** Once more. */
  void run();
}
