package org.cusp.sampler.reference;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;

/**
 * What a precision M does to coordinates c of every chain in the stiff directions, where it is more
 * than gamma; with the working memory of a pass's chains.
 */
interface InsidePrecision extends AutoCloseable {
  /** c, [chains, k]. */
  Slab coordinates();

  /**
   * From now on these are the precisions of single directions beyond gamma.
   *
   * @param stiffness d [k]
   */
  void stiffness(double[] stiffness);

  /** c becomes gamma^1/2 R c - c, where R R' = M^-1. */
  void spread();

  /** Adds c'(M - gamma)c to the energies. */
  void addEnergies();

  /** What a kick has to be corrected by. */
  Missing missing();

  @Override
  void close();

  /**
   * c becomes time (1 - gamma M^-1) c, with a time that can be set between steps.
   *
   * @param before what prepares it
   * @param correct with the factors gamma and time
   */
  record Missing(Kernels kernels, double gamma, Runnable before, Move correct)
      implements AutoCloseable {
    void set(double time) {
      correct.set(new double[] {gamma, time});
    }

    void run() {
      before.run();
      kernels.update(correct);
    }

    @Override
    public void close() {
      correct.close();
    }
  }
}
