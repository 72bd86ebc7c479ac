package org.cusp.cli.text;

import java.util.List;
import org.cusp.estimate.predictive.PredictiveResult;

/** The posterior predictive for people. */
public final class PredictiveText {
  private PredictiveText() {}

  public static List<String> lines(PredictiveResult result) {
    Lines out = new Lines();
    PredictiveResult.Drawn draws = result.draws();
    out.say(
        "predictive of %,d draws of %d chains (effective %,.0f, R-hat %.3f), nBeta %.4g, gamma %.4g",
        draws.count(), draws.chains(), draws.ess(), draws.rhat(), result.nBeta(), result.gamma());
    result.results().forEach(one -> on(out, one));
    out.say("");
    out.say("+- is what so many draws leave, 'by data' what so few data leave");
    out.verdict(result.verdict());
    if (result.files() != null) {
      out.say("files: " + String.join(", ", result.files()));
    }
    return out.all();
  }

  private static void on(Lines out, PredictiveResult.OnData one) {
    out.say("");
    out.say("%s data: %s, %,d of %s", one.data(), one.name(), one.items(), one.kind());
    out.say(
        "  %-24s %12s %9s %9s %12s %12s %9s %9s",
        "", "predictive", "+-", "by data", "w* alone", "difference", "+-", "by data");
    for (PredictiveResult.Measure measure : one.measures()) {
      out.say(
          "  %-24s %12.6g %9s %9s %12.6g %12.4g %9s %9s",
          measure.name(),
          measure.predictive().value(),
          error(measure.predictive().se()),
          error(measure.dataSe()),
          measure.atCentre(),
          measure.difference().value(),
          error(measure.difference().se()),
          error(measure.differenceDataSe()));
    }
    out.say(
        "  %-24s %12.6g %9s", "mean loss of a draw", one.gibbs().value(), error(one.gibbs().se()));
    if (one.eceByChance() != null) {
      out.say(
          "  a calibrated forecast of so few data would show a calibration error of about %.2g",
          one.eceByChance());
    }
  }

  private static String error(Double se) {
    return se == null || se.isNaN() ? "-" : Lines.line("%.2g", se);
  }
}
