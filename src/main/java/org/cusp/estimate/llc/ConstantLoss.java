package org.cusp.estimate.llc;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.diagnostics.Estimate;
import org.cusp.point.PointCheck;
import org.cusp.run.Draws;
import org.cusp.verdict.Verdict;

/**
 * Chains that walked about and met no other loss than that of w*: the LLC is 0, exactly, and R-hat
 * and sample sizes, which are about a spread, do not exist. Chains that did not walk are another
 * matter.
 */
final class ConstantLoss {
  private ConstantLoss() {}

  static boolean holds(Draws draws) {
    return draws.completeChains().length == draws.plan().chains()
        && all(draws.keptDeltaLoss(), 0)
        && Arrays.stream(draws.keptSquaredDistance())
            .allMatch(chain -> Arrays.stream(chain).anyMatch(r -> r > 0));
  }

  private static boolean all(double[][] draws, double value) {
    return Arrays.stream(draws).allMatch(chain -> Arrays.stream(chain).allMatch(x -> x == value));
  }

  static Llc llc(Draws draws, Optional<PointCheck> point) {
    Estimate zero = new Estimate(0, 0, Double.NaN, Double.NaN);
    String why =
        String.format(
            Locale.ROOT,
            "the loss is constant within the reach of the localisation: all %d draws of %d chains"
                + " have the loss of w*, so the LLC is exactly 0",
            draws.plan().draws(),
            draws.plan().chains());
    return new Llc(
        zero,
        point.flatMap(check -> Lambda.of(zero, check, draws.posterior(), Optional.empty())),
        new Verdict(Verdict.Status.TRUSTED, List.of(), List.of(why)),
        Optional.empty(),
        Optional.empty(),
        point);
  }
}
