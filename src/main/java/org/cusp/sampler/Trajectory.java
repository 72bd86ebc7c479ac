package org.cusp.sampler;

/** How far a Hamiltonian proposal goes. */
public interface Trajectory {
  /** Time of one leapfrog step of transition t, the same for all chains. */
  double timeStep(long t);

  /** Leapfrog steps of transition t, the same for all chains. */
  int leapfrogs(long t);
}
