package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.sampler.search.StepSource;

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
 * <p>A singular posterior has valleys narrower than the step that suits most of it; a chain with
 * one step size never enters them, and nothing that it draws tells. So a quarter of the
 * transitions, by the numbers in base 3, take a step smaller by a factor of 4, 16 or 64, and more
 * steps of it where trajectories are short (docs/decisions/0006).
 *
 * <p>Sources: R. M. Neal, "MCMC using Hamiltonian dynamics", Handbook of Markov Chain Monte Carlo,
 * 2011, arXiv:1206.1901; jitter shared by the chains: M. D. Hoffman, A. Radul, P. Sountsov, "An
 * adaptive-MCMC scheme for setting trajectory lengths in Hamiltonian Monte Carlo", AISTATS 2021.
 *
 * @param stepSize epsilon, time of a leapfrog step; stable below 2 / sqrt(largest posterior
 *     precision)
 * @param trajectoryLength time of the longest trajectory
 */
public record Hmc(double stepSize, double trajectoryLength)
    implements ExactSampler<Trajectory>, Hamiltonian {
  /** Mean acceptance aimed at: long trajectories; A. Beskos et al., Bernoulli 19 (2013) 1501. */
  public static final double ACCEPTANCE = 0.8;

  private static final String LENGTH = "length";

  /** The longest trajectory, in leapfrog steps. */
  public static final int MOST_LEAPFROGS = 2048;

  /** The longest trajectory at a reduced step size. */
  public static final int LEAPFROGS_IN_VALLEYS = 16;

  private static final double LEAST_FORESEEN = 4;
  private static final double MOST_FORESEEN = 1e3;

  private static final double REDUCTION = 4;
  private static final int REDUCTIONS = 3;
  private static final double WHOLE_SHARE = 3 / 4.0;

  /** The shortest trajectory, where the longest is four times as long. */
  public static final int FEWEST_LEAPFROGS = 8;

  public Hmc {
    Check.positive("step", stepSize);
    Check.positive("trajectory length", trajectoryLength);
  }

  /** The trajectory is cut where it would take more than {@link #MOST_LEAPFROGS} steps. */
  public static Hmc withinReason(double stepSize, double trajectoryLength) {
    return new Hmc(stepSize, Math.min(trajectoryLength, MOST_LEAPFROGS * stepSize));
  }

  @Override
  public String name() {
    return "hmc";
  }

  @Override
  public String summary() {
    return "Hamiltonian Monte Carlo, trajectories of varied length";
  }

  @Override
  public String source() {
    return "Neal 2011, arXiv:1206.1901; Hoffman, Radul and Sountsov 2021, AISTATS";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(
        Setting.step(stepSize, "time of a leapfrog step"),
        Setting.found(
            LENGTH, "trajectoryLength", trajectoryLength, "time of the longest trajectory"));
  }

  @Override
  public Hmc with(Map<String, Double> values) {
    return new Hmc(values.get(Setting.STEP), values.get(LENGTH));
  }

  /** A time well within the stability of the stiffest direction. */
  @Override
  public double firstStep(Surroundings around) {
    return 1 / Math.sqrt(around.stiffest());
  }

  @Override
  public Trajectory proposal() {
    return this;
  }

  @Override
  public Adaptation<Trajectory> adaptation(Set<String> given, Surroundings around) {
    boolean hasStep = given.contains(Setting.STEP);
    boolean hasLength = given.contains(LENGTH);
    if (hasStep && hasLength) {
      return Adaptation.none(this);
    }
    StepSource steps =
        hasStep
            ? new StepSource.Given(stepSize)
            : new StepSizeSearch(firstStep(around), ACCEPTANCE);
    return new HmcSearch(
        steps, hasLength ? OptionalDouble.of(trajectoryLength) : OptionalDouble.empty(), around);
  }

  /** Times of unit momenta are lengths. */
  @Override
  public Hmc carriedOver(double scale, double[][] positions, Surroundings around) {
    return new Hmc(scale * stepSize, scale * trajectoryLength);
  }

  /** A trajectory is about so long as the widest direction is wide. */
  @Override
  public double foreseenGradients(double scales) {
    return Math.max(LEAST_FORESEEN, Math.min(MOST_FORESEEN, scales));
  }

  @Override
  public int gradientsOfAProposal() {
    return (int) Math.rint(whole());
  }

  @Override
  public double timeStep(long t) {
    return stepSize * reduction(t, WHOLE_SHARE);
  }

  @Override
  public int leapfrogs(long t) {
    return evenlyInLogarithm(
        reductions(t, WHOLE_SHARE) == 0 ? whole() : Math.min(whole(), LEAPFROGS_IN_VALLEYS), t);
  }

  /** Leapfrog steps of the longest trajectory at the whole step size. */
  private double whole() {
    return Math.min(MOST_LEAPFROGS, Math.max(1, trajectoryLength / stepSize));
  }

  private static int evenlyInLogarithm(double most, long t) {
    double fewest = Math.max(1, Math.min(FEWEST_LEAPFROGS, most / 4));
    return (int) Math.rint(most * Math.pow(fewest / most, radicalInverse(t + 1, 2)));
  }

  /**
   * By what the step of transition t is multiplied.
   *
   * @param wholeShare of the transitions whose step is whole
   */
  static double reduction(long t, double wholeShare) {
    return Math.pow(REDUCTION, -reductions(t, wholeShare));
  }

  private static int reductions(long t, double wholeShare) {
    double point = radicalInverse(t + 1, 3);
    return point < wholeShare
        ? 0
        : 1 + (int) ((point - wholeShare) / (1 - wholeShare) * REDUCTIONS);
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
        return evenlyInLogarithm(whole(), t);
      }
    };
  }

  @Override
  public HamiltonianChains start(PosteriorPass pass, RandomStream[] noise) {
    return chains(pass, noise);
  }

  @Override
  public HamiltonianChains chains(PosteriorPass pass, RandomStream[] noise) {
    return new HamiltonianChains(this, pass, noise);
  }

  /** The digits of t behind the point, in reverse: evenly spread over (0, 1); van der Corput. */
  static double radicalInverse(long t, int base) {
    double point = 0;
    double place = 1.0 / base;
    for (long rest = t; rest > 0; rest /= base) {
      point += place * (rest % base);
      place /= base;
    }
    return point;
  }
}
