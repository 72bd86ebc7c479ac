package org.cusp.cli.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.along.Change;
import org.cusp.estimate.llc.DrawEstimators;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.llc.NamedEstimate;

/** What stands beside an LLC, for people. */
final class LlcBeside {
  private LlcBeside() {}

  static void print(Lines out, LlcResult result) {
    if (result.others() != null) {
      others(out, result.others());
    }
    if (result.stepSizes() != null) {
      for (LlcResult.AtStep at : result.stepSizes()) {
        out.say("     at step %.3g: %.5g +- %.2g", at.stepSize(), at.llc().value(), at.llc().se());
      }
    }
    LlcResult.Point point = result.point();
    if (point != null && Double.isNaN(point.gradientNorm())) {
      out.say("     at w*: loss or gradient is not finite there or next to it");
    } else if (point != null) {
      out.say(
          "     at w*: Hessian from %.3g to %.3g; were the posterior Gaussian, LLC %.4g +- %.2g",
          point.smallestEigenvalue(),
          point.largestEigenvalue(),
          point.laplaceLlc().value(),
          point.laplaceLlc().se());
    }
  }

  /**
   * The estimates that were asked for from the same draws.
   *
   * @param changes along a training, by what they are of; null where there are none
   */
  static void printAlso(Lines out, LlcResult result, Map<String, List<Change>> changes) {
    if (result.also() == null) {
      return;
    }
    result
        .also()
        .forEach(
            (name, estimates) -> {
              out.say("     %s: %s", name, DrawEstimators.describe(name));
              for (NamedEstimate one : estimates) {
                Optional<Change> change =
                    Changes.to(
                        result.step(),
                        changes == null ? List.of() : changes.getOrDefault(one.of(), List.of()));
                out.say(
                    "       %-12s %6d data %11.5g +- %-8.2g R-hat %.3f, ESS %.0f%s",
                    one.of(),
                    one.data(),
                    one.estimate().value(),
                    one.estimate().se(),
                    one.estimate().rhat(),
                    one.estimate().ess(),
                    change.isEmpty()
                        ? ""
                        : ", change " + Changes.value(change) + " +- " + Changes.error(change));
              }
            });
  }

  private static void others(Lines out, LlcResult.Others others) {
    out.say("     diagnostics, not estimates of lambda:");
    if (others.heatCapacity() != null) {
      out.say(
          "     heat capacity %s (variance of nBeta L), two temperatures %s (from the energies at"
              + " two, without L(w*))",
          text(others.heatCapacity()), text(others.twoTemperature()));
    }
    if (others.controlled() != null) {
      out.say(
          "     with the virial identity as a control variate: LLC %s", text(others.controlled()));
    }
    String inTemperature =
        others.slopeInLogNBeta() == null
            ? ""
            : Lines.line(", d LLC/d ln nBeta %s", text(others.slopeInLogNBeta()));
    out.say("     d LLC/d ln gamma %s%s", text(others.slopeInLogGamma()), inTemperature);
  }

  private static String text(Estimate number) {
    return Lines.line("%.4g +- %.2g", number.value(), number.se());
  }
}
