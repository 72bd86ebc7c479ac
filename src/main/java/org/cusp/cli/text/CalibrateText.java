package org.cusp.cli.text;

import java.util.List;
import java.util.Locale;
import org.cusp.cli.run.Calibration;
import org.cusp.cli.session.Session;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.llc.LlcScan;
import org.cusp.estimate.llc.StepFit;
import org.cusp.run.Target;
import org.cusp.verdict.Verdict;

/** A calibration for people, or as JSON. */
public final class CalibrateText {
  private static final int COLUMN = 4;

  private CalibrateText() {}

  public static void print(Session session, Target target, Calibration found, Measured measured) {
    if (session.json()) {
      session.out().println(measured.json(found));
      return;
    }
    if (found.step() != null) {
      session.say("checkpoint of step " + found.step());
    }
    LlcText.printSettings(session, target, found.estimate());
    items(session, "sampler", found.choice().reasons());
    items(
        session,
        "w*",
        found.point() == null
            ? List.of("not looked at: the gradients would take more than a tenth of the budget")
            : found.point());
    session.say("");
    LlcText.printSampler(session, found.estimate());
    if (found.warmUp() != null) {
      session.say(line("%.0f%% of the proposals accepted", 100 * found.warmUp().acceptance()));
    }
    session.say("");
    LlcText.printOne(session, target, found.estimate());
    precision(session, found);
    curve(session, "gamma", found.gammas());
    curve(session, "nBeta", found.nBetas());
    steps(session, found.steps());
    map(session, found.map());
    figures(session, found);
  }

  private static void items(Session session, String title, List<String> items) {
    session.say("");
    session.say(title + ":");
    items.stream()
        .flatMap(item -> Paragraph.lines("  -", COLUMN, item).stream())
        .forEach(session::say);
  }

  private static void precision(Session session, Calibration found) {
    Calibration.Precision precision = found.precision();
    String asked = line("a relative error of %.3g%%", 100 * precision.asked());
    String said =
        precision.isReached()
            ? line("%s is reached (%.2g%%)", asked, 100 * precision.reached())
            : precision.draws() == null
                ? line(
                    "%s: from these draws nobody can say what it takes; give more --budget, or a"
                        + " smaller --step where the step size leaves more",
                    asked)
                : line(
                    "%s (here %.2g%%) takes about %.3g draws of a chain, %.3g s",
                    asked, 100 * precision.reached(), precision.draws(), precision.seconds());
    session.say(said);
  }

  private static void curve(Session session, String setting, Calibration.Curve curve) {
    if (curve == null) {
      return;
    }
    table(session, setting, curve.measured());
    if (curve.reweighted().size() > 1) {
      Calibration.Reweighted first = curve.reweighted().get(0);
      Calibration.Reweighted last = curve.reweighted().get(curve.reweighted().size() - 1);
      session.say(
          line(
              "reweighted from the draws at the chosen %s: %.4g +- %.2g at %.4g, %.4g +- %.2g at"
                  + " %.4g",
              setting,
              first.llc().value(),
              first.llc().se(),
              first.at(),
              last.llc().value(),
              last.llc().se(),
              last.at()));
    }
  }

  private static void table(Session session, String setting, List<EstimateAt> rows) {
    session.say("");
    session.say(line("%11s %10s %9s %7s %7s  %s", setting, "LLC", "+-", "R-hat", "ESS", "verdict"));
    for (EstimateAt row : rows) {
      List<String> reasons = row.verdict().reasons();
      session.say(
          line(
              "%11.4g %10.5g %9.2g %7.3f %7.0f  %s%s",
              row.at(),
              row.value(),
              row.se(),
              row.rhat(),
              row.ess(),
              row.status().label(),
              reasons.isEmpty() ? "" : ": " + reasons.get(0)));
    }
  }

  private static void steps(Session session, Calibration.Steps steps) {
    if (steps == null) {
      return;
    }
    table(session, steps.sampler() + " step", steps.measured());
    StepFit fit = steps.atZero();
    if (fit == null) {
      session.say(
          "no line to step size 0: fewer than 3 of these were not rejected; give more --budget");
      return;
    }
    session.say(
        line(
            "to step size 0, by a line through the %d smallest: %.5g +- %.2g (slope %.3g +- %.2g,"
                + " chi^2 %.3g of %d)",
            fit.points(),
            fit.value(),
            fit.se(),
            fit.slope(),
            fit.slopeSe(),
            fit.chiSquare(),
            fit.points() - 2));
  }

  private static void map(Session session, Calibration.StepMap map) {
    if (map == null) {
      return;
    }
    session.say("");
    List<Double> steps = map.cells().stream().map(LlcScan.Cell::stepSize).distinct().toList();
    StringBuilder head = new StringBuilder(line("%11s", "nBeta \\ step"));
    steps.forEach(step -> head.append(line(" %12.3g", step)));
    session.say("LLC by " + map.sampler() + " (? doubtful, ! rejected)");
    session.say(head.toString());
    map.cells().stream()
        .map(LlcScan.Cell::nBeta)
        .distinct()
        .forEach(nBeta -> session.say(row(map, nBeta)));
  }

  private static String row(Calibration.StepMap map, double nBeta) {
    StringBuilder row = new StringBuilder(line("%12.4g", nBeta));
    map.cells().stream()
        .filter(cell -> cell.nBeta() == nBeta)
        .forEach(cell -> row.append(line(" %11.4g%s", cell.llc().value(), mark(cell.verdict()))));
    return row.toString();
  }

  private static String mark(Verdict.Status verdict) {
    return switch (verdict) {
      case TRUSTED -> " ";
      case DOUBTFUL -> "?";
      case REJECTED -> "!";
    };
  }

  private static void figures(Session session, Calibration found) {
    boolean scanned =
        found.gammas() != null
            || found.nBetas() != null
            || found.steps() != null
            || found.map() != null;
    if (!scanned) {
      return;
    }
    session.say("");
    if (found.figures() == null) {
      session.say("with --out DIR there are figures of this");
    } else {
      found.figures().stream().filter(file -> file.endsWith(".png")).forEach(session::say);
    }
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
