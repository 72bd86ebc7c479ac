package org.cusp.estimate.llc;

import java.util.Locale;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.WideInterval;
import org.cusp.numerics.Normal;
import org.cusp.run.Draws;
import org.cusp.tuning.StoppingRule;

/**
 * The LLC at vanishing step size from runs at a step and at half of it. The bias is linear in the
 * step size to first order, so
 *
 * <pre>LLC(0) = 2 LLC(step/2) - LLC(step),   se^2 = 4 se_fine^2 + se_coarse^2 + remaining^2</pre>
 *
 * What the next order leaves is not known; a quarter of the correction stands for it, which is what
 * a purely quadratic bias would leave at half the step.
 *
 * @param coarse at the larger step
 * @param fine at half of it
 */
public record StepExtrapolation(At coarse, At fine) {
  private static final double REMAINING = StoppingRule.LEFT_OF_A_CORRECTION;

  /** The LLC at one step size. */
  public record At(double stepSize, Estimate llc) {
    static At of(Draws draws, Estimate llc) {
      return new At(draws.plan().sampler().stepSize(), llc);
    }
  }

  /** What the finer step size still adds to the LLC. */
  public Estimate bias() {
    return new Estimate(
        coarse.llc().value() - fine.llc().value(), Math.hypot(coarse.llc().se(), fine.llc().se()));
  }

  /** The LLC at vanishing step size; R-hat and effective sample size are those of the finer run. */
  public Estimate atZero() {
    double monteCarlo = Math.hypot(2 * fine.llc().se(), coarse.llc().se());
    double remaining = REMAINING * bias().value();
    return new Estimate(
        fine.llc().value() - bias().value(),
        Math.hypot(monteCarlo, remaining),
        fine.llc().rhat(),
        fine.llc().ess());
  }

  /**
   * Where the LLC at vanishing step size may lie, from two intervals that include what has not
   * mixed. To low = 2 fine - coarse the distances from the estimate and what the extrapolation
   * leaves add up like errors; and the interval holds that of the finer step, since a bias that is
   * not linear is overcorrected.
   */
  WideInterval wide(WideInterval ofCoarse, WideInterval ofFine) {
    Estimate zero = atZero();
    double left = Normal.QUANTILE_975 * REMAINING * bias().value();
    double down =
        Math.hypot(
            Math.hypot(
                2 * (fine.llc().value() - ofFine.low()), ofCoarse.high() - coarse.llc().value()),
            left);
    double up =
        Math.hypot(
            Math.hypot(
                2 * (ofFine.high() - fine.llc().value()), coarse.llc().value() - ofCoarse.low()),
            left);
    WideInterval extrapolated =
        new WideInterval(zero.value() - down, zero.value() + up, ofFine.why());
    return extrapolated
        .and(ofFine)
        .because(
            String.format(
                Locale.ROOT,
                "the finer of two step sizes alone gives %.5g, extrapolated to none %.5g",
                fine.llc().value(),
                zero.value()));
  }

  /** What is left of the bias after the extrapolation, which its error includes. */
  public Estimate remaining() {
    return new Estimate(REMAINING * bias().value(), atZero().se());
  }
}
