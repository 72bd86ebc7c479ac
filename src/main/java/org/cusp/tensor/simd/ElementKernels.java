package org.cusp.tensor.simd;

import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.wiring.Wiring;

/** The element-by-element operations on one row, for one precision. */
interface ElementKernels {
  void addBias(MatrixStack z, MatrixStack bias, int chain);

  void activate(Activation f, MatrixStack z, MatrixStack a, int chain);

  void activateBackward(Activation f, MatrixStack delta, MatrixStack saved, int chain);

  void times(MatrixStack a, MatrixStack b, MatrixStack target, int chain);

  void scale(MatrixStack source, double factor, MatrixStack target, int chain);

  void exchange(Slab target, Slab minus, Slab plus, int chain);

  void normals(Slab out, RandomStream noise, long t, int chain);

  void accumulate(Slab sum, double factor, Slab term, double weight, int row);

  /** A row of the target becomes that of the source. */
  void copy(Slab source, Slab target, int row);

  /** Reads numbers of a row of a slab into doubles. */
  void load(Slab slab, int row, int from, double[] out, int length);

  /** Writes doubles to a row of a slab, rounded to its precision. */
  void store(Slab slab, int row, int from, double[] values, int length);

  /** Each row r of the target's matrix becomes row {@code chosen[r]} of the source. */
  void copyRows(MatrixStack source, int[] chosen, MatrixStack target, int chain);

  void sums(MatrixStack source, Wiring wiring, double factor, MatrixStack target, int chain);

  void maxima(MatrixStack source, Wiring windows, MatrixStack target, int chain);

  void maximaBackward(
      MatrixStack source,
      MatrixStack maxima,
      Wiring windows,
      MatrixStack delta,
      MatrixStack target,
      int chain);
}
