package org.cusp.verdict;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.contract.Check;
import org.cusp.diagnostics.Drift;
import org.cusp.diagnostics.Measured;
import org.cusp.point.PointCheck;
import org.cusp.posterior.Posterior;

/**
 * What a verdict on an LLC is based on: what is always known, and groups of facts that a run may or
 * may not have. A rule whose facts are missing says nothing.
 *
 * @param llc the LLC with its Monte Carlo standard error
 * @param energies absent where energies are those of minibatches
 * @param replicas what replica exchange finds for the LLC; absent where it was not run
 * @param stepBias what the step size adds to the LLC, as it is printed; absent where a Metropolis
 *     step removes it or where it was not measured
 */
public record Evidence(
    Posterior posterior,
    Measured llc,
    ChainFacts chains,
    Optional<EnergyFacts> energies,
    Optional<LocalisationFacts> localisation,
    Optional<PointCheck> point,
    Optional<ReplicaCheck> replicas,
    Optional<Measured> stepBias,
    Optional<Aim> aim) {

  /**
   * How the chains ran.
   *
   * @param started how many
   * @param frozen the numbers of those that left the finite numbers
   * @param rhat rank-normalised split R-hat of the loss differences
   * @param ess their bulk effective sample size over all chains
   * @param drift second half of the draws against the first
   * @param distanceRhat rank-normalised split R-hat of |w - w*|^2
   * @param acceptance the smallest acceptance rate of a chain, for Metropolis samplers
   * @param stuck the numbers of those that stayed where they were in every draw
   */
  public record ChainFacts(
      int started,
      List<Integer> frozen,
      double rhat,
      double ess,
      Drift drift,
      OptionalDouble distanceRhat,
      OptionalDouble acceptance,
      List<Integer> stuck) {
    public ChainFacts {
      stuck = List.copyOf(stuck);
      frozen = List.copyOf(frozen);
    }

    /** The same without distances and acceptance rates. */
    public static ChainFacts of(
        int started, List<Integer> frozen, double rhat, double ess, Drift drift) {
      return new ChainFacts(
          started,
          frozen,
          rhat,
          ess,
          drift,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          List.of());
    }

    public ChainFacts withDistanceRhat(double value) {
      return new ChainFacts(
          started, frozen, rhat, ess, drift, OptionalDouble.of(value), acceptance, stuck);
    }

    public ChainFacts withAcceptance(double lowest) {
      return new ChainFacts(
          started, frozen, rhat, ess, drift, distanceRhat, OptionalDouble.of(lowest), stuck);
    }

    public ChainFacts withStuck(List<Integer> chains) {
      return new ChainFacts(started, frozen, rhat, ess, drift, distanceRhat, acceptance, chains);
    }
  }

  /**
   * The law of the energy nBeta dL.
   *
   * @param heatCapacity its variance
   * @param slopeInLogNBeta d LLC / d ln nBeta
   * @param lowest of all draws
   */
  public record EnergyFacts(Measured heatCapacity, Measured slopeInLogNBeta, double lowest) {}

  /**
   * What the localisation does.
   *
   * @param slopeInLogGamma d LLC / d ln gamma
   * @param meanSquaredDistance the mean of |w - w*|^2
   */
  public record LocalisationFacts(Measured slopeInLogGamma, double meanSquaredDistance) {}

  /**
   * What was asked for.
   *
   * @param relativeSe standard error over value
   * @param draws kept of a chain
   * @param seconds that they took
   */
  public record Aim(double relativeSe, long draws, double seconds) {
    public Aim {
      Check.positive("precision", relativeSe);
    }
  }

  /** Nothing but the draws of the loss. */
  public static Evidence of(Posterior posterior, Measured llc, ChainFacts chains) {
    return new Evidence(
        posterior,
        llc,
        chains,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public Evidence withChains(ChainFacts facts) {
    return new Evidence(
        posterior, llc, facts, energies, localisation, point, replicas, stepBias, aim);
  }

  public Evidence withEnergies(EnergyFacts facts) {
    return new Evidence(
        posterior, llc, chains, Optional.of(facts), localisation, point, replicas, stepBias, aim);
  }

  public Evidence withLocalisation(LocalisationFacts facts) {
    return new Evidence(
        posterior, llc, chains, energies, Optional.of(facts), point, replicas, stepBias, aim);
  }

  public Evidence withPoint(PointCheck check) {
    return new Evidence(
        posterior,
        llc,
        chains,
        energies,
        localisation,
        Optional.of(check),
        replicas,
        stepBias,
        aim);
  }

  public Evidence withReplicas(ReplicaCheck check) {
    return new Evidence(
        posterior, llc, chains, energies, localisation, point, Optional.of(check), stepBias, aim);
  }

  public Evidence withStepBias(Measured bias) {
    return new Evidence(
        posterior, llc, chains, energies, localisation, point, replicas, Optional.of(bias), aim);
  }

  public Evidence withAim(Aim asked) {
    return new Evidence(
        posterior,
        llc,
        chains,
        energies,
        localisation,
        point,
        replicas,
        stepBias,
        Optional.of(asked));
  }
}
