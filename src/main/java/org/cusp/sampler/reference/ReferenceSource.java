package org.cusp.sampler.reference;

/** Where Gaussian references of a posterior come from. */
public interface ReferenceSource {
  /**
   * A reference for where the chains are.
   *
   * @param positions parameters, [chain][P]
   * @param round how many there have been before, by which random numbers are addressed
   * @param rank of the one before; 0 where there is none
   * @throws org.cusp.clock.TimeIsUp where there was no time to make it
   */
  GaussianReference at(double[][] positions, int round, int rank);

  /** One that was made before, in another process: there is time for what the rest depends on. */
  default GaussianReference again(double[][] positions, int round, int rank) {
    return at(positions, round, rank);
  }
}
