package org.cusp.cli.text;

import java.util.List;
import java.util.Optional;
import org.cusp.cli.run.ComponentRun.Component;
import org.cusp.estimate.along.Change;
import org.cusp.estimate.llc.LlcResult;

/** LLCs of components for people. */
final class ComponentText {
  private ComponentText() {}

  static void print(Lines out, List<Component> components) {
    out.say("");
    out.say("each with it alone free:");
    out.say(
        "%-20s %9s %8s %10s %10s %8s %10s %8s %7s %7s  %s",
        "component",
        "params",
        "step",
        "gamma",
        "LLC",
        "+-",
        "change",
        "+-",
        "R-hat",
        "ESS",
        "verdict");
    for (Component one : components) {
      List<Change> changes = one.along() == null ? List.of() : one.along().changes();
      one.results().forEach(result -> row(out, one, result, Changes.to(result.step(), changes)));
    }
  }

  private static void row(Lines out, Component one, LlcResult result, Optional<Change> change) {
    out.say(
        "%-20s %,9d %8s %10.4g %10s %8s %10s %8s %7s %7s  %s",
        one.component(),
        result.parameters(),
        result.step() == null ? "-" : Long.toString(result.step()),
        result.gamma(),
        LlcText.cell("%.5g", result.llc().value()),
        LlcText.cell("%.2g", result.llc().se()),
        Changes.value(change),
        Changes.error(change),
        LlcText.cell("%.3f", result.llc().rhat()),
        LlcText.cell("%.0f", result.llc().ess()),
        LlcText.judged(result));
  }
}
