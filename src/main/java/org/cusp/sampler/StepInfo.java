package org.cusp.sampler;

import org.cusp.posterior.PosteriorPass;
import org.cusp.tensor.Slab;

/**
 * What a diagnosis needs from the last step, for each chain: slabs of one number for each, which
 * later steps overwrite.
 *
 * @param deltaLoss L_B(w) - L_B(w*) in nats per datum at the parameters before the step, on the
 *     step's batch; not finite where the chain has left the finite numbers. With a Metropolis step
 *     that on all data, after it
 * @param acceptance the probability with which the proposal was accepted; 1 without a Metropolis
 *     step
 */
public record StepInfo(Slab deltaLoss, Slab acceptance) {
  /**
   * Of steps without a Metropolis step, at whose parameters the pass is evaluated; to be closed.
   */
  public static StepInfo of(PosteriorPass pass) {
    Slab ones = pass.w().doublesBeside(pass.chains(), 1);
    for (int chain = 0; chain < pass.chains(); chain++) {
      ones.setRow(chain, new double[] {1});
    }
    return new StepInfo(pass.deltaLoss(), ones);
  }

  /** On the host. */
  public double deltaLoss(int chain) {
    return deltaLoss.getRow(chain)[0];
  }

  /** On the host. */
  public double acceptance(int chain) {
    return acceptance.getRow(chain)[0];
  }

  /** Whether the chain is still at finite numbers; on the host. */
  public boolean finite(int chain) {
    return Double.isFinite(deltaLoss(chain));
  }
}
