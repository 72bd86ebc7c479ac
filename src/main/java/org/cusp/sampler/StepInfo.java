package org.cusp.sampler;

/**
 * What a diagnosis needs from one step, for each chain.
 *
 * @param deltaLoss L_B(w) - L_B(w*) in nats per datum at the parameters before the step, on the
 *     step's batch; not finite where the chain has left the finite numbers
 * @param acceptance the probability with which the proposal was accepted; 1 without a Metropolis
 *     step
 */
public record StepInfo(double[] deltaLoss, double[] acceptance) {
  /** Room for so many chains. */
  public static StepInfo of(int chains) {
    return new StepInfo(new double[chains], new double[chains]);
  }

  /** Whether the chain is still at finite numbers. */
  public boolean finite(int chain) {
    return Double.isFinite(deltaLoss[chain]);
  }
}
