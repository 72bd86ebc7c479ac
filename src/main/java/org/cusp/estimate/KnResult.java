package org.cusp.estimate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.cusp.run.Provenance;

/**
 * K_n of the parameters of a target, as it is printed and stored; the components' names are the
 * names in the JSON.
 *
 * @param quantity what the numbers are, in words
 * @param reference what they are measured against
 */
public record KnResult(
    String command,
    String target,
    String quantity,
    String reference,
    List<Row> results,
    Provenance provenance) {
  /** Said beside every number. */
  public static final String QUANTITY =
      "K_n(w) = mean over data of loss(w) - loss(reference), in nats per datum: an empirical"
          + " log-likelihood ratio, which may be negative; not a Kullback-Leibler divergence";

  /** One parameter; test is null without held-out data. */
  public record Row(
      @JsonInclude(JsonInclude.Include.NON_NULL) Long step, String point, Gap train, Gap test) {}

  /** A mean of n differences with its standard error. */
  public record Gap(double value, double se, int n) {
    static Gap of(LossGap gap) {
      return new Gap(gap.value(), gap.se(), gap.n());
    }
  }
}
