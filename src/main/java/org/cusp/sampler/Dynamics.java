package org.cusp.sampler;

import org.cusp.tensor.Clock;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;

/**
 * How the chains of a pass move between two Metropolis steps: a map of (w, momentum) that keeps
 * volumes and is its own inverse once momenta are turned round. The energy that it should keep is
 *
 * <pre>nBeta (L_n(w) - L_n(w*)) + (gamma/2) |w - w*|^2 + kinetic energy</pre>
 */
interface Dynamics extends AutoCloseable {
  /** Whether momenta are read or written on the host, beside what the kernels do. */
  default boolean isOnHost() {
    return false;
  }

  /** From the next momenta on the posterior is that of another temperature. */
  default void temper(double nBeta) {
    // Momenta whose law does not know of it stay as they are.
  }

  /** New momenta of every chain from their law. */
  void refresh(NoiseStreams noise, Clock clock);

  /**
   * Computes twice the kinetic energy of every chain.
   *
   * @return the same slab at every call, in double, [chains, 1]
   */
  Slab kinetic();

  /**
   * Moves w and momenta. The pass's gradient must be that at w, and is again when this returns.
   *
   * @param timeStep of a step
   * @param steps at least 1
   */
  void move(double nBeta, double timeStep, int steps);

  @Override
  void close();
}
