package org.cusp.estimate.llc;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Arrays;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.estimate.Series;
import org.cusp.run.Draws;
import org.cusp.run.observer.DrawTable;

/**
 * One number of a {@link DrawEstimator}, as it is printed and stored.
 *
 * @param of what it is of, such as "class 3"
 * @param data how many data that are
 */
public record NamedEstimate(
    String of, int data, @JsonUnwrapped @JsonIgnoreProperties("ci95") Estimate estimate) {
  /** nBeta times the mean of a column of loss differences, over the draws after burn-in. */
  static Estimate energy(DrawTable kept, int column, Draws draws) {
    double[][] all = kept.column(column, draws.plan().burnIn(), draws.plan().recorded());
    double nBeta = draws.posterior().nBeta();
    double[][] energy =
        Series.map(
            Arrays.stream(draws.completeChains())
                .mapToObj(chain -> all[chain])
                .toArray(double[][]::new),
            delta -> nBeta * delta);
    return new Estimate(
        Moments.mean(energy), Mcse.mean(energy), Rhat.rankNormalised(energy), Ess.bulk(energy));
  }
}
