package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.state.State;

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
public record Mala(double stepSize) implements ExactSampler<Trajectory>, Trajectory {
  /** Mean acceptance aimed at: G. O. Roberts, J. S. Rosenthal, JRSSB 60 (1998) 255. */
  public static final double ACCEPTANCE = 0.574;

  public Mala {
    Check.positive("step", stepSize);
  }

  @Override
  public String name() {
    return "mala";
  }

  @Override
  public String summary() {
    return "Metropolis-adjusted Langevin algorithm";
  }

  @Override
  public String source() {
    return "Roberts and Tweedie 1996, Bernoulli 2:341";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(Setting.step(stepSize, "variance of the noise of a proposal"));
  }

  @Override
  public Mala with(Map<String, Double> values) {
    return new Mala(values.get(Setting.STEP));
  }

  /** The square of a time well within the stability of the stiffest direction. */
  @Override
  public double firstStep(Surroundings around) {
    double time = 1 / Math.sqrt(around.stiffest());
    return time * time;
  }

  @Override
  public Trajectory proposal() {
    return this;
  }

  @Override
  public Mala carriedOver(double scale, double[][] positions, Surroundings around) {
    return new Mala(scale * scale * stepSize);
  }

  @Override
  public Adaptation<Trajectory> adaptation(Set<String> given, Surroundings around) {
    return given.contains(Setting.STEP)
        ? Adaptation.none(this)
        : new Search(new StepSizeSearch(Math.sqrt(firstStep(around)), ACCEPTANCE));
  }

  /** For the time of the one leapfrog step. */
  private record Search(StepSizeSearch times) implements Adaptation<Trajectory> {
    private static Mala at(double time) {
      return new Mala(time * time);
    }

    @Override
    public Trajectory next() {
      return at(times.current());
    }

    @Override
    public void learn(double acceptance, double[][] positions) {
      times.learn(acceptance);
    }

    @Override
    public void endWindow() {
      // The search goes on through all windows.
    }

    @Override
    public double[] mustAgree() {
      return new double[] {Math.log(times.settled())};
    }

    @Override
    public Mala settled() {
      return at(times.settled());
    }

    @Override
    public void state(State at) {
      times.state(at);
    }
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
