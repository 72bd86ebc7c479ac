package org.cusp.cli.text;

import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.like.LikeResult;
import org.cusp.estimate.llc.LlcResult;

/** What a published recipe gives beside an LLC at its gamma and nBeta, for people. */
final class LikeText {
  private LikeText() {}

  static void print(Lines out, LlcResult result) {
    LikeResult like = result.like();
    if (like == null) {
      return;
    }
    out.say(
        "like %s: SGLD, step %.3g, gamma %.4g, nBeta %.5g, batch %d, %d chain%s of %d draws"
            + " after %d",
        like.name(),
        like.step(),
        result.gamma(),
        result.nBeta(),
        like.batch(),
        like.chains(),
        like.chains() == 1 ? "" : "s",
        like.draws(),
        like.burnIn());
    out.say("     %s", like.source());
    String found = found(like);
    out.say(found.isEmpty() ? "     " + missing(like) : "     it gives " + found);
    if (!found.isEmpty() && Double.isFinite(like.relative())) {
      Estimate off = like.difference();
      out.say(
          "     %+.4g +- %.2g (%+.0f%%) against the LLC above, which is that at the same gamma and"
              + " nBeta%s",
          off.value(),
          off.se(),
          100 * like.relative(),
          result.verdict().isTrusted()
              ? ""
              : " and " + result.verdict().status().label() + " itself");
    }
  }

  /** In a line, for a checkpoint of many. */
  static void printShort(Lines out, LlcResult result) {
    LikeResult like = result.like();
    if (like != null) {
      String found = found(like);
      out.say(
          "step %s, like %s: %s",
          result.step() == null ? "-" : Long.toString(result.step()),
          like.name(),
          found.isEmpty()
              ? missing(like)
              : found + Lines.line(" (%+.0f%%)", 100 * like.relative()));
    }
  }

  private static String missing(LikeResult like) {
    if (like.needs() == null) {
      return "it diverges here: no number";
    }
    return like.needs() < 0
        ? "no number: not even a draw in its half of the budget"
        : Lines.line(
            "no number: it takes about %.2g s here, more than half of the budget", like.needs());
  }

  /** Empty where a chain left the finite numbers. */
  private static String found(LikeResult like) {
    if (Double.isNaN(like.value())) {
      return "";
    }
    String spread =
        Double.isNaN(like.spread())
            ? ""
            : Lines.line(", standard deviation over chains %.2g", like.spread());
    return Lines.line("%.5g", like.value()) + spread;
  }
}
