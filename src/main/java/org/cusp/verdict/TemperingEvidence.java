package org.cusp.verdict;

import java.util.List;
import java.util.Optional;
import org.cusp.diagnostics.Estimate;

/**
 * What a verdict on a free energy is based on.
 *
 * @param freeEnergy A = -log E_prior exp(-beta E) in nats, with its standard error
 * @param rungs from the prior to the posterior
 * @param swapAcceptance between a rung and the next
 * @param arrivals of each chain: states drawn from the prior that came to the posterior
 * @param others what other estimators make of the same draws
 * @param residual of the equations that A solves, relative to exp(-A); 0 where they are solved
 * @param aim absent where the number of draws was given
 */
public record TemperingEvidence(
    Estimate freeEnergy,
    List<Rung> rungs,
    List<Double> swapAcceptance,
    List<Integer> arrivals,
    List<Other> others,
    double residual,
    Optional<Aim> aim) {
  public TemperingEvidence {
    rungs = List.copyOf(rungs);
    swapAcceptance = List.copyOf(swapAcceptance);
    arrivals = List.copyOf(arrivals);
    others = List.copyOf(others);
  }

  /**
   * The energies at one temperature.
   *
   * @param rhat rank-normalised split R-hat
   * @param ess bulk effective sample size
   * @param acceptance of the transitions; NaN at the prior
   */
  public record Rung(double beta, double rhat, double ess, double acceptance) {}

  /**
   * Another estimator.
   *
   * @param difference its A less the one in question; the error is that of the difference, of which
   *     the draws they share have no part, and includes what the estimator itself leaves
   */
  public record Other(String name, Estimate difference) {}

  /**
   * What was asked for.
   *
   * @param se in nats
   * @param draws kept of a chain
   * @param seconds that the run took
   */
  public record Aim(double se, long draws, double seconds) {}
}
