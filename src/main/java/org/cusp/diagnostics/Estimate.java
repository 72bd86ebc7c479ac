package org.cusp.diagnostics;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.cusp.numerics.Normal;

/**
 * A number with its error: the one type of all results, their text, JSON and figures. In JSON the
 * interval stands beside the components; a field that says less is marked {@link Short} or {@link
 * WithInterval}.
 *
 * @param value the estimate; NaN where there is none
 * @param se its standard error, in the unit of the value; NaN where it is not known
 * @param rhat rank-normalised split R-hat of the draws behind it; NaN where it is not from draws
 * @param ess their bulk effective sample size; likewise
 */
@JsonPropertyOrder({"value", "se", "ci95", "rhat", "ess"})
public record Estimate(double value, double se, double rhat, double ess) {
  /** In JSON the value and its standard error alone. */
  @Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
  @Retention(RetentionPolicy.RUNTIME)
  @JacksonAnnotationsInside
  @JsonIncludeProperties({"value", "se"})
  public @interface Short {}

  /** In JSON without R-hat and effective sample size. */
  @Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
  @Retention(RetentionPolicy.RUNTIME)
  @JacksonAnnotationsInside
  @JsonIncludeProperties({"value", "se", "ci95"})
  public @interface WithInterval {}

  /** A number that is not, or not only, from draws. */
  public Estimate(double value, double se) {
    this(value, se, Double.NaN, Double.NaN);
  }

  /** A number known exactly. */
  public static Estimate exactly(double value) {
    return new Estimate(value, 0);
  }

  /** The estimate of a multiple of it. */
  public Estimate times(double factor) {
    return new Estimate(factor * value, Math.abs(factor) * se, rhat, ess);
  }

  /** The interval value -+ 1.96 se. */
  @JsonProperty(value = "ci95", access = JsonProperty.Access.READ_ONLY)
  public double[] ci95() {
    return Normal.interval95(value, se);
  }
}
