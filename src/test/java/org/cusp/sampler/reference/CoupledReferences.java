package org.cusp.sampler.reference;

import java.util.Optional;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/** References whose stiff directions, the axes, have to do with each other. */
public final class CoupledReferences {
  private CoupledReferences() {}

  /**
   * M = D^1/2 (I + W' diag(excess) W) D^1/2.
   *
   * @param stiffness D - gamma, of the first axes
   * @param along W, orthonormal rows
   */
  public static GaussianReference of(
      double gamma,
      int parameters,
      double[] stiffness,
      double[] excess,
      double[][] along,
      KernelProvider kernels,
      Precision precision) {
    int k = stiffness.length;
    double[] axes = new double[k * parameters];
    for (int i = 0; i < k; i++) {
      axes[i * parameters + i] = 1;
    }
    double[] rows = new double[excess.length * k];
    for (int j = 0; j < excess.length; j++) {
      System.arraycopy(along[j], 0, rows, j * k, k);
    }
    Slab v = Slab.row(kernels.memory(), precision, axes);
    Slab w = Slab.row(kernels.memory(), precision, rows);
    return GaussianReference.of(
        gamma,
        stiffness,
        new StiffRows(MatrixStack.of(v, 0, k, parameters)),
        Optional.of(new Coupling(excess, MatrixStack.of(w, 0, excess.length, k))));
  }
}
