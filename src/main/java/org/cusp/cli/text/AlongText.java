package org.cusp.cli.text;

import java.util.List;
import java.util.Optional;
import org.cusp.estimate.along.Change;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.along.LlcStage;
import org.cusp.estimate.llc.LlcResult;

/** What the LLCs along a training say together, for people. */
final class AlongText {
  /** Localisations that differ by less are the same to the eye. */
  private static final double ALIKE = 1.05;

  private AlongText() {}

  static void print(Lines out, List<LlcResult> results, Optional<LlcAlong> along) {
    if (along.isEmpty()) {
      return;
    }
    out.say(
        "changes are from the row above, their errors those of draws paired by chain and number");
    along.get().stages().forEach(stage -> out.say(line(stage)));
    sayGamma(out, results);
  }

  private static String line(LlcStage stage) {
    Change change = stage.change();
    return Lines.line(
        "LLC, step %d to %d: %s, %+.3g +- %.2g",
        stage.from(), stage.to(), stage.kind(), change.value(), change.se());
  }

  private static void sayGamma(Lines out, List<LlcResult> results) {
    double first = results.get(0).gamma();
    double last = results.get(results.size() - 1).gamma();
    double factor = Math.max(first, last) / Math.min(first, last);
    if (factor > ALIKE && Double.isFinite(factor)) {
      out.say(
          "gamma goes from %.4g to %.4g along this training, which changes the LLC too; --gamma"
              + " %.3g holds it",
          first, last, last);
    }
  }
}
