package org.cusp.cli.text;

import java.util.List;
import org.cusp.cli.run.Found;
import org.cusp.estimate.criteria.CriteriaResult;
import org.cusp.estimate.criteria.Surprise;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.run.Target;

/** Criteria for people. */
public final class CriteriaText {
  private static final int MOST_SURPRISES = 10;

  private CriteriaText() {}

  /** Of one posterior all that is known, of several a line each. */
  public static List<String> lines(Target target, Found<CriteriaResult> found) {
    Lines out = new Lines();
    List<CriteriaResult> results = found.results();
    if (results.isEmpty()) {
      found.unfinished().forEach(one -> UnfinishedText.print(out, target, "criteria", one));
      return out.all();
    }
    CriteriaResult first = results.get(0);
    out.say(target.train().summary());
    if (first.testData() != null) {
      out.say("test data: " + first.testData() + ", n = " + first.testN());
    }
    out.say(
        "P = %d parameters, beta = %.5g, prior %s: N(%s, %.4g^2)%s",
        first.parameters(),
        first.beta(),
        first.prior().scope().label(),
        first.prior().centre(),
        first.prior().sd(),
        first.prior().scope() == Prior.Kind.LOCAL
            ? Lines.line(" (gamma = %.4g)", first.prior().gamma())
            : "");
    out.say("");
    if (results.size() == 1 && found.unfinished().isEmpty()) {
      printOne(out, first);
    } else {
      printTable(out, results);
      UnfinishedText.rows(out, found.unfinished());
    }
    return out.all();
  }

  private static void printOne(Lines out, CriteriaResult result) {
    out.say("%-32s %13s %10s %12s", "", "value", "draws +-", "data +-");
    out.say("nats per datum");
    row(out, "  WAIC", result.waic());
    CriteriaResult.Loo loo = result.loo();
    long bridged = count(result, Surprise.Average.LEAVE_ONE_OUT, Surprise.State.BRIDGED);
    out.say(
        numbers(bridged == 0 ? "  LOO (PSIS)" : "  LOO (PSIS, bridges)", loo.number())
            + (Double.isFinite(loo.largestK())
                ? Lines.line("   k-hat up to %.2f", loo.largestK())
                : "")
            + (bridged == 0 ? "" : Lines.line(", %d bridged", bridged))
            + (loo.unreliable() == 0
                ? ""
                : Lines.line(", %d above %.2f", loo.unreliable(), loo.kThreshold())));
    row(out, "  Bayes training loss", result.losses().bayesTraining());
    row(out, "  Gibbs training loss", result.losses().gibbsTraining());
    if (result.testN() != null) {
      row(out, "  Bayes generalisation loss", result.losses().bayesGeneralisation());
      row(out, "  Gibbs generalisation loss", result.losses().gibbsGeneralisation());
    }
    out.say("over all data");
    row(out, "  functional variance V", result.functionalVariance());
    row(out, "  singular fluctuation nu", result.nu());
    CriteriaResult.ChainNumber wbic = result.wbic();
    out.say(
        "%-32s %13.7g %10.2g %12s   at beta = 1/ln n = %.4g",
        "  WBIC, nats", wbic.value(), wbic.se(), "", wbic.beta());
    out.say(
        "%-32s %13.5g %10.2g %12s   from two temperatures near 1/ln n%s",
        "  lambda",
        result.lambda().value(),
        result.lambda().se(),
        "",
        result.exact() == null
            ? ""
            : Lines.line(
                "; exact %s (m = %d)", result.exact().lambda(), result.exact().multiplicity()));
    if (result.truth() != null) {
      printExcess(out, result);
    }
    printSurprises(out, result);
    out.verdict(result.verdict());
    out.say("%.1f s, %d gradients", result.seconds(), result.gradientEvaluations());
  }

  /** The first few of those data that the plain average over draws does not do justice to. */
  private static void printSurprises(Lines out, CriteriaResult result) {
    List<CriteriaResult.Surprising> all = result.surprises();
    if (all.isEmpty()) {
      return;
    }
    out.say("data for which few draws, or none that was made, rule an average of p or 1/p:");
    for (CriteriaResult.Surprising one : all.subList(0, Math.min(MOST_SURPRISES, all.size()))) {
      out.say(
          "  %-5s row %-7d variance of log p %-9s k-hat %-6s %s: %s",
          one.data().label(),
          one.row(),
          one.variance() == null ? "not finite" : Lines.line("%.3g", one.variance()),
          one.kHat() == null ? "-" : Lines.line("%.2f", one.kHat()),
          one.average().label(),
          meaning(one.state()));
    }
    if (all.size() > MOST_SURPRISES) {
      out.say(
          "  and %d more, all in the JSON and in pointwise.csv (--out)",
          all.size() - MOST_SURPRISES);
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

  private static void printExcess(Lines out, CriteriaResult result) {
    CriteriaResult.Truth truth = result.truth();
    String generalisation =
        truth.gibbsGeneralisationExcess() == null
            ? ""
            : Lines.line(
                "; on test data Bayes %s, Gibbs %.4g",
                brief(truth.bayesGeneralisationExcess()), truth.gibbsGeneralisationExcess());
    out.say(
        "above the truth, times n: Bayes training %s, Gibbs training %.4g, WAIC %s, WBIC %.4g%s",
        brief(truth.bayesTrainingExcess()),
        truth.gibbsTrainingExcess(),
        brief(truth.waicExcess()),
        truth.wbicExcess(),
        generalisation);
  }

  private static void row(Lines out, String name, CriteriaResult.Number number) {
    out.say(numbers(name, number));
  }

  private static String numbers(String name, CriteriaResult.Number number) {
    Double seOverData = number.seOverData();
    return number.untold() == null
        ? Lines.line(
            "%-32s %13.7g %10.2g %12s",
            name,
            number.value(),
            number.se(),
            seOverData == null ? "-" : Lines.line("%.2g", seOverData))
        : Lines.line("%-32s %s", name, number.untold());
  }

  private static String brief(Double value) {
    return value == null ? "untold" : Lines.line("%.4g", value);
  }

  private static void printTable(Lines out, List<CriteriaResult> results) {
    out.say(
        "%8s %12s %9s %12s %9s %9s %12s  %s",
        "step", "WAIC", "+-", "LOO", "+-", "nu", "WBIC", "verdict");
    for (CriteriaResult result : results) {
      List<String> reasons = result.verdict().reasons();
      out.say(
          "%8s %12s %9s %12s %9s %9s %12.6g  %s",
          result.step() == null ? "-" : Long.toString(result.step()),
          cell("%.6g", result.waic().value()),
          cell("%.2g", result.waic().se()),
          cell("%.6g", result.loo().number().value()),
          cell("%.2g", result.loo().number().se()),
          cell("%.4g", result.nu().value()),
          result.wbic().value(),
          result.verdict().status().label() + (reasons.isEmpty() ? "" : ": " + reasons.get(0)));
    }
    CriteriaResult last = results.get(results.size() - 1);
    last.verdict().cautions().forEach(caution -> out.say("caution: " + caution));
  }

  private static String cell(String format, Double value) {
    return value == null ? "untold" : Lines.line(format, value);
  }
}
