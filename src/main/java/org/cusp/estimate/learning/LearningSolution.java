package org.cusp.estimate.learning;

import java.util.Optional;
import java.util.OptionalInt;
import org.cusp.diagnostics.Estimate;
import org.cusp.spec.LearningCurveSpec.Method;
import org.cusp.verdict.Verdict;

/**
 * One solution of one repeat, as it is found; {@link LearningRow} is what is kept of it.
 *
 * @param losses NaN where none could be found
 * @param lambda its LLC, where that is asked for
 * @param surprising data whose average over draws is ruled by draws that were never made, or by
 *     few; empty where nothing was averaged
 * @param note what to know of it: a verdict, how it ended
 */
public record LearningSolution(
    Which which, Losses losses, Optional<Coefficient> lambda, OptionalInt surprising, String note) {
  /**
   * Which solution it is.
   *
   * @param parameters P
   */
  public record Which(Method method, LearningPoint point, int repeat, int parameters) {}

  /**
   * In nats per datum.
   *
   * @param generalisation G_n on the test data, with its error over them
   * @param excess G_n - S with S the entropy of the truth; error 0 where it is exact
   * @param training T_n
   * @param trainingExcess T_n - S_n, S_n the loss of the truth on the same data
   * @param accuracy on the test data
   * @param variance functional variance V_n, of a posterior
   */
  public record Losses(
      Estimate generalisation,
      Estimate excess,
      double training,
      double trainingExcess,
      double accuracy,
      double variance) {
    static final Estimate NOT_KNOWN = new Estimate(Double.NaN, Double.NaN);
    static final Losses NONE =
        new Losses(NOT_KNOWN, NOT_KNOWN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** An LLC with its Monte Carlo standard error. */
  public record Coefficient(Estimate estimate, Verdict.Status verdict) {}

  /** A solution that could not be found. */
  static LearningSolution none(Which which, String why) {
    return of(which, Losses.NONE, why);
  }

  /** Without an LLC, and with nothing averaged. */
  public static LearningSolution of(Which which, Losses losses, String note) {
    return new LearningSolution(which, losses, Optional.empty(), OptionalInt.empty(), note);
  }

  LearningSolution withLambda(Coefficient found, String newNote) {
    return new LearningSolution(which, losses, Optional.of(found), surprising, newNote);
  }

  LearningSolution withSurprising(int data) {
    return new LearningSolution(which, losses, lambda, OptionalInt.of(data), note);
  }
}
