package org.cusp.sampler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaugeMoves;
import org.cusp.sampler.reference.KroneckerMass;
import org.cusp.sampler.reference.LinearStack;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.sampler.search.StepSource;

/**
 * Hamiltonian Monte Carlo of deep linear networks with the mass of {@link KroneckerMass}, under
 * which all scales of the loss are alike, and after each trajectory a sweep of {@link GaugeMoves}
 * along the fibre of equal functions, which that mass takes for stiff. Both leave the posterior
 * invariant whatever their settings. Angles and steps as those of {@link SplitHmc}.
 *
 * <p>Sources: M. Girolami, B. Calderhead, "Riemann manifold Langevin and Hamiltonian Monte Carlo
 * methods", JRSS B 73 (2011) 123-214, with a mass that is constant here; J. Martens, R. Grosse,
 * ICML 2015, arXiv:1503.05671; J. S. Liu, C. Sabatti, Biometrika 87 (2000) 353-369.
 *
 * @param stepSize of leapfrog, in units in which the mass is the posterior's precision; positive
 * @param angle time of the longest trajectory
 * @param mass without one momenta are N(0, I) and there are no gauge moves
 */
public record KroneckerHmc(double stepSize, double angle, Optional<KroneckerMass> mass)
    implements ExactSampler<KroneckerHmc.Proposal> {
  private static final String ANGLE = "angle";
  private static final double FORESEEN = 10;
  private static final double FIRST_STEP = 0.2;

  /** What chains propose by. */
  public record Proposal(Optional<KroneckerMass> mass, Trajectory trajectory) {}

  public KroneckerHmc {
    Check.positive("step", stepSize);
    Check.positive("angle", angle);
  }

  /** Without a mass yet. */
  public KroneckerHmc(double stepSize) {
    this(stepSize, SplitHmc.DEFAULT_ANGLE, Optional.empty());
  }

  @Override
  public String name() {
    return "kronecker-hmc";
  }

  @Override
  public String summary() {
    return "Hamiltonian Monte Carlo of deep linear networks, with gauge moves along their fibres";
  }

  @Override
  public String source() {
    return "Girolami and Calderhead 2011; Martens and Grosse 2015; Liu and Sabatti 2000";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(
        Setting.step(stepSize, "time of a leapfrog step, the mass being the precision"),
        Setting.fixed(ANGLE, angle, "time of the longest trajectory"));
  }

  @Override
  public KroneckerHmc with(Map<String, Double> values) {
    return new KroneckerHmc(values.get(Setting.STEP), values.get(ANGLE), mass);
  }

  /** The same for all: the mass is in its unit. */
  @Override
  public double firstStep(Surroundings around) {
    return FIRST_STEP;
  }

  private SplitHmc trajectory() {
    return new SplitHmc(stepSize, angle, Optional.empty());
  }

  @Override
  public Proposal proposal() {
    return new Proposal(mass, trajectory());
  }

  @Override
  public double foreseenGradients(double scales) {
    return FORESEEN;
  }

  @Override
  public int gradientsOfAProposal() {
    return trajectory().gradientsOfAProposal();
  }

  /**
   * The mass is made where chains begin and anew after some transitions.
   *
   * @throws InvalidInput where the posterior is not of a deep linear network
   */
  @Override
  public Adaptation<Proposal> adaptation(Set<String> given, Surroundings around) {
    LinearStack stack =
        LinearStack.of(around.posterior())
            .filter(found -> around.posterior().gamma() > 0)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "sampler "
                            + name()
                            + " needs a deep linear network with Gaussian noise, all of its"
                            + " parameters free, and a localisation"));
    return new Search(
        around.posterior(),
        stack,
        angle,
        given.contains(Setting.STEP) ? Optional.of(stepSize) : Optional.empty());
  }

  /**
   * As {@link SplitSearch}, each mass the mean over where all chains were since the one before:
   * stiff directions turn along a fibre, and one that no position knew would hold every step.
   */
  private static final class Search implements Adaptation<Proposal> {
    private static final int[] REFRESHED = {6, 16, 40, 80};

    private final Posterior posterior;
    private final LinearStack stack;
    private final double angle;
    private final Optional<Double> given;
    private KroneckerMass mass;
    private StepSource steps;
    private final List<double[]> positions = new ArrayList<>();
    private int refreshed;
    private int transitions;
    private int sinceRefresh;
    private int inWindow;
    private boolean isWindowOfOneMass;

    Search(Posterior posterior, LinearStack stack, double angle, Optional<Double> given) {
      this.posterior = posterior;
      this.stack = stack;
      this.angle = angle;
      this.given = given;
      this.mass = KroneckerMass.at(posterior, stack, new double[][] {posterior.centre()});
      this.steps = steps(FIRST_STEP);
    }

    private StepSource steps(double first) {
      return given.isPresent()
          ? new StepSource.Given(given.get())
          : new StepSizeSearch(first, SplitHmc.ACCEPTANCE);
    }

    @Override
    public Proposal next() {
      if (refreshed < REFRESHED.length && transitions == REFRESHED[refreshed]) {
        mass = KroneckerMass.at(posterior, stack, positions.toArray(new double[0][]));
        positions.clear();
        steps = steps(refreshed == 0 ? FIRST_STEP : steps.settled());
        refreshed++;
        sinceRefresh = 0;
      }
      SplitHmc trajectory = new SplitHmc(steps.current(), angle, Optional.empty());
      return new Proposal(Optional.of(mass), trajectory.unreduced());
    }

    @Override
    public void learn(double acceptance, double[][] from) {
      steps.learn(acceptance);
      if (refreshed < REFRESHED.length) {
        positions.addAll(Arrays.asList(from));
      }
      transitions++;
      sinceRefresh++;
      inWindow++;
    }

    @Override
    public void endWindow() {
      isWindowOfOneMass = refreshed == REFRESHED.length && sinceRefresh >= inWindow;
      inWindow = 0;
    }

    @Override
    public double[] mustAgree() {
      return new double[] {isWindowOfOneMass ? Math.log(steps.settled()) : Double.NaN};
    }

    @Override
    public KroneckerHmc settled() {
      return new KroneckerHmc(steps.settled(), angle, Optional.of(mass));
    }
  }

  @Override
  public MetropolisChains<Proposal> start(PosteriorPass pass, RandomStream[] noise) {
    return new Chains(pass, noise, proposal());
  }

  private static final class Chains implements MetropolisChains<Proposal> {
    private final PosteriorPass pass;
    private final RandomStream[] noise;
    private final HamiltonianChains chains;
    private Optional<KroneckerMass> mass = Optional.empty();

    Chains(PosteriorPass pass, RandomStream[] noise, Proposal first) {
      this.pass = pass;
      this.noise = noise;
      this.chains = new HamiltonianChains(first.trajectory(), pass, noise);
      retune(first);
    }

    @Override
    public void retune(Proposal next) {
      if (next.mass().isPresent() && !next.mass().equals(mass)) {
        mass = next.mass();
        chains.moveBy(new KroneckerFlow(pass, mass.get()));
      }
      chains.retune(next.trajectory());
    }

    @Override
    public void watch(Watcher next) {
      chains.watch(next);
    }

    @Override
    public void unwatch() {
      chains.unwatch();
    }

    @Override
    public StepInfo step(long t) {
      StepInfo info = chains.step(t);
      mass.ifPresent(found -> gauge(found, t));
      return info;
    }

    /** No loss changes; the gradient does, and is that of where the chains are again. */
    private void gauge(KroneckerMass found, long t) {
      Posterior posterior = pass.posterior();
      GaugeMoves moves = new GaugeMoves(found, posterior.gamma(), posterior.centre());
      for (int chain = 0; chain < pass.chains(); chain++) {
        double[] w = pass.w().getRow(chain);
        if (moves.sweep(w, noise[chain], t) > 0) {
          chains.place(chain, w);
        }
      }
      chains.evaluate();
    }

    @Override
    public void close() {
      chains.close();
    }
  }
}
