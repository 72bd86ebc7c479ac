package org.cusp.foreign.plan;

/**
 * What a file may leave open.
 *
 * @param activation as a layer is named
 * @param eps of batch normalisations
 */
public record Open(String activation, double eps) {
  /** Where nothing was said. */
  public static final Open USUAL = new Open("relu", 1e-5);
}
