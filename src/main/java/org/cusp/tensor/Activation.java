package org.cusp.tensor;

/** The nonlinearity of a layer, applied to each entry. */
public enum Activation {
  /** f(z) = z. */
  IDENTITY,
  /** f(z) = tanh z. */
  TANH,
  /** f(z) = max(z, 0), with derivative 0 at 0. */
  RELU,
  /** f(z) = z Phi(z), Phi the standard normal distribution function (Hendrycks, Gimpel 2016). */
  GELU,
  /** f(z) = z^2. */
  QUADRATIC;

  /** Whether the derivative is computed from z; otherwise it is computed from f(z). */
  public boolean derivativeNeedsInput() {
    return this == GELU || this == QUADRATIC;
  }
}
