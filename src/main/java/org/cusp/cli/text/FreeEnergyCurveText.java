package org.cusp.cli.text;

import java.util.Locale;
import org.cusp.cli.session.Session;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.freeenergy.FreeEnergyCurveResult;

/** A free-energy curve for people, or as JSON. */
public final class FreeEnergyCurveText {
  private FreeEnergyCurveText() {}

  public static void print(Session session, FreeEnergyCurveResult result, Measured measured) {
    if (session.json()) {
      session.out().println(measured.json(result));
      return;
    }
    session.say(
        line(
            "P = %d parameters, %s; %d data sets at each n, %s",
            result.parameters(),
            FreeEnergyText.prior(result.prior()),
            result.dataSets(),
            result.data()));
    session.say(
        line(
            "F_n = -log integral prior(w) exp(-n L_n(w)) dw, in nats, against w0 = %s",
            result.against()));
    session.say("");
    table(session, result);
    session.say("");
    fits(session, result);
    result.cautions().forEach(caution -> session.say("caution: " + caution));
    session.say(line("%.1f s", result.seconds()));
  }

  private static void table(Session session, FreeEnergyCurveResult result) {
    boolean exact = result.points().get(0).exactExcess() != null;
    session.say(
        line(
            "%8s %13s %13s %8s %8s %10s %9s%s  %s",
            "n",
            "F_n",
            "F_n-nL_n(w0)",
            "+-",
            "sampling",
            "fit",
            "dF/dlnb",
            exact ? line(" %10s", "exact") : "",
            "trusted"));
    for (FreeEnergyCurveResult.Point point : result.points()) {
      session.say(
          line(
              "%8d %13.7g %13.5g %8.2g %8.2g %10.5g %9s%s  %d of %d",
              point.n(),
              point.freeEnergy().value(),
              point.excess().value(),
              point.excess().se(),
              point.monteCarloSe(),
              point.fitted(),
              point.lambda() == null ? "-" : line("%.4g", point.lambda().value()),
              exact ? line(" %10.5g", point.exactExcess()) : "",
              point.trusted(),
              result.dataSets()));
    }
  }

  private static void fits(Session session, FreeEnergyCurveResult result) {
    session.say("F_n - n L_n(w0) = lambda ln n - (m - 1) ln ln n + c:");
    fit(session, line("m = %.0f", result.fit().m().value()), result.fit());
    if (result.freeFit() != null) {
      fit(session, "m free", result.freeFit());
    }
    if (result.nextPoleFit() != null) {
      fit(session, "+ r n^(-1/4), for the next pole", result.nextPoleFit());
    }
    if (result.exactFit() != null) {
      fit(session, "the exact F_n of the same data", result.exactFit());
    }
    if (result.llc() != null) {
      session.say(
          line("  LLC at w0, largest n: %.4g +- %.2g", result.llc().value(), result.llc().se()));
    }
    if (result.exact() != null) {
      session.say(
          line(
              "  exact lambda %s (m = %d); %s",
              result.exact().lambda(), result.exact().multiplicity(), result.exact().source()));
    }
  }

  private static void fit(Session session, String label, FreeEnergyCurveResult.Fit fit) {
    Estimate lambda = fit.lambda();
    String m = fit.mIsGiven() ? "" : line(", m = %.3g +- %.2g", fit.m().value(), fit.m().se());
    session.say(
        line(
            "  %s: lambda = %.4g +- %.2g%s, c = %.3g +- %.2g",
            label, lambda.value(), lambda.se(), m, fit.constant().value(), fit.constant().se()));
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
