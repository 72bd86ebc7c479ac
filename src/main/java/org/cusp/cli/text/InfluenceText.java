package org.cusp.cli.text;

import java.util.List;
import org.cusp.estimate.influence.InfluenceResult;

/** Influences for people. */
public final class InfluenceText {
  private static final int WORDS = 34;

  private InfluenceText() {}

  /** Of one parameter all that is told, of several a line each. */
  public static List<String> lines(List<InfluenceResult> results) {
    return results.size() == 1 ? one(results.get(0)) : table(results);
  }

  private static List<String> table(List<InfluenceResult> results) {
    Lines out = new Lines();
    InfluenceResult first = results.get(0);
    out.say(
        "influence of %,d data on %,d losses (%s), BIF = -Cov(l_i, phi) in nats^2, at each checkpoint",
        first.n(), first.queries(), first.queryData());
    out.say(
        "%8s  %10s %9s %7s %7s  %12s %12s  %s",
        "step", "LLC", "+-", "R-hat", "ESS", "stand out", "false share", "verdict");
    for (InfluenceResult each : results) {
      out.say(
          "%8s  %10.4g %9.2g %7.3f %7.0f  %,12d %11.2g%%  %s",
          each.step() == null ? "-" : each.step(),
          each.llc().value(),
          each.llc().se(),
          each.draws().rhat(),
          each.draws().ess(),
          each.discoveries().found(),
          100 * each.discoveries().falseShare(),
          String.join(": ", words(each)));
    }
    out.say(
        "of %,d influences each; false share: of those that stand out, by draws that know nothing of"
            + " each other",
        first.discoveries().entries());
    if (first.files() != null) {
      out.say("in a folder for each checkpoint: %s", String.join(", ", first.files()));
    }
    return out.all();
  }

  private static List<String> words(InfluenceResult each) {
    String status = each.verdict().status().label();
    return each.verdict().reasons().isEmpty()
        ? List.of(status)
        : List.of(status, each.verdict().reasons().get(0));
  }

  private static List<String> one(InfluenceResult result) {
    Lines out = new Lines();
    InfluenceResult.Drawn draws = result.draws();
    out.say(
        "influence of %,d data on %,d %s (%s), BIF = -Cov(l_i, phi)%s",
        result.n(),
        result.queries(),
        result.phi() == null ? "losses" : "phi = " + result.phi(),
        result.queryData(),
        result.phi() == null ? " in nats^2" : ": data called helpful lower phi, harmful raise it");
    out.say(
        "%d chains of %d draws (%s); losses: R-hat up to %.3f, ESS from %.0f; errors from %d batches of"
            + " %d draws",
        draws.chains(),
        draws.perChain(),
        result.sampler().get("name"),
        draws.rhat(),
        draws.ess(),
        draws.batches(),
        draws.batchLength());
    out.say(
        "gamma = %.5g, nBeta = %.5g, LLC of these draws %.4g +- %.2g",
        result.gamma(), result.nBeta(), result.llc().value(), result.llc().se());
    discoveries(out, result);
    out.say("");
    out.say("on the mean of these (%,d data stand out)", result.overall().found());
    rows(out, result.overall().helpful(), result.overall().harmful());
    result.strongest().forEach(query -> query(out, result.phi(), query));
    out.say("");
    out.verdict(result.verdict());
    if (result.files() != null) {
      out.say("files: " + String.join(", ", result.files()));
    }
    return out.all();
  }

  private static void discoveries(Lines out, InfluenceResult result) {
    InfluenceResult.Discovered found = result.discoveries();
    out.say(
        "%,d of %,d influences stand out (%s), at most %.3g%% of them false by Benjamini-Hochberg",
        found.found(),
        found.entries(),
        "helpful from " + from(found.helpfulFrom()) + ", harmful from " + from(found.harmfulFrom()),
        100 * found.share());
    out.say(
        "control, draws that know nothing of each other: %,d of %,d stand out, so %.2g%% of the"
            + " discoveries are false; 95%% of them are within %.2f standard errors",
        found.controlFound(), found.control(), 100 * found.falseShare(), found.interval95());
  }

  private static String from(Double threshold) {
    return threshold == null ? "-" : Lines.line("%.2f standard errors", threshold);
  }

  private static void query(Lines out, String phi, InfluenceResult.Query query) {
    out.say("");
    out.say(
        "query %d%s%s, %s at w* %.4g",
        query.query(),
        query.datum() == null ? "" : Lines.line(" (datum %d)", query.datum()),
        query.label() == null ? "" : ", " + shortened(query.label()),
        phi == null ? "loss" : phi,
        query.loss());
    rows(out, query.helpful(), query.harmful());
  }

  private static void rows(
      Lines out, List<InfluenceResult.Row> helpful, List<InfluenceResult.Row> harmful) {
    if (helpful.isEmpty() && harmful.isEmpty()) {
      out.say("  none stands out");
      return;
    }
    out.say(
        "  %-8s %8s  %-14s %11s %9s %15s %10s",
        "", "datum", "", "BIF", "+-", "correlation +-", "left out");
    helpful.forEach(row -> row(out, "helpful", row));
    harmful.forEach(row -> row(out, "harmful", row));
  }

  private static void row(Lines out, String side, InfluenceResult.Row row) {
    out.say(
        "  %-8s %8d  %-14s %11.3g %9.1g %8.3f %6.3f %+10.2g",
        side,
        row.datum(),
        row.label() == null ? "" : shortened(row.label()),
        row.influence(),
        row.se(),
        row.correlation(),
        row.correlationSe(),
        row.leftOut());
  }

  private static String shortened(String label) {
    return label.length() <= WORDS ? label : label.substring(0, WORDS - 3) + "...";
  }
}
