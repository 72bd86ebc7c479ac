package org.cusp.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.sampler.reference.StiffDirections;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.sampler.search.StepSource;

/**
 * Hamiltonian Monte Carlo split about a Gaussian reference of precision M: momenta p ~ N(0, M), and
 * with x = w - w*
 *
 * <pre>
 * H(x, p) = p' M^-1 p / 2 + x' M x / 2 + R(x)
 * R(x) = nBeta (L_n(w* + x) - L_n(w*)) - x' (M - gamma) x / 2
 * </pre>
 *
 * <p>The first two terms turn x and M^-1 p into each other exactly, by the same angle in all
 * directions; only R kicks. So nothing that is Gaussian limits the step, whatever the number of
 * parameters, and a quarter turn forgets where it began. A Metropolis step on H leaves the
 * posterior invariant whatever the reference; a poor one costs acceptance alone.
 *
 * <p>The angle of a trajectory varies from transition to transition, the same for all chains,
 * evenly from {@link #SHORTEST} of the longest to the longest by the numbers of van der Corput in
 * base 2, and comes in pairs of kicks where there is more than one. Where the longest takes more
 * than {@link #FEW_KICKS} kicks most of the posterior is no Gaussian; then, as those of {@link
 * Hmc}, angles vary evenly in their logarithm: short ones move the energy at little cost. Steps are
 * reduced in an eighth of the transitions as those of {@link Hmc} are, for valleys narrower than
 * the reference.
 *
 * <p>Sources: A. Beskos, F. J. Pinski, J. M. Sanz-Serna, A. M. Stuart, "Hybrid Monte Carlo on
 * Hilbert spaces", Stochastic Processes and their Applications 121 (2011) 2201-2230; B. Shahbaba,
 * S. Lan, W. O. Johnson, R. M. Neal, "Split Hamiltonian Monte Carlo", Statistics and Computing 24
 * (2014) 339-349.
 *
 * @param stepSize angle of rotation between two kicks, in radians; positive
 * @param angle of the longest trajectory
 * @param reference M; without one the localisation alone
 */
