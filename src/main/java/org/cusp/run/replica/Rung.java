package org.cusp.run.replica;

import org.cusp.contract.Check;
import org.cusp.sampler.Hamiltonian;

/**
 * A temperature above the prior's with the kernel that is used there.
 *
 * @param beta inverse temperature
 */
public record Rung(double beta, Hamiltonian kernel) {
  public Rung {
    Check.positive("beta", beta);
  }
}
