package org.cusp.sampler;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;

/**
 * The Metropolis-adjusted Langevin algorithm on the posterior over all data: the proposal
 *
 * <pre>w' = w - (stepSize/2) grad U(w) + N(0, stepSize),
 * U = nBeta L_n(w) + (gamma/2) |w - w*|^2</pre>
 *
 * with a Metropolis step. It is Hamiltonian Monte Carlo with one leapfrog step of time
 * sqrt(stepSize), and is run as such; the step size means what it means in SGLD.
 *
 * <p>Source: G. O. Roberts, R. L. Tweedie, "Exponential convergence of Langevin distributions and
 * their discrete approximations", Bernoulli 2 (1996) 341-363.
 *
 * @param stepSize variance of the noise of a proposal, positive
 */
public record Mala(double stepSize) implements Sampler, Trajectory {
  public Mala {
    Check.positive("step", stepSize);
  }

  @Override
  public String name() {
    return "mala";
  }

  @Override
  public SortedMap<String, Object> settings() {
    return new TreeMap<>(Map.of("stepSize", stepSize));
  }

  @Override
  public double timeStep(long t) {
    return Math.sqrt(stepSize);
  }

  @Override
  public int leapfrogs(long t) {
    return 1;
  }

  @Override
  public HamiltonianChains start(PosteriorPass pass, RandomStream[] noise) {
    return new HamiltonianChains(this, pass, noise);
  }
}
