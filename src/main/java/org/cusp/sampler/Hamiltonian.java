package org.cusp.sampler;

import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;

/** Samplers in whose chains replicas of many temperatures can take turns. */
public sealed interface Hamiltonian extends Sampler, Trajectory permits Hmc, SplitHmc {
  /** These trajectories at the whole step size only, by which a step size can be judged. */
  Trajectory unreduced();

  /** Chains that whoever holds them puts anywhere, at any temperature. */
  HamiltonianChains chains(PosteriorPass pass, RandomStream[] noise);
}
