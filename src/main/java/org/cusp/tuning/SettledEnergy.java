package org.cusp.tuning;

import org.cusp.contract.Check;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.diagnostics.Thresholds;
import org.cusp.run.replica.TemperedDraws;

/**
 * Enough draws for means under a posterior: the mean energy is known to a small share of the
 * energy's own spread, which needs no scale from outside, and R-hat and the effective sample size
 * are such that it can be believed.
 *
 * @param precision the Monte Carlo standard error of the mean energy over its standard deviation;
 *     the effective sample size is one over its square
 */
public record SettledEnergy(double precision) implements EnoughDraws {
  public SettledEnergy {
    Check.positive("precision", precision);
  }

  @Override
  public StoppingRule.State of(TemperedDraws draws) {
    double[][] energy = draws.coldest();
    double se = Mcse.mean(energy);
    double reached = se / Moments.standardDeviation(energy);
    double rhat = Rhat.rankNormalised(energy);
    double byError = Math.pow(reached / precision, 2);
    double byEss = Thresholds.ESS_DOUBTFUL / Ess.bulk(energy);
    double byMixing = rhat > Thresholds.RHAT_DOUBTFUL ? 2 : 0;
    double needed = Math.max(byError, Math.max(byEss, byMixing));
    return new StoppingRule.State(
        Moments.mean(energy), se, Double.isNaN(rhat) ? Double.NaN : needed);
  }
}
