package org.cusp.sampler;

import org.cusp.tensor.Clock;
import org.cusp.tensor.NoiseStreams;

/**
 * How the chains of a pass move between two Metropolis steps: a map of (w, momentum) that keeps
 * volumes and is its own inverse once momenta are turned round. The energy that it should keep is
 *
 * <pre>nBeta (L_n(w) - L_n(w*)) + (gamma/2) |w - w*|^2 + kinetic energy</pre>
 */
interface Dynamics extends AutoCloseable {
  /** New momenta of every chain from their law. */
  void refresh(NoiseStreams noise, Clock clock);

  /** Twice the kinetic energy of every chain. */
  double[] kinetic();

  /**
   * Moves w and momenta. The pass's gradient must be that at w, and is again when this returns.
   *
   * @param timeStep of a step
   * @param steps at least 1
   * @param evaluate computes loss and gradient where the chains are
   */
  void move(double nBeta, double timeStep, int steps, Runnable evaluate);

  @Override
  void close();
}
