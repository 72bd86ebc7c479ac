package org.cusp.cli.text;

import java.util.stream.Collectors;
import org.cusp.estimate.llc.Lambda;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.exact.ExactFacts;
import org.cusp.problem.Problem;

/** Which number of a result may be compared to a learning coefficient, and how it compares. */
final class LambdaText {
  /** Of the error of the LLC: a correction below it is not seen. */
  private static final double NOTABLE = 0.1;

  /** Of lambda: what gamma may hold beyond it is no detail of the interval. */
  private static final double HELD = 0.05;

  /** Of lambda: what a gamma may hold that lets go. */
  private static final double LET_GO = 0.01;

  private LambdaText() {}

  static void print(Lines out, Problem.Scope scope, LlcResult result) {
    LlcResult.Coefficient lambda = result.lambda();
    if (lambda != null) {
      out.say(lambda(result));
      if (lambda.temperatures() != null) {
        out.say("     " + temperatures(result));
      }
    }
    if (result.exact() == null) {
      return;
    }
    ExactFacts exact = result.exact();
    out.say(
        "     exact lambda %s (m = %d), %s; %s",
        exact.lambda(), exact.multiplicity(), scope.label(), exact.source());
    out.say("     " + comparison(result));
    if (lambda != null && exact.multiplicity() > 1) {
      out.say(
          "     m = %d: at this n a mean energy lies lower by about (m - 1)/ln nBeta = %.2g, which is"
              + " added to lambda; its interval allows for 0 to twice that",
          exact.multiplicity(), logLog(result));
    }
  }

  private static String lambda(LlcResult result) {
    LlcResult.Coefficient lambda = result.lambda();
    return Lines.line(
        "     lambda %.5g +- %.2g   95%% interval [%.5g, %.5g]: %s",
        lambda.value(), lambda.se(), lambda.ci95()[0], lambda.ci95()[1], way(result));
  }

  /** What each gives, and whose value lambda is. */
  private static String temperatures(LlcResult result) {
    LlcResult.Coefficient lambda = result.lambda();
    String seen =
        lambda.temperatures().seen().stream()
            .map(
                at ->
                    Lines.line(
                        "%.4g +- %.2g at %.3g nBeta",
                        at.value(), at.se(), at.nBeta() / result.nBeta()))
            .collect(Collectors.joining(", "));
    String why =
        lambda.at(result.nBeta()) == result.nBeta()
            ? "the same but for the errors, so that gamma holds little"
            : Lines.line(
                "gamma held the rest; lambda is that at %.3g nBeta",
                lambda.at(result.nBeta()) / result.nBeta());
    return seen + ": " + why;
  }

  private static String way(LlcResult result) {
    LlcResult.Coefficient lambda = result.lambda();
    if (lambda.way() == Lambda.Way.POPULATION) {
      return "(nBeta/2) (E[K] + E[K_n]) with the population's K, where the luck of these data"
          + " cancels";
    }
    return isNotable(result)
        ? Lines.line("LLC + %.3g nats from w* down to the local minimum", lambda.correction())
        : "the LLC, since w* is the local minimum";
  }

  private static String comparison(LlcResult result) {
    LlcResult.Coefficient lambda = result.lambda();
    double exact = result.exact().lambdaValue();
    if (lambda == null) {
      return "not to be compared to the LLC" + reason(result);
    }
    boolean holds = lambda.ci95()[0] <= exact && exact <= lambda.ci95()[1];
    String where =
        holds
            ? "its interval holds the exact value"
            : Lines.line(
                "outside its interval, which is of the mean energy at n = %d: in a singular model it"
                    + " comes to its limit slowly",
                result.n());
    if (isHeld(lambda)) {
      return Lines.line(
          "not to be compared at gamma = %.3g, which holds up to %.2g nats that more data would"
              + " determine: lambda is between %.4g and %.4g (%s); --gamma %.2g would let go",
          result.gamma(),
          lambda.held(),
          lambda.ci95()[0],
          lambda.ci95()[1],
          where,
          result.gamma() * LET_GO * lambda.value() / lambda.held());
    }
    String apart = Lines.line("%+.2g%%, %s", 100 * (lambda.value() / exact - 1), where);
    return isNotable(result) || logLog(result) > 0
        ? Lines.line("compare lambda (%s), not the LLC%s", apart, why(result))
        : Lines.line("compare lambda, here the LLC itself (%s)", apart);
  }

  /** By the population's K it is not known whether w* is the minimum of these data. */
  private static String why(LlcResult result) {
    if (!isNotable(result)) {
      return ": the log log term is taken out";
    }
    return result.lambda().way() == Lambda.Way.POPULATION
        ? Lines.line(", which has the luck of these %d data in it", result.n())
        : Lines.line(": w* is not the minimum of these %d data", result.n());
  }

  private static double logLog(LlcResult result) {
    return result.exact() == null
        ? 0
        : Lambda.multiplicityTerm(
            result.exact().multiplicity(), result.lambda().at(result.nBeta()));
  }

  private static String reason(LlcResult result) {
    if (Double.isNaN(result.llc().value())) {
      return ": there is none";
    }
    if (result.point() != null) {
      return ": the loss or its gradient is not finite next to w*";
    }
    return " where the data have noise: its reference w* is then not the minimum, and there was no"
        + " time to look for it";
  }

  /** Beyond the error, and not little. */
  private static boolean isHeld(LlcResult.Coefficient lambda) {
    return lambda.held() > Math.max(2 * lambda.se(), HELD * Math.abs(lambda.value()));
  }

  private static boolean isNotable(LlcResult result) {
    return Math.abs(result.lambda().correction()) > NOTABLE * result.llc().se();
  }
}
