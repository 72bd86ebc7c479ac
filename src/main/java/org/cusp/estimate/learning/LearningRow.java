package org.cusp.estimate.learning;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.Estimate;
import org.cusp.verdict.Verdict;

/**
 * One {@link LearningSolution} as a line of {@code rows.json}: flat, under these names. Losses are
 * in nats per datum; numbers that are not known are NaN (null in JSON).
 *
 * @param method sgd, map, bayes or gibbs
 * @param parameters P
 * @param generalisation G_n on the test data
 * @param generalisationSe over the test data
 * @param excess G_n - S with S the entropy of the truth; NaN where the truth is not known
 * @param excessSe 0 where the excess is exact
 * @param training T_n
 * @param trainingExcess T_n - S_n, S_n the loss of the truth on the same data
 * @param accuracy on the test data
 * @param variance functional variance V_n, of a posterior
 * @param lambda LLC at a trained network
 * @param lambdaSe its Monte Carlo standard error
 * @param lambdaVerdict of the LLC; null without one
 * @param surprising data whose average over draws is ruled by draws that were never made, or by
 *     few; null where nothing was averaged
 * @param note what to know of it: a verdict, how it ended
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record LearningRow(
    String method,
    LearningPoint point,
    int repeat,
    int parameters,
    double generalisation,
    double generalisationSe,
    double excess,
    double excessSe,
    double training,
    double trainingExcess,
    double accuracy,
    double variance,
    double lambda,
    double lambdaSe,
    @MayBeNull Verdict.Status lambdaVerdict,
    @MayBeNull Integer surprising,
    String note,
    double seconds) {
  /**
   * What is kept of a solution.
   *
   * @param seconds that finding it took
   */
  public static LearningRow of(LearningSolution solution, double seconds) {
    LearningSolution.Which which = solution.which();
    LearningSolution.Losses losses = solution.losses();
    Estimate lambda =
        solution
            .lambda()
            .map(LearningSolution.Coefficient::estimate)
            .orElse(LearningSolution.Losses.NOT_KNOWN);
    return new LearningRow(
        which.method().id(),
        which.point(),
        which.repeat(),
        which.parameters(),
        losses.generalisation().value(),
        losses.generalisation().se(),
        losses.excess().value(),
        losses.excess().se(),
        losses.training(),
        losses.trainingExcess(),
        losses.accuracy(),
        losses.variance(),
        lambda.value(),
        lambda.se(),
        solution.lambda().map(LearningSolution.Coefficient::verdict).orElse(null),
        solution.surprising().isPresent() ? solution.surprising().getAsInt() : null,
        solution.note(),
        seconds);
  }
}
