package org.cusp.calibrate;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.run.TemperedDraws;

/**
 * What a verdict on information criteria is based on.
 *
 * @param values every number with its Monte Carlo error
 * @param runs at the temperature of the criteria and at that of WBIC
 * @param tails of the importance ratios
 */
public record CriteriaEvidence(List<Measured> values, List<Run> runs, Tails tails) {
  public CriteriaEvidence {
    values = List.copyOf(values);
    runs = List.copyOf(runs);
  }

  /**
   * One tempered run, at the temperature that is used.
   *
   * @param rhat rank-normalised split R-hat of the energies
   * @param ess their bulk effective sample size
   * @param leastSwaps smallest acceptance of exchanges on the ladder
   * @param withoutArrival chains to which no state came from the prior
   * @param relativeError Monte Carlo error of the mean energy over the energy's spread
   * @param asked for it; empty where the number of draws was given
   */
  public record Run(
      double beta,
      double rhat,
      double ess,
      double leastSwaps,
      int chains,
      int withoutArrival,
      double relativeError,
      OptionalDouble asked) {
    /** Of what was drawn. */
    public static Run of(TemperedDraws draws, OptionalDouble asked) {
      return new Run(
          draws.posterior().beta(),
          Rhat.rankNormalised(draws.coldest()),
          Ess.bulk(draws.coldest()),
          Arrays.stream(draws.swapAcceptance()).min().orElse(1),
          draws.chains(),
          (int) Arrays.stream(draws.arrivals()).filter(count -> count == 0).count(),
          Mcse.mean(draws.coldest()) / Moments.standardDeviation(draws.coldest()),
          asked);
    }
  }

  /**
   * The tails of the importance ratios of leaving out each datum.
   *
   * @param n data
   * @param unreliable how many have a k-hat above the threshold
   * @param largestK the largest k-hat
   * @param dispersed how many have a posterior variance of beta log p above 0.4
   */
  public record Tails(int n, int unreliable, double largestK, double threshold, int dispersed) {}
}
