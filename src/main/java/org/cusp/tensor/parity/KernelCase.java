package org.cusp.tensor.parity;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * A kernel with something to do.
 *
 * @param kernel its name
 * @param rounding that its results may have
 */
record KernelCase(String kernel, Rounding rounding, Work work) {
  /** What two providers are asked to do; results beside the slabs are returned. */
  interface Work {
    double[] on(Kernels kernels, Slab[] slabs, Slab shared);
  }

  /** Work whose results are all in the slabs. */
  interface Act {
    void on(Kernels kernels, Slab[] slabs, Slab shared);
  }

  static KernelCase act(String kernel, Rounding rounding, Act act) {
    return new KernelCase(
        kernel,
        rounding,
        (kernels, slabs, shared) -> {
          act.on(kernels, slabs, shared);
          return new double[0];
        });
  }
}
