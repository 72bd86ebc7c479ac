package org.cusp.run.replica;

import java.util.List;

/**
 * Two kernels at one temperature of a ladder: effective energies for the work of 1,000 gradients of
 * one replica.
 *
 * @param byLeapfrogs of HMC
 * @param aboutReference of split HMC
 * @param directions the stiff ones of its reference
 */
public record KernelTrial(double beta, double byLeapfrogs, double aboutReference, int directions) {
  /** Whether references are worth what they cost, by the mean of the ratio's logarithm. */
  public static boolean areWorthIt(List<KernelTrial> trials) {
    return trials.stream().mapToDouble(KernelTrial::gain).sum() > 0;
  }

  private double gain() {
    return Math.log(aboutReference / byLeapfrogs);
  }
}
