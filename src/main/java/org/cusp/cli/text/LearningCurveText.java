package org.cusp.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.learning.LearningRow;
import org.cusp.estimate.learning.LearningSummary;
import org.cusp.estimate.learning.LearningTheory;

/** Learning curves, for people. */
public final class LearningCurveText {
  private final LearningCurveResult result;
  private final boolean knowsTruth;
  private final boolean hasWidth;
  private final boolean hasDepth;

  private LearningCurveText(LearningCurveResult result) {
    this.result = result;
    this.knowsTruth = result.points().stream().anyMatch(p -> isKnown(p.excess()));
    this.hasWidth = result.points().stream().anyMatch(p -> p.point().width() != null);
    this.hasDepth = result.points().stream().anyMatch(p -> p.point().depth() != null);
  }

  public static List<String> lines(LearningCurveResult result) {
    return new LearningCurveText(result).lines();
  }

  private static boolean isKnown(Estimate mean) {
    return !Double.isNaN(mean.value());
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(result.target());
    lines.add(result.quantity());
    for (LearningTheory theory : result.theory()) {
      lines.add(
          line(
              "%sexact lambda = %s, m = %d; d/2 = %s",
              theory.width() == null ? "" : "width " + theory.width() + ": ",
              theory.exact().lambda(),
              theory.multiplicity(),
              theory.parameters() / 2.0));
    }
    lines.add("");
    lines.add(header());
    result.points().forEach(point -> lines.add(row(point)));
    for (LearningRow row : result.rows()) {
      if (row.surprising() != null && row.surprising() > 0) {
        lines.add(
            line(
                "caution: %s, n = %d, repeat %d: %s",
                row.method(), row.point().n(), row.repeat() + 1, row.note()));
      }
    }
    return lines;
  }

  private String header() {
    StringBuilder text = new StringBuilder(line("%-6s %7s", "method", "n"));
    text.append(hasWidth ? line(" %6s", "width") : "");
    text.append(hasDepth ? line(" %6s", "depth") : "");
    text.append(line(" %7s %4s", "P", "reps"));
    text.append(
        knowsTruth
            ? line(" %20s %20s %20s", "G - S", "n (G - S)", "n (T - S)")
            : line(" %20s %20s", "G", "T"));
    text.append(line(" %16s", "exponent"));
    text.append(result.theory().isEmpty() ? "" : line(" %9s", "predicted"));
    text.append(line(" %16s", "nu"));
    text.append(has(LearningSummary::accuracy) ? line(" %9s", "accuracy") : "");
    text.append(has(LearningSummary::lambda) ? line(" %16s %8s", "LLC", "trusted") : "");
    return text.toString();
  }

  private boolean has(java.util.function.Function<LearningSummary, Estimate> of) {
    return result.points().stream().anyMatch(point -> isKnown(of.apply(point)));
  }

  private String row(LearningSummary it) {
    StringBuilder text = new StringBuilder(line("%-6s %7d", it.method(), it.point().n()));
    text.append(hasWidth ? line(" %6d", it.point().width()) : "");
    text.append(hasDepth ? line(" %6d", it.point().depth()) : "");
    text.append(line(" %7d %4d", it.parameters(), it.repeats()));
    double n = it.point().n();
    if (knowsTruth) {
      text.append(line(" %20s %20s", mean(it.excess()), mean(it.scaled())));
      Estimate training = it.trainingExcess();
      text.append(line(" %20s", mean(new Estimate(n * training.value(), n * training.se()))));
    } else {
      text.append(line(" %20s %20s", mean(it.generalisation()), mean(it.training())));
    }
    text.append(line(" %16s", mean(it.exponent())));
    text.append(
        result.theory().isEmpty()
            ? ""
            : line(
                " %9s",
                Double.isNaN(it.predictedExponent()) ? "-" : line("%.3f", it.predictedExponent())));
    text.append(line(" %16s", mean(it.nu())));
    text.append(
        has(LearningSummary::accuracy)
            ? line(" %9s", isKnown(it.accuracy()) ? line("%.4f", it.accuracy().value()) : "-")
            : "");
    text.append(
        has(LearningSummary::lambda) ? line(" %16s %8s", mean(it.lambda()), trusted(it)) : "");
    return text.toString();
  }

  private static String trusted(LearningSummary it) {
    return isKnown(it.lambda()) ? it.lambdaTrusted() + "/" + it.repeats() : "-";
  }

  private static String mean(Estimate mean) {
    if (!isKnown(mean)) {
      return "-";
    }
    return Double.isNaN(mean.se())
        ? line("%.4g", mean.value())
        : line("%.4g +- %.2g", mean.value(), mean.se());
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
