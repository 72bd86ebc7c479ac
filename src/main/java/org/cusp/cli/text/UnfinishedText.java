package org.cusp.cli.text;

import java.util.List;
import org.cusp.estimate.criteria.Unfinished;
import org.cusp.run.Target;
import org.cusp.tuning.OutOfTime;

/** What is known where the budget of replica exchange was too small, for people. */
final class UnfinishedText {
  /** Of many temperatures so many are shown, the coldest among them. */
  private static final int SHOWN = 6;

  private UnfinishedText() {}

  static void print(Lines out, Target target, String what, Unfinished known) {
    out.say(target.train().summary());
    out.say(
        "P = %d parameters, beta = %.5g, gamma = %.4g",
        known.parameters(), known.beta(), known.gamma());
    out.say("");
    out.say(what + "  not known: the budget ended before");
    out.say(
        "     loss at the mean of the prior %.6g nats per datum%s",
        known.lossAtCentre(),
        known.accuracy() == null ? "" : Lines.line(", accuracy %.2f%%", 100 * known.accuracy()));
    temperatures(out, known.temperatures());
    if (known.wbic() != null) {
      out.say(
          "     at beta = 1/ln n: WBIC %.7g +- %.2g, lambda %.4g +- %.2g",
          known.wbic().value(), known.wbic().se(), known.lambda().value(), known.lambda().se());
    }
    if (known.exactFreeEnergy() != null) {
      out.say("     exact F = %.8g", known.exactFreeEnergy());
    }
    out.verdict(known.verdict());
    out.say("%.1f s", known.seconds());
  }

  private static void temperatures(Lines out, List<OutOfTime.Reached> reached) {
    if (reached.isEmpty()) {
      out.say("     no temperature was reached");
      return;
    }
    out.say("     temperatures reached: %d; the coldest, from few draws", reached.size());
    out.say("     %10s %14s %10s %10s", "beta", "n (L - L(w0))", "step", "accepted");
    for (OutOfTime.Reached rung :
        reached.subList(Math.max(0, reached.size() - SHOWN), reached.size())) {
      out.say(
          "     %10.3g %14.5g %10.2g %10.2f",
          rung.beta(), rung.energy(), rung.stepSize(), rung.acceptance());
    }
  }

  /** One line for each of several, after the table of the others. */
  static void rows(Lines out, List<Unfinished> all) {
    for (Unfinished one : all) {
      out.say(
          "%8s  not known, rejected: %s",
          one.step() == null ? "-" : one.step(), one.verdict().reasons().get(0));
    }
  }
}
