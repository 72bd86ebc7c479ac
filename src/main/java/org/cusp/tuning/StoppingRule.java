package org.cusp.tuning;

import java.util.Arrays;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.diagnostics.Thresholds;
import org.cusp.run.LiveChains;

/**
 * When there are draws enough: the Monte Carlo standard error is within the precision, and R-hat
 * and the effective sample size are such that it can be believed.
 *
 * @param precision standard error over the estimate
 * @param growth by how much the number of draws grows at most before they are looked at again
 * @param ofVariance the estimate is held to the precision of at least so many times the variance of
 *     the energies
 * @param lost an estimate that is negative by so many standard errors, around what is no minimum,
 *     is held to the precision alone; infinite where all are judged alike
 */
public record StoppingRule(double precision, double growth, double ofVariance, double lost) {
  /**
   * An LLC below this is held to the precision of this one: relative errors of nothing mean
   * nothing.
   */
  private static final double SMALLEST_SCALE = 0.02;

  private static final double LARGEST_GROWTH = 4;

  /**
   * What an extrapolation from a step and half of it to none may leave of its correction: what a
   * purely quadratic bias would leave at half the step.
   */
  public static final double LEFT_OF_A_CORRECTION = 0.25;

  /** Draws are not asked to make good for a step that is too coarse: at least this share. */
  private static final double LEAST_SHARE = 0.25;

  /** The verdict's energies may differ from these by rounding, and its R-hat with them. */
  private static final double ROUNDING = 1e-6;

  /** That looks at the draws a few times only. */
  public StoppingRule(double precision) {
    this(precision, LARGEST_GROWTH, 0, Double.POSITIVE_INFINITY);
  }

  /**
   * The draws so far.
   *
   * @param value mean of the energies
   * @param se its Monte Carlo standard error
   * @param needed how many times the draws it would take to fulfil the rule, from what is known; at
   *     most 1 where it is fulfilled; NaN where nothing can be said
   */
  public record State(double value, double se, double needed) {
    /** Whether the rule is fulfilled. */
    public boolean enough() {
      return needed <= 1;
    }

    /** How many draws a chain should have next, having so many. */
    public int next(int draws) {
      return next(draws, LARGEST_GROWTH);
    }

    private int next(int draws, double growth) {
      double factor = Double.isNaN(needed) ? 2 : 1.1 * needed;
      return (int) Math.ceil(draws * Math.max(1.2, Math.min(growth, factor)));
    }
  }

  /**
   * How many draws a chain should have next, having so many.
   *
   * @param state that they are in
   */
  public int next(State state, int draws) {
    return state.next(draws, growth);
  }

  /**
   * Of the draws of some chains. While their distances from w* disagree so much that the verdict
   * would take them for on their way out, there are not enough, however settled the energies look.
   */
  public State of(LiveChains chains, int burnIn) {
    State state = of(chains.energy(), burnIn);
    if (isConstant(chains, burnIn)) {
      return new State(0, 0, 1);
    }
    if (!state.enough()) {
      return state;
    }
    double spread = Rhat.rankNormalised(finite(chains.squaredDistance(), burnIn));
    boolean onTheirWay = spread > Thresholds.RHAT_REJECTED;
    return onTheirWay ? new State(state.value(), state.se(), 2) : state;
  }

  /**
   * Of the energies nBeta (L(w) - L(w*)).
   *
   * @param all [chain][draw]
   * @param burnIn draws to leave out
   */
  public State of(double[][] all, int burnIn) {
    double[][] energy = finite(all, burnIn);
    if (energy.length == 0) {
      return new State(Double.NaN, Double.NaN, Double.NaN);
    }
    double value = Moments.mean(energy);
    double se = Mcse.mean(energy);
    double scale = ofVariance == 0 ? 0 : ofVariance * variance(energy);
    double allowed = precision * Math.max(scale, Math.max(Math.abs(value), SMALLEST_SCALE));
    double byError = se * se / (allowed * allowed);
    if (value + lost * se < 0) {
      return new State(value, se, byError);
    }
    double byEss = Thresholds.ESS_DOUBTFUL / Ess.bulk(energy);
    double rhat = Rhat.rankNormalised(energy);
    double byMixing = rhat > Thresholds.RHAT_DOUBTFUL - ROUNDING ? 2 : 0;
    double needed = Math.max(byError, Math.max(byEss, byMixing));
    return new State(value, se, Double.isNaN(rhat) ? Double.NaN : needed);
  }

  /**
   * Of draws at a step and at half of it, from which the LLC at none is extrapolated: what the
   * finer ones need, and what the error of 2 fine - coarse needs beside what the extrapolation may
   * leave, which no draws reduce. Those of the finer ones where no coarse chain is finite.
   */
  State extrapolated(State fine, State coarse) {
    if (Double.isNaN(coarse.value()) || Double.isNaN(fine.value())) {
      return fine;
    }
    double value = 2 * fine.value() - coarse.value();
    double allowed = precision * Math.max(Math.abs(value), SMALLEST_SCALE);
    double left = LEFT_OF_A_CORRECTION * (coarse.value() - fine.value());
    double square = allowed * allowed;
    double byError =
        (4 * fine.se() * fine.se() + coarse.se() * coarse.se())
            / Math.max(square - left * left, LEAST_SHARE * square);
    double se = Math.hypot(2 * fine.se(), coarse.se());
    return new State(value, se, Math.max(fine.needed(), byError));
  }

  private static double variance(double[][] energy) {
    double deviation = Moments.standardDeviation(energy);
    return deviation * deviation;
  }

  /** Chains that moved and met no other loss than that of w*: more draws add nothing. */
  private static boolean isConstant(LiveChains chains, int burnIn) {
    double[][] energy = finite(chains.energy(), burnIn);
    return energy.length == chains.size()
        && Arrays.stream(energy).flatMapToDouble(Arrays::stream).allMatch(x -> x == 0)
        && Arrays.stream(chains.squaredDistance())
            .allMatch(row -> Arrays.stream(row, burnIn, row.length).anyMatch(r -> r > 0));
  }

  private static double[][] finite(double[][] all, int burnIn) {
    return Arrays.stream(all)
        .map(row -> Arrays.copyOfRange(row, burnIn, row.length))
        .filter(row -> Arrays.stream(row).allMatch(Double::isFinite))
        .toArray(double[][]::new);
  }
}
