package org.cusp.cli.text;

import java.util.List;
import org.cusp.estimate.LossGap;
import org.cusp.estimate.compare.KnResult;

/** K_n for people. */
public final class KlText {
  private KlText() {}

  /** Beside the population's K where it is known; else a line for each checkpoint. */
  public static List<String> lines(KnResult result) {
    Lines out = new Lines();
    if (result.results().isEmpty()) {
      out.say("reference: " + result.reference());
    } else if (result.results().get(0).population() == null) {
      printTable(out, result);
    } else {
      printPopulation(out, result, result.results().get(0));
    }
    return out.all();
  }

  private static void printPopulation(Lines out, KnResult result, KnResult.Row row) {
    KnResult.Population k = row.population();
    LossGap gap = row.train();
    out.say("w = %s, reference: %s, n = %d", row.point(), result.reference(), gap.n());
    out.say("");
    out.say("K(w)      %13.6g %s", k.value(), k.se() > 0 ? "+- " + brief(k.se()) : "");
    String error = gap.se() >= 0 ? "+- " + brief(gap.se()) : "(one datum tells no error)";
    out.say("K_n(w)    %13.6g %s", gap.value(), error);
    String z = k.z() == null ? "" : Lines.line(", z = %.2f", k.z());
    out.say(
        "K_n - K   %13.6g    theoretical standard deviation sqrt(Var f / n) = %s%s",
        k.difference(), brief(k.standardDeviation()), z);
    out.say("");
    out.say(k.meaning() + " (" + k.method() + ")");
    out.say(result.quantity());
    out.say("K_n - K is the luck of the data: of either sign, of mean zero over data sets");
    if (gap.value() < 0) {
      out.say("K_n is negative here: on these data w has a smaller loss than the reference");
    }
  }

  private static void printTable(Lines out, KnResult result) {
    out.say(result.quantity());
    out.say("reference: " + result.reference());
    out.say("");
    out.say("%8s %13s %9s %13s %9s", "step", "K_n train", "+-", "K_n held out", "+-");
    for (KnResult.Row row : result.results()) {
      String step = row.step() == null ? "-" : Long.toString(row.step());
      String train = Lines.line("%13.6g %9.2g", row.train().value(), row.train().se());
      String test =
          row.test() == null ? "" : Lines.line("%13.6g %9.2g", row.test().value(), row.test().se());
      out.say("%8s %s %s", step, train, test);
    }
  }

  private static String brief(double number) {
    return Lines.line("%.2g", number);
  }
}
