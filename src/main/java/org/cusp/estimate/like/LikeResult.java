package org.cusp.estimate.like;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cusp.diagnostics.Estimate;

/**
 * A field's estimate as it is stored, beside the converged one at the same gamma and nBeta, which
 * is the LLC of the result that it is part of.
 *
 * @param name of the recipe
 * @param source who published it
 * @param step of the sampler
 * @param chains of the recipe
 * @param burnIn steps of a chain that are not used
 * @param draws steps of a chain that are
 * @param batch data in a gradient
 * @param value the LLC by the recipe; NaN where it diverged
 * @param spread over its chains; NaN for one chain
 * @param difference value less the converged LLC, with the errors of both
 * @param relative difference over the converged LLC
 * @param needs seconds that the recipe would take, where the budget had no room for it; -1 where
 *     not even the first of its draws was made; absent where it ran
 */
public record LikeResult(
    String name,
    String source,
    double step,
    int chains,
    int burnIn,
    int draws,
    int batch,
    double value,
    @JsonInclude(JsonInclude.Include.ALWAYS) double spread,
    @Estimate.WithInterval Estimate difference,
    double relative,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double needs) {
  /**
   * Of an estimate.
   *
   * @param converged at the same gamma and nBeta
   */
  public static LikeResult of(Recipe recipe, int n, FieldEstimate field, Estimate converged) {
    double difference = field.value() - converged.value();
    return new LikeResult(
        recipe.name(),
        recipe.source(),
        recipe.step(),
        recipe.lengths().chains(),
        recipe.lengths().burnIn(),
        recipe.lengths().draws(),
        recipe.batchOf(n),
        field.value(),
        field.spread(),
        new Estimate(difference, Math.hypot(field.se(), converged.se())),
        difference / converged.value(),
        needs(field.needs()));
  }

  private static Double needs(double seconds) {
    if (Double.isNaN(seconds)) {
      return null;
    }
    return Double.isInfinite(seconds) ? -1 : seconds;
  }
}
