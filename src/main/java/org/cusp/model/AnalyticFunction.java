package org.cusp.model;

import org.cusp.model.likelihood.Density;
import org.cusp.model.likelihood.Likelihood;

/**
 * The outputs of a small model for one datum, and their derivatives, in plain double loops. A value
 * without memory: many threads use it at once.
 *
 * <p>Under a {@link Likelihood.Gaussian} likelihood the outputs are the means of the targets and y
 * is ignored; under a {@link Density} the one output is log p(y | x, w).
 */
public interface AnalyticFunction {
  /**
   * The outputs for one datum.
   *
   * @param w the parameters
   * @param x the inputs
   * @param y the targets
   * @param out (Output)
   */
  void outputs(double[] w, double[] x, double[] y, double[] out);

  /**
   * Adds {@code sum_k cotangent_k d out_k / dw} to the gradient.
   *
   * @param cotangent one number for each output
   * @param gradient (Modified)
   */
  void addGradient(double[] w, double[] x, double[] y, double[] cotangent, double[] gradient);

  /** Whether the outputs are M(w) x for some matrix M(w). */
  default boolean isLinearInInputs() {
    return false;
  }
}
