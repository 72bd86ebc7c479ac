package org.cusp.cli.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.cli.run.CriteriaRun;
import org.cusp.cli.session.Session;
import org.cusp.estimate.criteria.CriteriaResult;
import org.cusp.estimate.criteria.Surprise;
import org.cusp.run.Target;

/** Criteria for people, or as JSON. */
public final class CriteriaText {
  private static final int MOST_SURPRISES = 10;

  private CriteriaText() {}

  public static void print(
      Session session, Target target, CriteriaRun.Results all, Measured measured) {
    List<CriteriaResult> results = all.finished();
    if (session.json()) {
      session.out().println(json(target, all, measured));
      session.out().flush();
      return;
    }
    if (results.isEmpty()) {
      all.unfinished().forEach(one -> UnfinishedText.print(session, target, "criteria", one));
      return;
    }
    CriteriaResult first = results.get(0);
    session.say(target.train().summary());
    if (first.testData() != null) {
      session.say("test data: " + first.testData() + ", n = " + first.testN());
    }
    session.say(
        line(
            "P = %d parameters, beta = %.5g, prior %s: N(%s, %.4g^2)%s",
            first.parameters(),
            first.beta(),
            first.prior().scope(),
            first.prior().centre(),
            first.prior().sd(),
            first.prior().scope().equals("local")
                ? line(" (gamma = %.4g)", first.prior().gamma())
                : ""));
    session.say("");
    if (results.size() == 1 && all.unfinished().isEmpty()) {
      printOne(session, first);
    } else {
      printTable(session, results);
      UnfinishedText.rows(session, all.unfinished());
    }
  }

