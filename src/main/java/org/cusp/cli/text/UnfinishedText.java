package org.cusp.cli.text;

import java.util.List;
import java.util.Locale;
import org.cusp.cli.session.Session;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.run.Target;
import org.cusp.tuning.OutOfTime;

/** What is known where the budget of replica exchange was too small, for people. */
final class UnfinishedText {
  /** Of many temperatures so many are shown, the coldest among them. */
  private static final int SHOWN = 6;

  private UnfinishedText() {}

  static void print(Session session, Target target, String what, Unfinished known) {
    session.say(target.train().summary());
    session.say(
        line(
            "P = %d parameters, beta = %.5g, gamma = %.4g",
            known.parameters(), known.beta(), known.gamma()));
    session.say("");
    session.say(what + "  not known: the budget ended before");
    session.say(
        line(
            "     loss at the mean of the prior %.6g nats per datum%s",
            known.lossAtCentre(),
            known.accuracy() == null ? "" : line(", accuracy %.2f%%", 100 * known.accuracy())));
    temperatures(session, known.temperatures());
    if (known.wbic() != null) {
      session.say(
          line(
              "     at beta = 1/ln n: WBIC %.7g +- %.2g, lambda %.4g +- %.2g",
              known.wbic().value(),
              known.wbic().se(),
              known.lambda().value(),
              known.lambda().se()));
    }
    if (known.exactFreeEnergy() != null) {
      session.say(line("     exact F = %.8g", known.exactFreeEnergy()));
    }
    verdict(session, known);
    session.say(line("%.1f s", known.seconds()));
  }

  private static void temperatures(Session session, List<OutOfTime.Reached> reached) {
    if (reached.isEmpty()) {
      session.say("     no temperature was reached");
      return;
    }
    session.say(line("     temperatures reached: %d; the coldest, from few draws", reached.size()));
    session.say(line("     %10s %14s %10s %10s", "beta", "n (L - L(w0))", "step", "accepted"));
    for (OutOfTime.Reached rung :
        reached.subList(Math.max(0, reached.size() - SHOWN), reached.size())) {
      session.say(
          line(
              "     %10.3g %14.5g %10.2g %10.2f",
              rung.beta(), rung.energy(), rung.stepSize(), rung.acceptance()));
    }
  }

  /** One line for each of several, after the table of the others. */
  static void rows(Session session, List<Unfinished> all) {
    for (Unfinished one : all) {
      session.say(
          line(
              "%8s  not known, rejected: %s",
              one.step() == null ? "-" : one.step(), one.verdict().reasons().get(0)));
    }
  }

  private static void verdict(Session session, Unfinished known) {
    session.say("verdict: " + known.verdict().status().label());
    known.verdict().reasons().forEach(reason -> session.say("  - " + reason));
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
