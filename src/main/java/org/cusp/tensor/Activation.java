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
  QUADRATIC,
  /** f(z) = 1 / (1 + exp(-z)). */
  SIGMOID,
  /** f(z) = z / (1 + exp(-z)), also called swish (Elfwing, Uchibe, Doya 2018). */
  SILU,
  /** f(z) = log(1 + exp z). */
  SOFTPLUS,
  /**
   * f(z) = z (1 + tanh(sqrt(2 / pi) (z + 0.044715 z^3))) / 2, the approximation of {@link #GELU} in
   * GPT-2 (Hendrycks, Gimpel 2016).
   */
  GELU_TANH,
  /** f(z) = z above 0 and z / 100 elsewhere (Maas, Hannun, Ng 2013). */
  LEAKY_RELU,
  /** f(z) = z above 0 and exp(z) - 1 elsewhere (Clevert, Unterthiner, Hochreiter 2016). */
  ELU,
  /** f(z) = min(max(z, 0), 6), with derivative 0 at both ends (Howard et al. 2017). */
  RELU6;

  /** Whether the derivative is computed from z; otherwise it is computed from f(z). */
  public boolean derivativeNeedsInput() {
    return this == GELU || this == GELU_TANH || this == QUADRATIC || this == SILU;
  }

  /** f(z) in double. */
  public double at(double z) {
    return DoubleActivations.value(this, z);
  }
}
