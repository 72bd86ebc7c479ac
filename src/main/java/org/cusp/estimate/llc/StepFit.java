package org.cusp.estimate.llc;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.cusp.estimate.EstimateAt;
import org.cusp.numerics.WeightedLine;
import org.cusp.verdict.Verdict;

/**
 * The LLC at vanishing step size from runs at several: the weighted least-squares line
 *
 * <pre>LLC(step) = LLC(0) + slope step</pre>
 *
 * with weights 1/se^2, through the estimates that are not rejected. The bias is linear in the step
 * size to first order only, so the largest steps are left out while a chi^2 test at {@value #LEVEL}
 * says that no line describes the estimates, down to {@value #LEAST} of them. If those do not lie
 * on a line either, the errors are multiplied by sqrt(chi^2 / degrees of freedom).
 *
 * @param value LLC(0)
 * @param se its standard error
 * @param slope per unit of the step size
 * @param slopeSe its standard error
 * @param points how many estimates the line goes through, those of the smallest steps
 * @param chiSquare of these about the line, with points - 2 degrees of freedom
 */
public record StepFit(
    double value, double se, double slope, double slopeSe, int points, double chiSquare) {
  private static final double LEVEL = 0.05;
  private static final int LEAST = 3;

  /** Through these; absent where fewer than three are left. */
  public static Optional<StepFit> of(List<EstimateAt> rows) {
    List<EstimateAt> usable =
        rows.stream()
            .filter(row -> row.verdict().status() != Verdict.Status.REJECTED)
            .filter(row -> Double.isFinite(row.value()) && row.se() > 0)
            .sorted(Comparator.comparingDouble(EstimateAt::at))
            .toList();
    if (usable.size() < LEAST) {
      return Optional.empty();
    }
    WeightedLine line = line(usable);
    int count = usable.size();
    while (count > LEAST && probability(line, count) < LEVEL) {
      count--;
      line = line(usable.subList(0, count));
    }
    double inflation = Math.sqrt(Math.max(1, line.chiSquare() / (count - 2)));
    return Optional.of(
        new StepFit(
            line.intercept(),
            inflation * line.interceptSe(),
            line.slope(),
            inflation * line.slopeSe(),
            count,
            line.chiSquare()));
  }

  private static WeightedLine line(List<EstimateAt> rows) {
    return WeightedLine.through(
        rows.stream().mapToDouble(EstimateAt::at).toArray(),
        rows.stream().mapToDouble(row -> row.value()).toArray(),
        rows.stream().mapToDouble(row -> row.se()).toArray());
  }

  private static double probability(WeightedLine line, int points) {
    return 1 - new ChiSquaredDistribution(points - 2).cumulativeProbability(line.chiSquare());
  }
}
