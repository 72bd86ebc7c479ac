package org.cusp.estimate.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.MayBeNull;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.LossGap;
import org.cusp.problem.law.KValue;
import org.cusp.problem.law.PopulationK;
import org.cusp.run.Provenance;

/**
 * K_n of the parameters of a target, as it is printed and stored; the components' names are the
 * names in the JSON.
 *
 * @param quantity what the numbers are, in words
 * @param reference what they are measured against
 * @param results none without a reference
 */
public record KnResult(
    String command,
    String target,
    String quantity,
    String reference,
    List<Row> results,
    Provenance provenance) {
  /** K_n of each parameter on each data set. */
  public List<EstimateOf> estimates() {
    List<EstimateOf> all = new ArrayList<>();
    for (Row row : results) {
      all.add(new EstimateOf(target, row.point(), "K_n train", row.train().estimate(), null));
      if (row.test() != null) {
        all.add(new EstimateOf(target, row.point(), "K_n held out", row.test().estimate(), null));
      }
    }
    return all;
  }

  /** Said beside every number. */
  public static final String QUANTITY =
      "K_n(w) = mean over data of loss(w) - loss(reference), in nats per datum: an empirical"
          + " log-likelihood ratio, which may be negative; not a Kullback-Leibler divergence";

  /** One parameter; test is null without held-out data, population without a known truth. */
  public record Row(
      @JsonInclude(JsonInclude.Include.NON_NULL) Long step,
      String point,
      LossGap train,
      @MayBeNull LossGap test,
      @JsonInclude(JsonInclude.Include.NON_NULL) Population population) {}

  /**
   * The mean of K_n over data sets, and how far this K_n is from it.
   *
   * @param value K(w)
   * @param se its standard error, 0 where it is not estimated
   * @param method how it was computed
   * @param meaning what it is, in words
   * @param difference K_n(w) - K(w), of either sign
   * @param standardDeviation of the difference over data sets, sqrt(Var f / n), from the true law
   * @param z the difference in standard deviations; null at the reference itself
   */
  public record Population(
      double value,
      double se,
      String method,
      String meaning,
      double difference,
      double standardDeviation,
      Double z) {
    private static final String DIVERGENCE =
        "K(w) = E K_n(w), the Kullback-Leibler divergence of the model at w from the truth: never"
            + " negative";
    private static final String EXCESS =
        "K(w) = E K_n(w), the expected loss at w less that at the reference: the model does not hold"
            + " the truth, so it may be negative";

    static Population of(PopulationK law, double[] w, LossGap gap) {
      KValue k = law.at(w);
      double difference = gap.value() - k.value();
      double variance = Math.max(0, law.variance(w)) / gap.n() + k.se() * k.se();
      double deviation = Math.sqrt(variance);
      return new Population(
          k.value(),
          k.se(),
          law.method(),
          law.isDivergence() ? DIVERGENCE : EXCESS,
          difference,
          deviation,
          deviation > 0 ? difference / deviation : null);
    }
  }
}
