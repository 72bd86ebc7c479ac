package org.cusp.cli.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.cli.session.Session;
import org.cusp.estimate.along.Change;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.along.LlcStage;
import org.cusp.estimate.llc.LlcResult;

/** What the LLCs along a training say together, for people. */
final class AlongText {
  /** Localisations that differ by less are the same to the eye. */
  private static final double ALIKE = 1.05;

  private AlongText() {}

  static void print(Session session, List<LlcResult> results, Optional<LlcAlong> along) {
    if (along.isEmpty()) {
      return;
    }
    session.say(
        "changes are from the row above, their errors those of draws paired by chain and number");
    along.get().stages().forEach(stage -> session.say(line(stage)));
    sayGamma(session, results);
  }

  private static String line(LlcStage stage) {
    Change change = stage.change();
    return String.format(
        Locale.ROOT,
        "LLC, step %d to %d: %s, %+.3g +- %.2g",
        stage.from(),
        stage.to(),
        stage.kind(),
        change.value(),
        change.se());
  }

  private static void sayGamma(Session session, List<LlcResult> results) {
    double first = results.get(0).gamma();
    double last = results.get(results.size() - 1).gamma();
    double factor = Math.max(first, last) / Math.min(first, last);
    if (factor > ALIKE && Double.isFinite(factor)) {
      session.say(
          String.format(
              Locale.ROOT,
              "gamma goes from %.4g to %.4g along this training, which changes the LLC too; --gamma"
                  + " %.3g holds it",
              first,
              last,
              last));
    }
  }
}
