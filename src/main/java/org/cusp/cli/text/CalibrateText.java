package org.cusp.cli.text;

import java.util.List;
import org.cusp.cli.run.Calibration;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.llc.LlcScan;
import org.cusp.estimate.llc.StepFit;
import org.cusp.run.Target;
import org.cusp.verdict.Verdict;

/** A calibration for people. */
public final class CalibrateText {
  private static final int COLUMN = 4;

  private CalibrateText() {}

  public static List<String> lines(Target target, Calibration found) {
    Lines out = new Lines();
    if (found.step() != null) {
      out.say("checkpoint of step " + found.step());
    }
    LlcText.printSettings(out, target, found.estimate());
    items(out, "sampler", found.choice().reasons());
    items(
        out,
        "w*",
        found.point() == null
            ? List.of("not looked at: the gradients would take more than a tenth of the budget")
            : found.point());
    out.say("");
    LlcText.printSampler(out, found.estimate());
    if (found.warmUp() != null) {
      out.say("%.0f%% of the proposals accepted", 100 * found.warmUp().acceptance());
    }
    out.say("");
    LlcText.printOne(out, target, found.estimate());
    precision(out, found);
    curve(out, "gamma", found.gammas());
    curve(out, "nBeta", found.nBetas());
    steps(out, found.steps());
    map(out, found.map());
    figures(out, found);
    return out.all();
  }

  private static void items(Lines out, String title, List<String> items) {
    out.say("");
    out.say(title + ":");
    items.stream().flatMap(item -> Paragraph.lines("  -", COLUMN, item).stream()).forEach(out::say);
  }

  private static void precision(Lines out, Calibration found) {
    Calibration.Precision precision = found.precision();
    String asked = Lines.line("a relative error of %.3g%%", 100 * precision.asked());
    String said =
        precision.isReached()
            ? Lines.line("%s is reached (%.2g%%)", asked, 100 * precision.reached())
            : precision.draws() == null
                ? Lines.line(
                    "%s: from these draws nobody can say what it takes; give more --budget, or a"
                        + " smaller --step where the step size leaves more",
                    asked)
                : Lines.line(
                    "%s (here %.2g%%) takes about %.3g draws of a chain, %.3g s",
                    asked, 100 * precision.reached(), precision.draws(), precision.seconds());
    out.say(said);
  }

  private static void curve(Lines out, String setting, Calibration.Curve curve) {
    if (curve == null) {
      return;
    }
    table(out, setting, curve.measured());
    if (curve.reweighted().size() > 1) {
      Calibration.Reweighted first = curve.reweighted().get(0);
      Calibration.Reweighted last = curve.reweighted().get(curve.reweighted().size() - 1);
      out.say(
          "reweighted from the draws at the chosen %s: %.4g +- %.2g at %.4g, %.4g +- %.2g at"
              + " %.4g",
          setting,
          first.llc().value(),
          first.llc().se(),
          first.at(),
          last.llc().value(),
          last.llc().se(),
          last.at());
    }
  }

  private static void table(Lines out, String setting, List<EstimateAt> rows) {
    out.say("");
    out.say("%11s %10s %9s %7s %7s  %s", setting, "LLC", "+-", "R-hat", "ESS", "verdict");
    for (EstimateAt row : rows) {
      List<String> reasons = row.verdict().reasons();
      out.say(
          "%11.4g %10.5g %9.2g %7.3f %7.0f  %s%s",
          row.at(),
          row.value(),
          row.se(),
          row.rhat(),
          row.ess(),
          row.status().label(),
          reasons.isEmpty() ? "" : ": " + reasons.get(0));
    }
  }

  private static void steps(Lines out, Calibration.Steps steps) {
    if (steps == null) {
      return;
    }
    table(out, steps.sampler() + " step", steps.measured());
    StepFit fit = steps.atZero();
    if (fit == null) {
      out.say(
          "no line to step size 0: fewer than 3 of these were not rejected; give more --budget");
      return;
    }
    out.say(
        "to step size 0, by a line through the %d smallest: %.5g +- %.2g (slope %.3g +- %.2g,"
            + " chi^2 %.3g of %d)",
        fit.points(),
        fit.value(),
        fit.se(),
        fit.slope(),
        fit.slopeSe(),
        fit.chiSquare(),
        fit.points() - 2);
  }

  private static void map(Lines out, Calibration.StepMap map) {
    if (map == null) {
      return;
    }
    out.say("");
    List<Double> steps = map.cells().stream().map(LlcScan.Cell::stepSize).distinct().toList();
    StringBuilder head = new StringBuilder(Lines.line("%11s", "nBeta \\ step"));
    steps.forEach(step -> head.append(Lines.line(" %12.3g", step)));
    out.say("LLC by " + map.sampler() + " (? doubtful, ! rejected)");
    out.say(head.toString());
    map.cells().stream()
        .map(LlcScan.Cell::nBeta)
        .distinct()
        .forEach(nBeta -> out.say(row(map, nBeta)));
  }

  private static String row(Calibration.StepMap map, double nBeta) {
    StringBuilder row = new StringBuilder(Lines.line("%12.4g", nBeta));
    map.cells().stream()
        .filter(cell -> cell.nBeta() == nBeta)
        .forEach(
            cell -> row.append(Lines.line(" %11.4g%s", cell.llc().value(), mark(cell.verdict()))));
    return row.toString();
  }

  private static String mark(Verdict.Status verdict) {
    return switch (verdict) {
      case TRUSTED -> " ";
      case DOUBTFUL -> "?";
      case REJECTED -> "!";
    };
  }

  private static void figures(Lines out, Calibration found) {
    boolean scanned =
        found.gammas() != null
            || found.nBetas() != null
            || found.steps() != null
            || found.map() != null;
    if (!scanned) {
      return;
    }
    out.say("");
    if (found.figures() == null) {
      out.say("with --out DIR there are figures of this");
    } else {
      found.figures().stream().filter(file -> file.endsWith(".png")).forEach(out::say);
    }
  }
}
