package org.cusp.cli.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.cli.format.Answer;
import org.cusp.cli.run.ComponentRun;
import org.cusp.cli.run.Found;
import org.cusp.cli.run.Measured;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.along.Change;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.problem.Problem;
import org.cusp.run.Localisation;
import org.cusp.run.Selection;
import org.cusp.run.Target;

/** LLC results for people. */
public final class LlcText {
  private LlcText() {}

  /** All that was found. */
  public static Answer answer(
      Target target,
      Found<LlcResult> found,
      Optional<LlcAlong> along,
      List<ComponentRun.Component> components,
      Measured measured) {
    Map<String, Object> together = new LinkedHashMap<>();
    along.ifPresent(changes -> together.put("along", changes));
    if (!components.isEmpty()) {
      together.put("components", components);
    }
    return Found.answer(
        "llc",
        target,
        found,
        together,
        measured,
        () -> {
          Lines out = new Lines();
          print(out, target, found.results(), along);
          if (!components.isEmpty()) {
            ComponentText.print(out, components);
          }
          return out.all();
        });
  }

  /**
   * Of one parameter all that is known, of several a line each.
   *
   * @param along what they say together, where they are of a training's checkpoints
   */
  private static void print(
      Lines out, Target target, List<LlcResult> results, Optional<LlcAlong> along) {
    printSettings(out, target, results.get(0));
    printSampler(out, results.get(0));
    out.say("");
    if (results.size() == 1) {
      printOne(out, target, results.get(0));
    } else {
      printTable(out, results, along);
      AlongText.print(out, results, along);
    }
  }

  static void printSettings(Lines out, Target target, LlcResult first) {
    out.say(target.train().summary());
    out.say(
        "P = %d%s, nBeta = %.5g (beta = %.4g), gamma = %.4g%s",
        first.parameters(),
        target
            .coordinates()
            .selection()
            .map(selection -> restriction(target, selection))
            .orElse(" parameters"),
        first.nBeta(),
        first.nBeta() / first.n(),
        first.gamma(),
        units(target.coordinates().localisation()));
  }

  static void printSampler(Lines out, LlcResult first) {
    if (first.plan() != null && first.plan().draws() == 0) {
      return;
    }
    Map<String, Object> sampler = first.sampler();
    out.say(
        "%s, step %.3g, %s chains of %s draws after %s, batch %s, %s kernels",
        first.plan() == null ? sampler.get("name") : first.plan().sampler(),
        ((Number) sampler.get("stepSize")).doubleValue(),
        sampler.get("chains"),
        sampler.get("draws"),
        sampler.get("burnIn"),
        sampler.get("batch"),
        first.provenance().kernels());
  }

  private static String restriction(Target target, Selection selection) {
    return Lines.line(" of %d parameters (%s)", target.model().freeSize(), selection.describe());
  }

  private static String units(Localisation localisation) {
    return switch (localisation) {
      case ISOTROPIC -> "";
      case LAYERS -> " in units of each tensor";
    };
  }

  static void printOne(Lines out, Target target, LlcResult result) {
    Estimate llc = result.llc();
    if (Double.isNaN(llc.value())) {
      out.say("LLC  not known: " + missing(result));
    } else {
      printInterval(out, result);
      if (!Double.isNaN(llc.rhat())) {
        out.say("     R-hat %.3f, effective sample size %.0f", llc.rhat(), llc.ess());
      }
    }
    out.say("     loss at w* %.6g nats per datum", result.lossAtCheckpoint());
    LambdaText.print(out, scope(target), result);
    LlcBeside.print(out, result);
    LlcBeside.printAlso(out, result, null);
    LikeText.print(out, result);
    out.verdict(result.verdict());
    out.say(
        "%.1f s, %d gradients%s",
        result.seconds(),
        result.gradientEvaluations(),
        result.gradientEvaluations() == 0
            ? ""
            : Lines.line(" (%.0f a second)", result.gradientEvaluations() / result.seconds()));
  }

  /** Of a doubtful one the interval that includes why, before an error that does not. */
  private static void printInterval(Lines out, LlcResult result) {
    Estimate llc = result.llc();
    if (result.doubtful() == null) {
      out.say(
          "LLC  %.5g +- %.2g   95%% interval [%.5g, %.5g]",
          llc.value(), llc.se(), llc.ci95()[0], llc.ci95()[1]);
      return;
    }
    out.say(
        "LLC  %.5g, doubtful: between %.5g and %.5g with what has not mixed",
        llc.value(), result.doubtful().low(), result.doubtful().high());
    result.doubtful().why().forEach(why -> out.say("     " + why));
    out.say(
        "     had the chains mixed: +- %.2g, 95%% interval [%.5g, %.5g]",
        llc.se(), llc.ci95()[0], llc.ci95()[1]);
  }

  private static String missing(LlcResult result) {
    return result.plan() != null && result.plan().draws() == 0
        ? "no draws"
        : "no chain completed its draws";
  }

  private static Problem.Scope scope(Target target) {
    return target.problem().map(Problem::scope).orElse(Problem.Scope.GLOBAL);
  }

  private static void printTable(Lines out, List<LlcResult> results, Optional<LlcAlong> along) {
    List<Change> changes = along.map(LlcAlong::changes).orElse(List.of());
    out.say(
        "%8s %11s %10s %9s %10s %9s %7s %7s  %s",
        "step", "loss", "LLC", "+-", "change", "+-", "R-hat", "ESS", "verdict");
    for (LlcResult result : results) {
      Estimate llc = result.llc();
      String step = result.step() == null ? "-" : Long.toString(result.step());
      Optional<Change> change = Changes.to(result.step(), changes);
      out.say(
          "%8s %11.6g %10s %9s %10s %9s %7s %7s  %s",
          step,
          result.lossAtCheckpoint(),
          cell("%.5g", llc.value()),
          cell("%.2g", llc.se()),
          Changes.value(change),
          Changes.error(change),
          cell("%.3f", llc.rhat()),
          cell("%.0f", llc.ess()),
          judged(result));
    }
    results.forEach(result -> LikeText.printShort(out, result));
    for (LlcResult result : results) {
      if (result.also() != null) {
        out.say("step " + (result.step() == null ? "-" : result.step()));
        LlcBeside.printAlso(out, result, along.map(LlcAlong::shares).orElse(null));
      }
    }
    LlcResult last = results.get(results.size() - 1);
    String of = last.step() == null ? "" : "step " + last.step() + ", ";
    last.verdict().cautions().forEach(caution -> out.say(of + "caution: " + caution));
  }

  /** The verdict, where a doubtful one may lie and the gravest reason. */
  static String judged(LlcResult result) {
    return result.verdict().status().label() + between(result) + reasons(result);
  }

  private static String between(LlcResult result) {
    return result.doubtful() == null
        ? ""
        : Lines.line(", [%.5g, %.5g]", result.doubtful().low(), result.doubtful().high());
  }

  static String cell(String format, double value) {
    return Double.isNaN(value) ? "-" : Lines.line(format, value);
  }

  /** The gravest one; JSON and report have them all. */
  private static String reasons(LlcResult result) {
    List<String> reasons = result.verdict().reasons();
    return reasons.isEmpty() ? "" : ": " + reasons.get(0);
  }
}
