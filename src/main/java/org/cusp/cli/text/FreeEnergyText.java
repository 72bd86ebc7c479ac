package org.cusp.cli.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.cli.session.Session;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.estimate.freeenergy.FreeEnergyResult;
import org.cusp.run.Target;

/** Free energies for people, or as JSON. */
public final class FreeEnergyText {
  private FreeEnergyText() {}

  public static void print(
      Session session,
      Target target,
      List<FreeEnergyResult> results,
      List<Unfinished> unfinished,
      Measured measured) {
    if (session.json()) {
      session.out().println(json(target, results, unfinished, measured));
      return;
    }
    if (results.isEmpty()) {
      unfinished.forEach(one -> UnfinishedText.print(session, target, "F", one));
      return;
    }
    settings(session, target, results.get(0));
    session.say("");
    if (results.size() == 1 && unfinished.isEmpty()) {
      one(session, results.get(0));
    } else {
      table(session, results);
      UnfinishedText.rows(session, unfinished);
    }
  }

  private static String json(
      Target target,
      List<FreeEnergyResult> results,
      List<Unfinished> unfinished,
      Measured measured) {
    if (target.directory().isEmpty() && results.size() + unfinished.size() == 1) {
      return measured.json(results.isEmpty() ? unfinished.get(0) : results.get(0));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", "free-energy");
    document.put("target", target.name());
    document.put("results", results);
    if (!unfinished.isEmpty()) {
      document.put("unfinished", unfinished);
    }
    return measured.jsonOfEach(document, results.size());
  }

  private static void settings(Session session, Target target, FreeEnergyResult first) {
    session.say(target.train().summary());
    session.say(line("P = %d parameters, %s", first.parameters(), prior(first.prior())));
    session.say(
        line(
            "replica exchange at %s temperatures, %s chains of %s draws, %s kernels",
            first.tempering().get("rungs"),
            first.tempering().get("chains"),
            first.tempering().get("draws"),
            first.provenance().kernels()));
  }

  static String prior(FreeEnergyResult.PriorFacts prior) {
    return prior.kind().equals("global")
        ? line("global: prior N(0, %.4g^2) for each", prior.sd())
        : line(
            "local: prior N(w*, 1/gamma) for each, gamma = %.4g (standard deviation %.3g)",
            prior.gamma(), prior.sd());
  }

  private static void one(Session session, FreeEnergyResult result) {
    FreeEnergyResult.Excess excess = result.excess();
    session.say(
        line(
            "F = -log integral prior(w) exp(-n L_n(w)) dw, in nats; a difference of F is a log"
                + " Bayes factor"));
    session.say(
        line(
            "F    %.8g +- %.2g   95%% interval [%.8g, %.8g]",
            result.freeEnergy().value(),
            result.freeEnergy().se(),
            result.freeEnergy().ci95()[0],
            result.freeEnergy().ci95()[1]));
    session.say(
        line(
            "     F - n L_n(w0) = %.5g +- %.2g, w0 = %s, n L_n(w0) = %.8g",
            excess.estimate().value(),
            excess.estimate().se(),
            excess.against(),
            result.n() * result.lossAtReference()));
    others(session, result);
    exact(session, result);
    session.say(
        line(
            "     all temperatures: R-hat at most %.3f, effective sample size at least %.0f",
            result.freeEnergy().rhat(), result.freeEnergy().ess()));
    byProducts(session, result);
    session.say("verdict: " + result.verdict().status().label());
    result.verdict().reasons().forEach(reason -> session.say("  - " + reason));
    result.verdict().cautions().forEach(caution -> session.say("  caution: " + caution));
    session.say(line("%.1f s, %d gradients", result.seconds(), result.gradientEvaluations()));
  }

  private static void others(Session session, FreeEnergyResult result) {
    Estimate stones = result.others().steppingStone();
    FreeEnergyResult.Integral integral = result.others().thermodynamicIntegration();
    double offset = result.freeEnergy().value() - result.excess().estimate().value();
    session.say(
        line(
            "     by MBAR; F - n L_n(w0) by stepping stone %.5g +- %.2g, by thermodynamic integration"
                + " %.5g +- %.2g (its rule: %.1g)",
            stones.value() - offset,
            stones.se(),
            integral.estimate().value() - offset,
            integral.estimate().se(),
            integral.discretisation()));
  }

  private static void exact(Session session, FreeEnergyResult result) {
    FreeEnergyResult.Exact exact = result.exact();
    if (exact == null) {
      return;
    }
    if (exact.freeEnergy() != null) {
      session.say(
          line(
              "     exact F = %.8g, F - n L_n(w0) = %.5g (z = %.2f)",
              exact.freeEnergy(),
              exact.excess(),
              (result.freeEnergy().value() - exact.freeEnergy()) / result.freeEnergy().se()));
    }
    if (exact.withheld() != null) {
      session.say("     exact F is withheld: " + exact.withheld());
    }
    if (exact.lambda() != null) {
      session.say(
          line(
              "     exact lambda %s (m = %d); %s",
              exact.lambda(), exact.multiplicity(), exact.source()));
    }
  }

  private static void byProducts(Session session, FreeEnergyResult result) {
    if (result.wbic() != null) {
      session.say(
          line(
              "     at beta = 1/ln n: WBIC %.8g +- %.2g, dF/d ln beta %.4g +- %.2g (lambda where"
                  + " w0 is the minimum of these data, less where it is not)",
              result.wbic().value(),
              result.wbic().se(),
              result.lambda().value(),
              result.lambda().se()));
    }
    session.say(
        line(
            "     at beta = %.4g: heat capacity %.4g +- %.2g",
            result.beta(), result.heatCapacity().value(), result.heatCapacity().se()));
  }

  private static void table(Session session, List<FreeEnergyResult> results) {
    session.say(
        line(
            "%8s %14s %9s %14s %10s  %s", "step", "F", "+-", "F - n L_n(w*)", "lambda", "verdict"));
    for (FreeEnergyResult result : results) {
      String step = result.step() == null ? "-" : Long.toString(result.step());
      List<String> reasons = result.verdict().reasons();
      session.say(
          line(
              "%8s %14.7g %9.2g %14.5g %10s  %s",
              step,
              result.freeEnergy().value(),
              result.freeEnergy().se(),
              result.excess().estimate().value(),
              result.lambda() == null ? "-" : line("%.4g", result.lambda().value()),
              result.verdict().status().label()
                  + (reasons.isEmpty() ? "" : ": " + reasons.get(0))));
    }
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
