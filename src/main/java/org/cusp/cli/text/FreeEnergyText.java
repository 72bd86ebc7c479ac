package org.cusp.cli.text;

import java.util.List;
import org.cusp.cli.run.Found;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.freeenergy.FreeEnergyResult;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.run.Target;

/** Free energies for people. */
public final class FreeEnergyText {
  private FreeEnergyText() {}

  /** Of one parameter all that is known, of several a line each. */
  public static List<String> lines(Target target, Found<FreeEnergyResult> found) {
    Lines out = new Lines();
    List<FreeEnergyResult> results = found.results();
    if (results.isEmpty()) {
      found.unfinished().forEach(one -> UnfinishedText.print(out, target, "F", one));
      return out.all();
    }
    settings(out, target, results.get(0));
    out.say("");
    if (results.size() == 1 && found.unfinished().isEmpty()) {
      one(out, results.get(0));
    } else {
      table(out, results);
      UnfinishedText.rows(out, found.unfinished());
    }
    return out.all();
  }

  private static void settings(Lines out, Target target, FreeEnergyResult first) {
    out.say(target.train().summary());
    out.say("P = %d parameters, %s", first.parameters(), prior(first.prior()));
    out.say(
        "replica exchange at %s temperatures, %s chains of %s draws, %s kernels",
        first.tempering().get("rungs"),
        first.tempering().get("chains"),
        first.tempering().get("draws"),
        first.provenance().kernels());
    out.say("between exchanges: %s", first.tempering().get("movesInWords"));
  }

  static String prior(FreeEnergyResult.PriorFacts prior) {
    return prior.kind() == Prior.Kind.GLOBAL
        ? Lines.line("global: prior N(0, %.4g^2) for each", prior.sd())
        : Lines.line(
            "local: prior N(w*, 1/gamma) for each, gamma = %.4g (standard deviation %.3g)",
            prior.gamma(), prior.sd());
  }

  private static void one(Lines out, FreeEnergyResult result) {
    FreeEnergyResult.Excess excess = result.excess();
    out.say(
        "F = -log integral prior(w) exp(-n L_n(w)) dw, in nats; a difference of F is a log"
            + " Bayes factor");
    out.say(
        "F    %.8g +- %.2g   95%% interval [%.8g, %.8g]",
        result.freeEnergy().value(),
        result.freeEnergy().se(),
        result.freeEnergy().ci95()[0],
        result.freeEnergy().ci95()[1]);
    out.say(
        "     F - n L_n(w0) = %.5g +- %.2g, w0 = %s, n L_n(w0) = %.8g",
        excess.estimate().value(),
        excess.estimate().se(),
        excess.against(),
        result.n() * result.lossAtReference());
    others(out, result);
    exact(out, result);
    out.say(
        "     all temperatures: R-hat at most %.3f, effective sample size at least %.0f",
        result.freeEnergy().rhat(), result.freeEnergy().ess());
    byProducts(out, result);
    out.verdict(result.verdict());
    out.say("%.1f s, %d gradients", result.seconds(), result.gradientEvaluations());
  }

  private static void others(Lines out, FreeEnergyResult result) {
    Estimate stones = result.others().steppingStone();
    FreeEnergyResult.Integral integral = result.others().thermodynamicIntegration();
    double offset = result.freeEnergy().value() - result.excess().estimate().value();
    out.say(
        "     by MBAR; F - n L_n(w0) by stepping stone %.5g +- %.2g, by thermodynamic integration"
            + " %.5g +- %.2g (its rule: %.1g)",
        stones.value() - offset,
        stones.se(),
        integral.estimate().value() - offset,
        integral.estimate().se(),
        integral.discretisation());
  }

  private static void exact(Lines out, FreeEnergyResult result) {
    FreeEnergyResult.Exact exact = result.exact();
    if (exact == null) {
      return;
    }
    if (exact.freeEnergy() != null) {
      out.say(
          "     exact F = %.8g, F - n L_n(w0) = %.5g (z = %.2f)",
          exact.freeEnergy(),
          exact.excess(),
          (result.freeEnergy().value() - exact.freeEnergy()) / result.freeEnergy().se());
    }
    if (exact.withheld() != null) {
      out.say("     exact F is withheld: " + exact.withheld());
    }
    if (exact.lambda() != null) {
      out.say(
          "     exact lambda %s (m = %d); %s",
          exact.lambda(), exact.multiplicity(), exact.source());
    }
  }

  private static void byProducts(Lines out, FreeEnergyResult result) {
    if (result.wbic() != null) {
      out.say(
          "     at beta = 1/ln n: WBIC %.8g +- %.2g, dF/d ln beta %.4g +- %.2g (lambda where"
              + " w0 is the minimum of these data, less where it is not)",
          result.wbic().value(), result.wbic().se(), result.lambda().value(), result.lambda().se());
    }
    out.say(
        "     at beta = %.4g: heat capacity %.4g +- %.2g",
        result.beta(), result.heatCapacity().value(), result.heatCapacity().se());
  }

  private static void table(Lines out, List<FreeEnergyResult> results) {
    out.say("%8s %14s %9s %14s %10s  %s", "step", "F", "+-", "F - n L_n(w*)", "lambda", "verdict");
    for (FreeEnergyResult result : results) {
      String step = result.step() == null ? "-" : Long.toString(result.step());
      List<String> reasons = result.verdict().reasons();
      out.say(
          "%8s %14.7g %9.2g %14.5g %10s  %s",
          step,
          result.freeEnergy().value(),
          result.freeEnergy().se(),
          result.excess().estimate().value(),
          result.lambda() == null ? "-" : Lines.line("%.4g", result.lambda().value()),
          result.verdict().status().label() + (reasons.isEmpty() ? "" : ": " + reasons.get(0)));
    }
  }
}
