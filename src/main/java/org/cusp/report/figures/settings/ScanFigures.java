package org.cusp.report.figures.settings;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.llc.LlcScan;
import org.cusp.estimate.llc.StepFit;
import org.cusp.report.plot.Figure;
import org.cusp.verdict.Verdict;

/**
 * The figures of scans. A rejected value is no estimate and would set the scale: it is left out,
 * but for the map, which has a sign for it.
 */
public final class ScanFigures {
  /** The bias is linear in the step size to first order. */
  private static final double ORDER = 1;

  private ScanFigures() {}

  /** The LLC against gamma; id {@code gamma}. */
  public static Figure gamma(
      String target,
      List<EstimateAt> rows,
      Optional<org.cusp.estimate.llc.LlcCurve> reweighted,
      double chosen,
      OptionalDouble exact) {
    return SettingFigures.gamma(target, curve(rows, reweighted, chosen, exact));
  }

  /** The LLC against nBeta; id {@code nbeta}. */
  public static Figure nBeta(
      String target,
      List<EstimateAt> rows,
      Optional<org.cusp.estimate.llc.LlcCurve> reweighted,
      double chosen,
      OptionalDouble exact) {
    return SettingFigures.nBeta(target, curve(rows, reweighted, chosen, exact));
  }

  /** The LLC against the step size with its fit; id {@code step-size}. */
  public static Figure stepSize(
      String target, List<EstimateAt> rows, StepFit fit, OptionalDouble exact) {
    return SettingFigures.stepSize(
        target,
        new StepSizeScan(estimates(rows), fit.value(), fit.se(), fit.slope(), ORDER),
        exact);
  }

  /**
   * The two step sizes that an estimate was extrapolated from; id {@code step-size}. Absent where
   * it was not.
   */
  public static Optional<Figure> stepSize(LlcResult result) {
    if (result.stepSizes() == null) {
      return Optional.empty();
    }
    LlcResult.AtStep coarse = result.stepSizes().get(0);
    LlcResult.AtStep fine = result.stepSizes().get(1);
    double slope =
        (coarse.llc().value() - fine.llc().value()) / (coarse.stepSize() - fine.stepSize());
    List<LlcAt> points =
        result.stepSizes().stream()
            .map(at -> new LlcAt(at.stepSize(), at.llc().value(), at.llc().se()))
            .toList();
    StepSizeScan scan =
        new StepSizeScan(points, result.llc().value(), result.llc().se(), slope, ORDER);
    OptionalDouble exact =
        result.exact() == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(result.exact().lambdaValue());
    return Optional.of(SettingFigures.stepSize(result.target(), scan, exact));
  }

  /** The LLC over step size and nBeta; id {@code map}. */
  public static Figure map(String target, List<LlcScan.Cell> cells) {
    return SettingFigures.map(
        target,
        new LlcMap(
            cells.stream()
                .map(
                    cell ->
                        new LlcMap.Cell(
                            cell.stepSize(), cell.nBeta(), cell.llc().value(), cell.verdict()))
                .toList()));
  }

  private static LlcCurve curve(
      List<EstimateAt> rows,
      Optional<org.cusp.estimate.llc.LlcCurve> reweighted,
      double chosen,
      OptionalDouble exact) {
    List<LlcAt> line =
        reweighted.stream()
            .flatMap(curve -> curve.points().stream())
            .map(point -> new LlcAt(point.at(), point.llc().value(), point.llc().se()))
            .toList();
    return new LlcCurve(estimates(rows), line, chosen, exact);
  }

  private static List<LlcAt> estimates(List<EstimateAt> rows) {
    return rows.stream()
        .filter(row -> row.verdict().status() != Verdict.Status.REJECTED)
        .map(row -> new LlcAt(row.at(), row.value(), row.se()))
        .toList();
  }
}
