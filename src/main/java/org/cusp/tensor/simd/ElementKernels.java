package org.cusp.tensor.simd;

import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.AdamLangevinStep;
import org.cusp.tensor.AdamStep;
import org.cusp.tensor.KickStep;
import org.cusp.tensor.LangevinStep;
import org.cusp.tensor.LeapfrogStep;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.MomentumStep;
import org.cusp.tensor.RefreshStep;
import org.cusp.tensor.RmsPropLangevinStep;
import org.cusp.tensor.Slab;

/** The element-by-element operations on one row, for one precision. */
interface ElementKernels {
  void addBias(MatrixStack z, MatrixStack bias, int chain);

  void activate(Activation f, MatrixStack z, MatrixStack a, int chain);

  void activateBackward(Activation f, MatrixStack delta, MatrixStack saved, int chain);

  void scale(MatrixStack source, double factor, MatrixStack target, int chain);

  void langevin(
      LangevinStep step, Slab w, Slab gradient, Slab centre, RandomStream noise, long t, int chain);

  void rmsPropLangevin(
      RmsPropLangevinStep step,
      Slab w,
      Slab gradient,
      Slab centre,
      Slab second,
      RandomStream noise,
      long t,
      int chain);

  void adamLangevin(
      AdamLangevinStep step,
      Slab w,
      Slab gradient,
      Slab centre,
      Slab first,
      Slab second,
      RandomStream noise,
      long t,
      int chain);

  /** Returns the sum of squares of the new velocity. */
  double kick(KickStep step, Slab w, Slab gradient, Slab centre, Slab velocity, int chain);

  /** Returns the sum of squares of the new velocity. */
  double refresh(RefreshStep step, Slab w, Slab velocity, RandomStream noise, long t, int chain);

  void exchange(Slab target, Slab minus, Slab plus, int chain);

  void momentum(MomentumStep step, Slab w, Slab gradient, Slab velocity, int chain);

  void adam(AdamStep step, Slab w, Slab gradient, Slab first, Slab second, int chain);

  void leapfrog(LeapfrogStep step, Slab momentum, Slab w, Slab gradient, Slab centre, int chain);

  void normals(Slab out, RandomStream noise, long t, int chain);

  void accumulate(Slab sum, double factor, Slab term, double weight, int row);

  /** Reads numbers of a row of a slab into doubles. */
  void load(Slab slab, int row, int from, double[] out, int length);

  /** Writes doubles to a row of a slab, rounded to its precision. */
  void store(Slab slab, int row, int from, double[] values, int length);

  /** Row {@code row} of the target's matrix becomes a row of the source. */
  void copyRow(MatrixStack source, int sourceRow, MatrixStack target, int chain, int row);
}
