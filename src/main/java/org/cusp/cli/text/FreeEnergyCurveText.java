package org.cusp.cli.text;

import java.util.List;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.freeenergy.FreeEnergyCurveResult;

/** A free-energy curve for people. */
public final class FreeEnergyCurveText {
  private FreeEnergyCurveText() {}

  public static List<String> lines(FreeEnergyCurveResult result) {
    Lines out = new Lines();
    out.say(
        "P = %d parameters, %s; %d data sets at each n, %s",
        result.parameters(),
        FreeEnergyText.prior(result.prior()),
        result.dataSets(),
        result.data());
    out.say(
        "F_n = -log integral prior(w) exp(-n L_n(w)) dw, in nats, against w0 = %s",
        result.against());
    out.say("");
    table(out, result);
    out.say("");
    fits(out, result);
    result.cautions().forEach(caution -> out.say("caution: " + caution));
    out.say("%.1f s", result.seconds());
    return out.all();
  }

  private static void table(Lines out, FreeEnergyCurveResult result) {
    boolean exact = result.points().get(0).exactExcess() != null;
    out.say(
        "%8s %13s %13s %8s %8s %10s %9s%s  %s",
        "n",
        "F_n",
        "F_n-nL_n(w0)",
        "+-",
        "sampling",
        "fit",
        "dF/dlnb",
        exact ? Lines.line(" %10s", "exact") : "",
        "trusted");
    for (FreeEnergyCurveResult.Point point : result.points()) {
      out.say(
          "%8d %13.7g %13.5g %8.2g %8.2g %10.5g %9s%s  %d of %d",
          point.n(),
          point.freeEnergy().value(),
          point.excess().value(),
          point.excess().se(),
          point.monteCarloSe(),
          point.fitted(),
          point.lambda() == null ? "-" : Lines.line("%.4g", point.lambda().value()),
          exact ? Lines.line(" %10.5g", point.exactExcess()) : "",
          point.trusted(),
          result.dataSets());
    }
  }

  private static void fits(Lines out, FreeEnergyCurveResult result) {
    out.say("F_n - n L_n(w0) = lambda ln n - (m - 1) ln ln n + c:");
    fit(out, Lines.line("m = %.0f", result.fit().m().value()), result.fit());
    if (result.freeFit() != null) {
      fit(out, "m free", result.freeFit());
    }
    if (result.nextPoleFit() != null) {
      fit(out, "+ r n^(-1/4), for the next pole", result.nextPoleFit());
    }
    if (result.exactFit() != null) {
      fit(out, "the exact F_n of the same data", result.exactFit());
    }
    if (result.llc() != null) {
      out.say("  LLC at w0, largest n: %.4g +- %.2g", result.llc().value(), result.llc().se());
    }
    if (result.exact() != null) {
      out.say(
          "  exact lambda %s (m = %d); %s",
          result.exact().lambda(), result.exact().multiplicity(), result.exact().source());
    }
  }

  private static void fit(Lines out, String label, FreeEnergyCurveResult.Fit fit) {
    Estimate lambda = fit.lambda();
    String m =
        fit.mIsGiven() ? "" : Lines.line(", m = %.3g +- %.2g", fit.m().value(), fit.m().se());
    out.say(
        "  %s: lambda = %.4g +- %.2g%s, c = %.3g +- %.2g",
        label, lambda.value(), lambda.se(), m, fit.constant().value(), fit.constant().se());
  }
}