public record SplitHmc(double stepSize, double angle, Optional<GaussianReference> reference)
    implements ExactSampler<SplitHmc.Proposal>, Hamiltonian {
  /** Mean acceptance aimed at. */
  public static final double ACCEPTANCE = 0.85;

  /** A search for a step begins at no less. */
  private static final double LEAST_STEP = 1e-6;

  private static final String ANGLE = "angle";

  /** Most draws are independent, so that few forget w* and few tell a step. */
  private static final Pace PACE = new Pace(8, 32, 10);

  /** What a transition takes where the reference fits. */
  private static final double FORESEEN_KICKS = 6;

  /** A quarter turn: what is Gaussian then has forgotten where it began. */
  public static final double DEFAULT_ANGLE = 0.5 * Math.PI;

  /** The shortest trajectory in units of the longest. */
  public static final double SHORTEST = 0.7;

  /** The kicks of a trajectory where the reference is near enough to the posterior. */
  private static final double FEW_KICKS = 8;

  /** Kicks that a pair is nearer to than one. */
  private static final double PAIR = 1.5;

  private static final double WHOLE_SHARE = 7 / 8.0;

  /**
   * What chains propose by.
   *
   * @param reference M; without one the localisation alone
   * @param trajectory angles and kicks
   */
  public record Proposal(Optional<GaussianReference> reference, Trajectory trajectory) {}

  public SplitHmc {
    Check.positive("step", stepSize);
    Check.positive("angle", angle);
  }

  /** Without a reference yet. */
  public SplitHmc(double stepSize) {
    this(stepSize, DEFAULT_ANGLE, Optional.empty());
  }

  @Override
  public String name() {
    return "split-hmc";
  }

  @Override
  public String summary() {
    return "Hamiltonian Monte Carlo about a Gaussian with the posterior's stiff directions";
  }

  @Override
  public String source() {
    return "Beskos, Pinski, Sanz-Serna and Stuart 2011, SPA 121; Shahbaba et al. 2014";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(
        Setting.step(stepSize, "angle between two kicks, in radians"),
        Setting.fixed(ANGLE, angle, "of the longest trajectory, in radians"));
  }

  @Override
  public SortedMap<String, Object> settings() {
    SortedMap<String, Object> settings = ExactSampler.super.settings();
    reference.ifPresent(found -> settings.put("stiffDirections", found.rank()));
    return settings;
  }

  @Override
  public SplitHmc with(Map<String, Double> values) {
    return new SplitHmc(values.get(Setting.STEP), values.get(ANGLE), reference);
  }

  /** Well within the stability of the stiffest direction about the localisation alone. */
  @Override
  public double firstStep(Surroundings around) {
    return Math.max(LEAST_STEP, Math.sqrt(around.posterior().gamma() / around.stiffest()));
  }

  @Override
  public Proposal proposal() {
    return new Proposal(reference, this);
  }

  @Override
  public Adaptation<Proposal> adaptation(Set<String> given, Surroundings around) {
    return given.contains(Setting.STEP)
        ? new SplitSearch(
            around.references(), stepSize, step -> new StepSource.Given(stepSize), angle)
        : new SplitSearch(
            around.references(),
            firstStep(around),
            step -> StepSizeSearch.calm(step, ACCEPTANCE),
            angle);
  }

  /** Angles stay; the reference is made anew where the chains are. */
  @Override
  public SplitHmc carriedOver(double scale, double[][] positions, Surroundings around) {
    GaussianReference made =
        around.references().at(positions, SplitSearch.REFRESHED.length, StiffDirections.MOST);
    return new SplitHmc(stepSize, angle, Optional.of(made));
  }

  @Override
  public double foreseenGradients(double scales) {
    return FORESEEN_KICKS;
  }

  @Override
  public Pace pace() {
    return PACE;
  }

  /** Those before the reference of now. */
  @Override
  public int unsettledTransitions(int made) {
    return Arrays.stream(SplitSearch.REFRESHED)
        .filter(at -> at <= made)
        .max()
        .orElse(SplitSearch.WITHOUT_REFERENCE);
  }

  @Override
  public int gradientsOfAProposal() {
    return (int) Math.max(1, Math.min(Hmc.MOST_LEAPFROGS, Math.rint(angle / stepSize)));
  }

  @Override
  public double timeStep(long t) {
    return stepSize * Hmc.reduction(t, WHOLE_SHARE);
  }

  @Override
  public int leapfrogs(long t) {
    return Hmc.reduction(t, WHOLE_SHARE) == 1
        ? kicks(t)
        : Math.min(kicks(t), Hmc.LEAPFROGS_IN_VALLEYS);
  }

  private int kicks(long t) {
    double place = Hmc.radicalInverse(t + 1, 2);
    double most = Math.min(Hmc.MOST_LEAPFROGS, angle / stepSize);
    double single =
        most <= FEW_KICKS
            ? (SHORTEST + (1 - SHORTEST) * place) * angle / stepSize
            : most * Math.pow(SHORTEST * FEW_KICKS / most, place);
    return single < PAIR ? 1 : 2 * (int) Math.rint(Math.min(Hmc.MOST_LEAPFROGS, single) / 2);
  }

  @Override
  public Trajectory unreduced() {
    return new Trajectory() {
      @Override
      public double timeStep(long t) {
        return stepSize;
      }

      @Override
      public int leapfrogs(long t) {
        return kicks(t);
      }
    };
  }

  @Override
  public SplitChains start(PosteriorPass pass, RandomStream[] noise) {
    return new SplitChains(chains(pass, noise), reference);
  }

  @Override
  public HamiltonianChains chains(PosteriorPass pass, RandomStream[] noise) {
    Rotation rotation =
        new Rotation(
            pass, reference.orElseGet(() -> GaussianReference.isotropic(pass.posterior().gamma())));
    return new HamiltonianChains(this, rotation, pass, noise);
  }
}
