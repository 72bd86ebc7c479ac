package org.cusp.estimate;

import org.cusp.numerics.Digest;
import org.cusp.run.Target;

/**
 * What an estimate is about, by content: a stored one answers only for the same data, model and
 * weights, whatever their files are called.
 *
 * @param data SHA-256 of the data, see {@link org.cusp.data.DataSet#fingerprint}
 * @param model the law of the data and its number format
 * @param weights SHA-256 of w*, 8 bytes a number, highest byte first
 */
public record Inputs(String data, String model, String weights) {
  /**
   * Of one parameter of a target.
   *
   * @param data the fingerprint of the target's data, which all its points share
   */
  public static Inputs of(Target target, String data, double[] w) {
    return new Inputs(data, target.model() + ", " + target.precision(), new Digest().add(w).text());
  }
}
