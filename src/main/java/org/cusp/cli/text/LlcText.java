package org.cusp.cli.text;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cusp.cli.session.Session;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.along.Change;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.problem.Problem;
import org.cusp.run.Localisation;
import org.cusp.run.Selection;
import org.cusp.run.Target;

/** LLC results for people, or as JSON. */
public final class LlcText {
  private LlcText() {}

  /** Of points that are not along a training. */
  public static void print(
      Session session, Target target, List<LlcResult> results, Measured measured) {
    print(session, target, results, Optional.empty(), measured);
  }

  /**
   * All results.
   *
   * @param along what they say together, where they are of a training's checkpoints
   */
  public static void print(
      Session session,
      Target target,
      List<LlcResult> results,
      Optional<LlcAlong> along,
      Measured measured) {
    if (session.json()) {
      session.out().println(json(target, results, along, measured));
      return;
    }
    printSettings(session, target, results.get(0));
    printSampler(session, results.get(0));
    session.say("");
    if (results.size() == 1) {
      printOne(session, target, results.get(0));
    } else {
      printTable(session, results, along.map(LlcAlong::changes).orElse(List.of()));
      AlongText.print(session, results, along);
    }
  }

  private static String json(
      Target target, List<LlcResult> results, Optional<LlcAlong> along, Measured measured) {
    if (target.directory().isEmpty() && results.size() == 1) {
      return measured.json(results.get(0));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", "llc");
    document.put("target", target.name());
    document.put("results", results);
    along.ifPresent(found -> document.put("along", found));
    return measured.jsonOfEach(document, results.size());
  }

  static void printSettings(Session session, Target target, LlcResult first) {
    session.say(target.train().summary());
    session.say(
        line(
            "P = %d%s, nBeta = %.5g (beta = %.4g), gamma = %.4g%s",
            first.parameters(),
            target.coordinates().selection().map(LlcText::restriction).orElse(" parameters"),
            first.nBeta(),
            first.nBeta() / first.n(),
            first.gamma(),
            units(target.coordinates().localisation())));
  }

  static void printSampler(Session session, LlcResult first) {
    if (first.plan() != null && first.plan().draws() == 0) {
      return;
    }
    Map<String, Object> sampler = first.sampler();
    session.say(
        line(
            "%s, step %.3g, %s chains of %s draws after %s, batch %s, %s kernels",
            first.plan() == null ? sampler.get("name") : first.plan().sampler(),
            ((Number) sampler.get("stepSize")).doubleValue(),
            sampler.get("chains"),
            sampler.get("draws"),
            sampler.get("burnIn"),
            sampler.get("batch"),
            first.provenance().kernels()));
  }

  private static String restriction(Selection selection) {
    return line(
        " of %d parameters (%s)", selection.restriction().space().size(), selection.describe());
  }

  private static String units(Localisation localisation) {
    return switch (localisation) {
      case ISOTROPIC -> "";
      case LAYERS -> " in units of each tensor";
    };
  }

  static void printOne(Session session, Target target, LlcResult result) {
    Estimate llc = result.llc();
    if (Double.isNaN(llc.value())) {
      session.say("LLC  not known: " + missing(result));
    } else {
      session.say(
          line(
              "LLC  %.5g +- %.2g   95%% interval [%.5g, %.5g]",
              llc.value(), llc.se(), llc.ci95()[0], llc.ci95()[1]));
      if (!Double.isNaN(llc.rhat())) {
        session.say(line("     R-hat %.3f, effective sample size %.0f", llc.rhat(), llc.ess()));
      }
    }
    session.say(line("     loss at w* %.6g nats per datum", result.lossAtCheckpoint()));
    LambdaText.print(session, scope(target), result);
    LlcBeside.print(session, result);
    LlcBeside.printAlso(session, result);
    LikeText.print(session, result);
    session.say("verdict: " + result.verdict().status().label());
    result.verdict().reasons().forEach(reason -> session.say("  - " + reason));
    result.verdict().cautions().forEach(caution -> session.say("  caution: " + caution));
    session.say(
        line(
            "%.1f s, %d gradients%s",
            result.seconds(),
            result.gradientEvaluations(),
            result.gradientEvaluations() == 0
                ? ""
                : line(" (%.0f a second)", result.gradientEvaluations() / result.seconds())));
  }

  private static String missing(LlcResult result) {
    return result.plan() != null && result.plan().draws() == 0
        ? "no draws"
        : "no chain completed its draws";
  }

  private static Problem.Scope scope(Target target) {
    return target.problem().map(Problem::scope).orElse(Problem.Scope.GLOBAL);
  }

  private static void printTable(Session session, List<LlcResult> results, List<Change> changes) {
    Map<Long, Change> to = new HashMap<>();
    changes.forEach(change -> to.put(change.to(), change));
    session.say(
        line(
            "%8s %11s %10s %9s %10s %9s %7s %7s  %s",
            "step", "loss", "LLC", "+-", "change", "+-", "R-hat", "ESS", "verdict"));
    for (LlcResult result : results) {
      Estimate llc = result.llc();
      String step = result.step() == null ? "-" : Long.toString(result.step());
      Change change = to.get(result.step());
      session.say(
          line(
              "%8s %11.6g %10s %9s %10s %9s %7s %7s  %s",
              step,
              result.lossAtCheckpoint(),
              cell("%.5g", llc.value()),
              cell("%.2g", llc.se()),
              cell("%+.4g", change == null ? Double.NaN : change.value()),
              cell("%.2g", change == null ? Double.NaN : change.se()),
              cell("%.3f", llc.rhat()),
              cell("%.0f", llc.ess()),
              result.verdict().status().label() + reasons(result)));
    }
    results.forEach(result -> LikeText.printShort(session, result));
    for (LlcResult result : results) {
      if (result.also() != null) {
        session.say("step " + (result.step() == null ? "-" : result.step()));
        LlcBeside.printAlso(session, result);
      }
    }
    LlcResult last = results.get(results.size() - 1);
    String of = last.step() == null ? "" : "step " + last.step() + ", ";
    last.verdict().cautions().forEach(caution -> session.say(of + "caution: " + caution));
  }

  private static String cell(String format, double value) {
    return Double.isNaN(value) ? "-" : line(format, value);
  }

  /** The gravest one; JSON and report have them all. */
  private static String reasons(LlcResult result) {
    List<String> reasons = result.verdict().reasons();
    return reasons.isEmpty() ? "" : ": " + reasons.get(0);
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
