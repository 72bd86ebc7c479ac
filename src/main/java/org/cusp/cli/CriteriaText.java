package org.cusp.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.estimate.CriteriaResult;
import org.cusp.format.Json;
import org.cusp.run.Target;

/** Criteria for people, or as JSON. */
final class CriteriaText {
  private CriteriaText() {}

  static void print(Session session, Target target, List<CriteriaResult> results) {
    if (session.json()) {
      session.out().println(Json.text(document(target, results)));
      session.out().flush();
      return;
    }
    CriteriaResult first = results.get(0);
    session.say(target.train().summary());
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
    if (results.size() == 1) {
      printOne(session, first);
    } else {
      printTable(session, results);
    }
  }

  private static Object document(Target target, List<CriteriaResult> results) {
    if (target.directory().isEmpty() && results.size() == 1) {
      return results.get(0);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", "criteria");
    document.put("target", target.name());
    document.put("results", results);
    return document;
  }

  private static void printOne(Session session, CriteriaResult result) {
    session.say(line("%-32s %13s %10s %12s", "", "value", "draws +-", "data +-"));
    session.say("nats per datum");
    row(session, "  WAIC", result.waic());
    CriteriaResult.Loo loo = result.loo();
    session.say(
        line(
            "%-32s %13.7g %10.2g %12.2g   k-hat up to %.2f%s",
            "  LOO (PSIS)",
            loo.value(),
            loo.se(),
            loo.seOverData(),
            loo.largestK(),
            loo.unreliable() == 0
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
    session.say("verdict: " + result.verdict().status());
    result.verdict().reasons().forEach(reason -> session.say("  - " + reason));
    result.verdict().cautions().forEach(caution -> session.say("  caution: " + caution));
    session.say(line("%.1f s, %d gradients", result.seconds(), result.gradientEvaluations()));
  }

  private static void printExcess(Session session, CriteriaResult result) {
    CriteriaResult.Truth truth = result.truth();
    String generalisation =
        truth.bayesGeneralisationExcess() == null
            ? ""
            : line(
                "; on test data Bayes %.4g, Gibbs %.4g",
                truth.bayesGeneralisationExcess(), truth.gibbsGeneralisationExcess());
    session.say(
        line(
            "above the truth, times n: Bayes training %.4g, Gibbs training %.4g, WAIC %.4g, WBIC %.4g%s",
            truth.bayesTrainingExcess(),
            truth.gibbsTrainingExcess(),
            truth.waicExcess(),
            truth.wbicExcess(),
            generalisation));
  }

  private static void row(Session session, String name, CriteriaResult.Number number) {
    session.say(
        line("%-32s %13.7g %10.2g %12.2g", name, number.value(), number.se(), number.seOverData()));
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
              "%8s %12.6g %9.2g %12.6g %9.2g %9.4g %12.6g  %s",
              result.step() == null ? "-" : Long.toString(result.step()),
              result.waic().value(),
              result.waic().se(),
              result.loo().value(),
              result.loo().se(),
              result.nu().value(),
              result.wbic().value(),
              result.verdict().status() + (reasons.isEmpty() ? "" : ": " + reasons.get(0))));
    }
    CriteriaResult last = results.get(results.size() - 1);
    last.verdict().cautions().forEach(caution -> session.say("caution: " + caution));
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
