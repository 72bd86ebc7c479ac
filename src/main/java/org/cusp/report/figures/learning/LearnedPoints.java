package org.cusp.report.figures.learning;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.learning.LearningSummary;
import org.cusp.paper.reproduction.Chart;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;

/** The points of a learning curve, and how a chart shows some of them. */
record LearnedPoints(LearningCurveResult result) {
  static final String BARS = " Bars are 95% intervals over repeats (± 1.96 standard errors).";

  /** A bar that would reach zero, which a logarithm does not have, ends at this share. */
  private static final double REACH = 0.95;

  boolean knowTruth() {
    return result.points().stream().anyMatch(p -> !Double.isNaN(p.excess().value()));
  }

  /** The excess loss, where the truth is known; else the loss on new data. */
  Function<LearningSummary, Estimate> generalisation() {
    return knowTruth() ? LearningSummary::excess : LearningSummary::generalisation;
  }

  static Chart.Series joined(
      String label,
      List<LearningSummary> points,
      ToDoubleFunction<LearningSummary> x,
      Function<LearningSummary, Estimate> of) {
    double[] y = points.stream().map(of).mapToDouble(Estimate::value).toArray();
    double[] half = points.stream().map(of).mapToDouble(Estimate::se).toArray();
    for (int i = 0; i < half.length; i++) {
      half[i] = PointSeries.NORMAL_95 * half[i];
      if (half[i] >= y[i] && y[i] > 0) {
        half[i] = REACH * y[i];
      }
    }
    return new Chart.Series(
        label, Chart.Style.JOINED, points.stream().mapToDouble(x).toArray(), y, half);
  }

  String alt(Function<LearningSummary, Estimate> of) {
    LearningSummary last = result.points().get(result.points().size() - 1);
    return String.format(
        Locale.ROOT,
        "Plot with error bars of %d points; the last is %s by %s at %s.",
        result.points().size(),
        Numbers.plusMinus(of.apply(last).value(), of.apply(last).se()),
        last.method(),
        last.point().describe());
  }
}
