package org.cusp.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.run.replica.TemperedDraws;

/**
 * What a verdict on information criteria is based on.
 *
 * @param values every number with its Monte Carlo error
 * @param runs at the temperature of the criteria and at that of WBIC
 * @param tails of the importance ratios
 * @param surprising data whose averages over the draws are not to be believed
 */
public record CriteriaEvidence(
    List<Estimate> values, List<Run> runs, Tails tails, List<Surprising> surprising) {
  public CriteriaEvidence {
    values = List.copyOf(values);
    runs = List.copyOf(runs);
    surprising = List.copyOf(surprising);
  }

  /** Where no datum surprises the posterior. */
  public CriteriaEvidence(List<Estimate> values, List<Run> runs, Tails tails) {
    this(values, runs, tails, List.of());
  }

  /**
   * Data that stand against a quantity.
   *
   * @param quantity in words
   * @param data training or test
   * @param n how many data there are
   * @param rows of those that surprise, from 1, the most surprising first
   * @param variance the largest, over the draws, of the logarithm of what is averaged
   * @param isUntold whether there is no average at all; else it is there and not reliable
   */
  public record Surprising(
      String quantity, String data, int n, List<Integer> rows, double variance, boolean isUntold) {
    public Surprising {
      rows = List.copyOf(rows);
    }
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
