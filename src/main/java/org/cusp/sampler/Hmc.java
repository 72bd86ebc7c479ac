package org.cusp.sampler;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;

/**
 * Hamiltonian Monte Carlo on the posterior over all data: momenta p ~ N(0, I), leapfrog steps of
 * size epsilon along
 *
 * <pre>H(w, p) = nBeta (L_n(w) - L_n(w*)) + (gamma/2) |w - w*|^2 + |p|^2 / 2</pre>
 *
 * and a Metropolis step, which leaves the posterior invariant whatever the step size. The time of a
 * trajectory varies from transition to transition, the same for all chains, evenly in its logarithm
 * from {@link #FEWEST_LEAPFROGS} steps to the longest time, by the numbers of van der Corput in
 * base 2: the short ones move the energy, which is what an LLC is the mean of, at little cost, the
 * long ones the directions that only the localisation holds, and none returns to where it came from
 * every time.
 *
 * <p>Sources: R. M. Neal, "MCMC using Hamiltonian dynamics", Handbook of Markov Chain Monte Carlo,
 * 2011, arXiv:1206.1901; jitter shared by the chains: M. D. Hoffman, A. Radul, P. Sountsov, "An
 * adaptive-MCMC scheme for setting trajectory lengths in Hamiltonian Monte Carlo", AISTATS 2021.
 *
 * @param stepSize epsilon, time of a leapfrog step; stable below 2 / sqrt(largest posterior
 *     precision)
 * @param trajectoryLength time of the longest trajectory
 */
public record Hmc(double stepSize, double trajectoryLength) implements Sampler, Trajectory {
  /** The longest trajectory, in leapfrog steps. */
  public static final int MOST_LEAPFROGS = 2048;

  /** The shortest trajectory, where the longest is four times as long. */
  public static final int FEWEST_LEAPFROGS = 8;

  public Hmc {
    Check.positive("step", stepSize);
    Check.positive("trajectory length", trajectoryLength);
  }

  @Override
  public String name() {
    return "hmc";
  }

  @Override
  public SortedMap<String, Object> settings() {
    return new TreeMap<>(Map.of("stepSize", stepSize, "trajectoryLength", trajectoryLength));
  }

  @Override
  public double timeStep() {
    return stepSize;
  }

  @Override
  public int leapfrogs(long t) {
    double most = Math.min(MOST_LEAPFROGS, Math.max(1, trajectoryLength / stepSize));
    double fewest = Math.max(1, Math.min(FEWEST_LEAPFROGS, most / 4));
    return (int) Math.rint(most * Math.pow(fewest / most, vanDerCorput(t + 1)));
  }

  @Override
  public HamiltonianChains start(PosteriorPass pass, RandomStream[] noise) {
    return new HamiltonianChains(this, pass, noise);
  }

  /** The binary digits of t behind the point, in reverse: evenly spread over (0, 1). */
  private static double vanDerCorput(long t) {
    return (Long.reverse(t) >>> 11) * 0x1p-53;
  }
}
