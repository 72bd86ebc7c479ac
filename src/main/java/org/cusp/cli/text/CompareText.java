package org.cusp.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.compare.CompareResult;
import org.cusp.estimate.compare.LabelComparison;
import org.cusp.estimate.compare.LossComparison;

/** A comparison of two models, for people. */
public final class CompareText {
  private CompareText() {}

  public static List<String> lines(CompareResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("A: " + side(result.a()));
    lines.add("B: " + side(result.b()));
    lines.add(result.quantity());
    for (CompareResult.OnData one : result.results()) {
      lines.add("");
      lines.add(line("%s data: %s, n = %d", one.data(), one.name(), one.losses().n()));
      losses(lines, one.losses());
      if (one.labels() != null) {
        labels(lines, one.labels());
      }
    }
    return lines;
  }

  private static String side(CompareResult.Side side) {
    CompareResult.Ablated ablated = side.ablation();
    if (ablated != null) {
      String tensors = String.join(", ", ablated.tensors());
      return line("A with %s set to zero (%d parameters)", tensors, ablated.parameters());
    }
    boolean named = side.point().startsWith(side.target());
    String why = side.why().isEmpty() ? "" : " (" + side.why() + ")";
    return (named ? "" : side.target() + ", ") + side.point() + why;
  }

  private static void losses(List<String> lines, LossComparison it) {
    lines.add(mean("mean loss of A", it.lossA()));
    lines.add(mean("mean loss of B", it.lossB()));
    lines.add(mean("mean d", it.mean()));
    lines.add(mean("mean |d|", it.meanAbsolute()));
    lines.add(mean("root mean square d", it.rootMeanSquare()));
    if (!Double.isNaN(it.cancelled())) {
      lines.add(
          line(
              "  %-20s %12.1f %% of mean |d|: |mean d| shows the rest only",
              "cancels", 100 * it.cancelled()));
    }
    lines.add(datum("largest |d|", it.largest()));
    boolean bIsWorst = it.largest().row() == it.worstForB().row();
    lines.add(
        datum(bIsWorst ? "smallest d" : "largest d", bIsWorst ? it.worstForA() : it.worstForB()));
    lines.add(
        line(
            "  %-20s %12.1f %% +- %.1f of the data; A is better on %.1f %%",
            "B is better on",
            100 * it.betterB().value(),
            100 * it.betterB().se(),
            100 * it.betterA().value()));
    lines.add(
        "  quantiles of d:  "
            + it.quantiles().stream()
                .map(q -> line("%s%% %.3g", percent(q.level()), q.difference()))
                .collect(Collectors.joining("  ")));
  }

  private static void labels(List<String> lines, LabelComparison it) {
    lines.add(
        line(
            "  %-20s A %.4f, B %.4f, difference %.4f +- %.4f",
            "accuracy", it.accuracyA(), it.accuracyB(), it.difference(), it.se()));
    lines.add(
        line(
            "  %-20s both %d, only A %d, only B %d, neither %d (McNemar, exact: p = %.2g)",
            "right", it.bothRight(), it.onlyA(), it.onlyB(), it.bothWrong(), it.p()));
  }

  private static String mean(String name, Estimate mean) {
    return line("  %-20s %12.6g +- %.2g", name, mean.value(), mean.se());
  }

  private static String datum(String name, LossComparison.Datum datum) {
    return line(
        "  %-20s %12.6g in row %d: loss %.6g under A, %.6g under B",
        name, datum.difference(), datum.row(), datum.lossA(), datum.lossB());
  }

  private static String percent(double level) {
    return Long.toString(Math.round(100 * level));
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
