package org.cusp.cli.text;

import java.util.Locale;
import org.cusp.cli.session.Session;
import org.cusp.estimate.llc.Lambda;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.exact.ExactFacts;
import org.cusp.problem.Problem;

/** Which number of a result may be compared to a learning coefficient, and how it compares. */
final class LambdaText {
  /** Of the error of the LLC: a descent below it is not seen. */
  private static final double NOTABLE = 0.1;

  private LambdaText() {}

  static void print(Session session, Problem.Scope scope, LlcResult result) {
    LlcResult.Coefficient lambda = result.lambda();
    if (lambda != null) {
      session.say(lambda(result));
    }
    if (result.exact() != null) {
      ExactFacts exact = result.exact();
      session.say(
          line(
              "     exact lambda %s (m = %d), %s; %s",
              exact.lambda(), exact.multiplicity(), scope.label(), exact.source()));
      session.say("     " + comparison(result));
      if (lambda != null && lambda.held() > 0) {
        session.say(
            line(
                "     gamma = %.3g holds directions that these data determine, up to %.2g nats, which"
                    + " the interval of lambda allows for: a smaller --gamma",
                result.gamma(), lambda.held()));
      }
      if (lambda != null && exact.multiplicity() > 1) {
        session.say(
            line(
                "     m = %d: at this n a mean energy lies lower than lambda by about (m - 1)/ln nBeta ="
                    + " %.2g; the interval of lambda allows for 0 to twice that",
                exact.multiplicity(),
                Lambda.multiplicityTerm(exact.multiplicity(), result.nBeta())));
      }
    }
  }

  private static String lambda(LlcResult result) {
    LlcResult.Coefficient lambda = result.lambda();
    if (!isNotable(result)) {
      return line(
          "     lambda %.5g +- %.2g   95%% interval [%.5g, %.5g]: the LLC, since w* is the local"
              + " minimum",
          lambda.value(), lambda.se(), lambda.ci95()[0], lambda.ci95()[1]);
    }
    return line(
        "     lambda %.5g +- %.2g   95%% interval [%.5g, %.5g]: LLC + %.3g nats from w* down to the"
            + " local minimum",
        lambda.value(), lambda.se(), lambda.ci95()[0], lambda.ci95()[1], lambda.descent());
  }

  private static String comparison(LlcResult result) {
    LlcResult.Coefficient lambda = result.lambda();
    double exact = result.exact().lambdaValue();
    if (lambda == null) {
      return "not to be compared to the LLC where the data have noise: its reference w* is not the"
          + " minimum, and a descent was not affordable";
    }
    String holds =
        lambda.ci95()[0] <= exact && exact <= lambda.ci95()[1]
            ? "its interval holds the exact value"
            : "outside its interval";
    String apart = line("%+.2g%%, %s", 100 * (lambda.value() / exact - 1), holds);
    return isNotable(result)
        ? line(
            "compare lambda (%s), not the LLC: w* is not the minimum of these %d data",
            apart, result.n())
        : line("compare lambda, here the LLC itself (%s)", apart);
  }

  private static boolean isNotable(LlcResult result) {
    return Math.abs(result.lambda().descent()) > NOTABLE * result.llc().se();
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
