package org.cusp.verdict;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.contract.Check;
import org.cusp.diagnostics.Drift;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.VirialBand;
import org.cusp.point.PointCheck;
import org.cusp.posterior.Posterior;

/**
 * What a verdict on an LLC is based on: what is always known, and groups of facts that a run may or
 * may not have. A rule whose facts are missing says nothing.
 *
 * @param llc the LLC with its Monte Carlo standard error
 * @param law what else the draws say
 * @param checks what was found beside the draws
 */
public record Evidence(
    Posterior posterior,
    Estimate llc,
    ChainFacts chains,
    Law law,
    Checks checks,
    Optional<Aim> aim) {

  /**
   * How the chains ran.
   *
   * @param started how many
   * @param stopped those that do not move
   * @param acceptance the smallest acceptance rate of a chain, for Metropolis samplers
   */
  public record ChainFacts(int started, Stopped stopped, Mixing mixing, OptionalDouble acceptance) {
    /** Chains without distances, acceptance rates and any that stayed where they were. */
    public static ChainFacts of(int started, List<Integer> frozen, Mixing mixing) {
      return new ChainFacts(
          started, new Stopped(frozen, List.of()), mixing, OptionalDouble.empty());
    }

    public ChainFacts withDistanceRhat(double value) {
      return new ChainFacts(started, stopped, mixing.withDistanceRhat(value), acceptance);
    }

    public ChainFacts withAcceptance(double lowest) {
      return new ChainFacts(started, stopped, mixing, OptionalDouble.of(lowest));
    }

    public ChainFacts withStuck(List<Integer> chains) {
      return new ChainFacts(started, new Stopped(stopped.frozen(), chains), mixing, acceptance);
    }
  }

  /**
   * The numbers of chains that do not move.
   *
   * @param frozen those that left the finite numbers
   * @param stuck those that stayed where they were in every draw
   */
  public record Stopped(List<Integer> frozen, List<Integer> stuck) {
    public Stopped {
      stuck = List.copyOf(stuck);
      frozen = List.copyOf(frozen);
    }
  }

  /**
   * How well the chains agree.
   *
   * @param rhat rank-normalised split R-hat of the loss differences
   * @param ess their bulk effective sample size over all chains
   * @param drift second half of the draws against the first
   * @param distanceRhat rank-normalised split R-hat of |w - w*|^2
   */
  public record Mixing(double rhat, double ess, Drift drift, OptionalDouble distanceRhat) {
    /** Of the loss differences alone. */
    public static Mixing of(double rhat, double ess, Drift drift) {
      return new Mixing(rhat, ess, drift, OptionalDouble.empty());
    }

    Mixing withDistanceRhat(double value) {
      return new Mixing(rhat, ess, drift, OptionalDouble.of(value));
    }
  }

  /**
   * What the draws say beside the LLC.
   *
   * @param energies absent where energies are those of minibatches
   * @param virial the virial identity by scales; none where gradients are those of minibatches
   */
  public record Law(
      Optional<EnergyFacts> energies,
      Optional<LocalisationFacts> localisation,
      List<VirialBand> virial) {
    static final Law NOT_KNOWN = new Law(Optional.empty(), Optional.empty(), List.of());

    public Law {
      virial = List.copyOf(virial);
    }

    Law with(EnergyFacts facts) {
      return new Law(Optional.of(facts), localisation, virial);
    }

    Law with(LocalisationFacts facts) {
      return new Law(energies, Optional.of(facts), virial);
    }

    Law with(List<VirialBand> bands) {
      return new Law(energies, localisation, bands);
    }
  }

  /**
   * The law of the energy nBeta dL.
   *
   * @param heatCapacity its variance
   * @param slopeInLogNBeta d LLC / d ln nBeta
   * @param lowest of all draws
   */
  public record EnergyFacts(Estimate heatCapacity, Estimate slopeInLogNBeta, double lowest) {}

  /**
   * What the localisation does.
   *
   * @param slopeInLogGamma d LLC / d ln gamma
   * @param meanSquaredDistance the mean of |w - w*|^2
   */
  public record LocalisationFacts(Estimate slopeInLogGamma, double meanSquaredDistance) {}

  /**
   * What was found beside the draws.
   *
   * @param point what kind of point w* is
   * @param replicas what replica exchange finds for the LLC; absent where it was not run
   * @param stepBias what the step size adds to the LLC, as it is printed; absent where a Metropolis
   *     step removes it or where it was not measured
   */
  public record Checks(
      Optional<PointCheck> point, Optional<ReplicaCheck> replicas, Optional<Estimate> stepBias) {
    static final Checks NONE = new Checks(Optional.empty(), Optional.empty(), Optional.empty());

    Checks with(PointCheck check) {
      return new Checks(Optional.of(check), replicas, stepBias);
    }

    Checks with(ReplicaCheck check) {
      return new Checks(point, Optional.of(check), stepBias);
    }

    Checks withStepBias(Estimate bias) {
      return new Checks(point, replicas, Optional.of(bias));
    }
  }

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
  public static Evidence of(Posterior posterior, Estimate llc, ChainFacts chains) {
    return new Evidence(posterior, llc, chains, Law.NOT_KNOWN, Checks.NONE, Optional.empty());
  }

  public Optional<EnergyFacts> energies() {
    return law.energies();
  }

  public Optional<LocalisationFacts> localisation() {
    return law.localisation();
  }

  public Optional<PointCheck> point() {
    return checks.point();
  }

  public Optional<ReplicaCheck> replicas() {
    return checks.replicas();
  }

  public Optional<Estimate> stepBias() {
    return checks.stepBias();
  }

  public Evidence withChains(ChainFacts facts) {
    return new Evidence(posterior, llc, facts, law, checks, aim);
  }

  public Evidence withEnergies(EnergyFacts facts) {
    return new Evidence(posterior, llc, chains, law.with(facts), checks, aim);
  }

  public Evidence withLocalisation(LocalisationFacts facts) {
    return new Evidence(posterior, llc, chains, law.with(facts), checks, aim);
  }

  public Evidence withVirial(List<VirialBand> bands) {
    return new Evidence(posterior, llc, chains, law.with(bands), checks, aim);
  }

  public Evidence withPoint(PointCheck check) {
    return with(checks.with(check));
  }

  public Evidence withReplicas(ReplicaCheck check) {
    return with(checks.with(check));
  }

  public Evidence withStepBias(Estimate bias) {
    return with(checks.withStepBias(bias));
  }

  private Evidence with(Checks found) {
    return new Evidence(posterior, llc, chains, law, found, aim);
  }

  public Evidence withAim(Aim asked) {
    return new Evidence(posterior, llc, chains, law, checks, Optional.of(asked));
  }
}
