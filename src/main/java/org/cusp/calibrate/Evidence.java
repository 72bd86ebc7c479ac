package org.cusp.calibrate;

import java.util.List;
import org.cusp.diagnostics.Drift;
import org.cusp.posterior.Posterior;

/**
 * What a verdict on an LLC is based on.
 *
 * @param value the LLC
 * @param se its Monte Carlo standard error
 * @param rhat rank-normalised split R-hat of the loss differences
 * @param ess bulk effective sample size over all chains
 * @param drift second half of the draws against the first
 * @param chains how many were started
 * @param frozenChains the numbers of those that left the finite numbers
 */
public record Evidence(
    double value,
    double se,
    double rhat,
    double ess,
    Drift drift,
    Posterior posterior,
    int chains,
    List<Integer> frozenChains) {
  public Evidence {
    frozenChains = List.copyOf(frozenChains);
  }
}