  private static String json(Target target, CriteriaRun.Results all, Measured measured) {
    List<CriteriaResult> results = all.finished();
    if (target.directory().isEmpty() && results.size() + all.unfinished().size() == 1) {
      return measured.json(results.isEmpty() ? all.unfinished().get(0) : results.get(0));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", "criteria");
    document.put("target", target.name());
    document.put("results", results);
    if (!all.unfinished().isEmpty()) {
      document.put("unfinished", all.unfinished());
    }
    return measured.jsonOfEach(document, results.size());
  }

  private static void printOne(Session session, CriteriaResult result) {
    session.say(line("%-32s %13s %10s %12s", "", "value", "draws +-", "data +-"));
    session.say("nats per datum");
    row(session, "  WAIC", result.waic());
    CriteriaResult.Loo loo = result.loo();
    long bridged = count(result, Surprise.Average.LEAVE_ONE_OUT, Surprise.State.BRIDGED);
    session.say(
        numbers(bridged == 0 ? "  LOO (PSIS)" : "  LOO (PSIS, bridges)", loo.number())
            + (Double.isFinite(loo.largestK()) ? line("   k-hat up to %.2f", loo.largestK()) : "")
            + (bridged == 0 ? "" : line(", %d bridged", bridged))
            + (loo.unreliable() == 0
                ? ""
                : line(", %d above %.2f", loo.unreliable(), loo.kThreshold())));
    row(session, "  Bayes training loss", result.losses().bayesTraining());
    row(session, "  Gibbs training loss", result.losses().gibbsTraining());
    if (result.testN() != null) {
      row(session, "  Bayes generalisation loss", result.losses().bayesGeneralisation());
      row(session, "  Gibbs generalisation loss", result.losses().gibbsGeneralisation());
    }
    session.say("over all data");
    row(session, "  functional variance V", result.functionalVariance());
    row(session, "  singular fluctuation nu", result.nu());
    CriteriaResult.ChainNumber wbic = result.wbic();
    session.say(
        line(
            "%-32s %13.7g %10.2g %12s   at beta = 1/ln n = %.4g",
            "  WBIC, nats", wbic.value(), wbic.se(), "", wbic.beta()));
    session.say(
        line(
            "%-32s %13.5g %10.2g %12s   from two temperatures near 1/ln n%s",
            "  lambda",
            result.lambda().value(),
            result.lambda().se(),
            "",
            result.exact() == null
                ? ""
                : line(
                    "; exact %s (m = %d)",
                    result.exact().lambda(), result.exact().multiplicity())));
    if (result.truth() != null) {
      printExcess(session, result);
    }
    printSurprises(session, result);
    session.say("verdict: " + result.verdict().status().label());
    result.verdict().reasons().forEach(reason -> session.say("  - " + reason));
    result.verdict().cautions().forEach(caution -> session.say("  caution: " + caution));
    session.say(line("%.1f s, %d gradients", result.seconds(), result.gradientEvaluations()));
  }

  /** The first few of those data that the plain average over draws does not do justice to. */
  private static void printSurprises(Session session, CriteriaResult result) {
    List<CriteriaResult.Surprising> all = result.surprises();
    if (all.isEmpty()) {
      return;
    }
    session.say("data for which few draws, or none that was made, rule an average of p or 1/p:");
    for (CriteriaResult.Surprising one : all.subList(0, Math.min(MOST_SURPRISES, all.size()))) {
      session.say(
          line(
              "  %-5s row %-7d variance of log p %-9s k-hat %-6s %s: %s",
              one.data().label(),
              one.row(),
              one.variance() == null ? "not finite" : line("%.3g", one.variance()),
              one.kHat() == null ? "-" : line("%.2f", one.kHat()),
              one.average().label(),
              meaning(one.state())));
    }
    if (all.size() > MOST_SURPRISES) {
      session.say(
          line(
              "  and %d more, all in the JSON and in pointwise.csv (--out)",
              all.size() - MOST_SURPRISES));
    }
  }

  private static String meaning(Surprise.State state) {
    return switch (state) {
      case BRIDGED -> "computed through posteriors in between";
      case UNRELIABLE -> "from the draws, not reliable";
      case UNTOLD -> "cannot be told";
    };
  }

  private static long count(CriteriaResult result, Surprise.Average average, Surprise.State state) {
    return result.surprises().stream()
        .filter(s -> s.average() == average && s.state() == state)
        .count();
  }

  private static void printExcess(Session session, CriteriaResult result) {
    CriteriaResult.Truth truth = result.truth();
    String generalisation =
        truth.gibbsGeneralisationExcess() == null
            ? ""
            : line(
                "; on test data Bayes %s, Gibbs %.4g",
                brief(truth.bayesGeneralisationExcess()), truth.gibbsGeneralisationExcess());
    session.say(
        line(
            "above the truth, times n: Bayes training %s, Gibbs training %.4g, WAIC %s, WBIC %.4g%s",
            brief(truth.bayesTrainingExcess()),
            truth.gibbsTrainingExcess(),
            brief(truth.waicExcess()),
            truth.wbicExcess(),
            generalisation));
  }

  private static void row(Session session, String name, CriteriaResult.Number number) {
    session.say(numbers(name, number));
  }

  private static String numbers(String name, CriteriaResult.Number number) {
    Double seOverData = number.seOverData();
    return number.untold() == null
        ? line(
            "%-32s %13.7g %10.2g %12s",
            name, number.value(), number.se(), seOverData == null ? "-" : line("%.2g", seOverData))
        : line("%-32s %s", name, number.untold());
  }

  private static String brief(Double value) {
    return value == null ? "untold" : line("%.4g", value);
  }

  private static void printTable(Session session, List<CriteriaResult> results) {
    session.say(
        line(
            "%8s %12s %9s %12s %9s %9s %12s  %s",
            "step", "WAIC", "+-", "LOO", "+-", "nu", "WBIC", "verdict"));
    for (CriteriaResult result : results) {
      List<String> reasons = result.verdict().reasons();
      session.say(
          line(
              "%8s %12s %9s %12s %9s %9s %12.6g  %s",
              result.step() == null ? "-" : Long.toString(result.step()),
              cell("%.6g", result.waic().value()),
              cell("%.2g", result.waic().se()),
              cell("%.6g", result.loo().number().value()),
              cell("%.2g", result.loo().number().se()),
              cell("%.4g", result.nu().value()),
              result.wbic().value(),
              result.verdict().status().label()
                  + (reasons.isEmpty() ? "" : ": " + reasons.get(0))));
    }
    CriteriaResult last = results.get(results.size() - 1);
    last.verdict().cautions().forEach(caution -> session.say("caution: " + caution));
  }

  private static String cell(String format, Double value) {
    return value == null ? "untold" : line(format, value);
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
