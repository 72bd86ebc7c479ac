package org.cusp.tensor;

import org.apache.commons.math3.special.Erf;

/** Activations and their derivatives on a block of doubles, in place. */
public final class DoubleActivations {
  private static final double SQRT_TWO = Math.sqrt(2);

  /** Of the argument of tanh in {@link Activation#GELU_TANH}, and how much its cube counts. */
  private static final double SLOPE = Math.sqrt(2 / Math.PI);

  private static final double CUBIC = 0.044715;

  /** Of {@link Activation#LEAKY_RELU} below 0. */
  private static final double LEAK = 0.01;

  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

  private DoubleActivations() {}

  public static void apply(Activation f, double[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = value(f, z[i]);
    }
  }

  /** delta *= f'; {@code saved} is z where the derivative needs it, else f(z). */
  public static void backward(Activation f, double[] delta, double[] saved, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= derivative(f, saved[i]);
    }
  }

  public static double value(Activation f, double z) {
    return switch (f) {
      case IDENTITY -> z;
      case TANH -> RealFunctions.tanh(z);
      case RELU -> Math.max(z, 0);
      case GELU -> z * normalCdf(z);
      case QUADRATIC -> z * z;
      case SIGMOID -> sigmoid(z);
      case SILU -> z * sigmoid(z);
      // The larger of z and 0 taken out, so that exp cannot overflow.
      case SOFTPLUS -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      case LEAKY_RELU -> z > 0 ? z : LEAK * z;
      case ELU -> z > 0 ? z : Math.expm1(z);
      case RELU6 -> Math.min(Math.max(z, 0), 6);
      case GELU_TANH -> z / 2 * (1 + RealFunctions.tanh(SLOPE * z * (1 + CUBIC * z * z)));
    };
  }

  /** The derivative, from z where it needs that, else from f(z). */
  public static double derivative(Activation f, double saved) {
    return switch (f) {
      case IDENTITY -> 1;
      case TANH -> 1 - saved * saved;
      case RELU -> saved > 0 ? 1 : 0;
      case GELU -> normalCdf(saved) + saved * Math.exp(-saved * saved / 2) / SQRT_TWO_PI;
      case QUADRATIC -> 2 * saved;
      case SIGMOID -> saved * (1 - saved);
      case SILU -> siluSlope(saved);
      // f'(z) = sigmoid(z) = 1 - exp(-f(z)).
      case SOFTPLUS -> -Math.expm1(-saved);
      case LEAKY_RELU -> saved > 0 ? 1 : LEAK;
      // Below 0: f'(z) = exp z = f(z) + 1.
      case ELU -> saved > 0 ? 1 : saved + 1;
      case RELU6 -> saved > 0 && saved < 6 ? 1 : 0;
      case GELU_TANH -> geluTanhSlope(saved);
    };
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double siluSlope(double z) {
    double s = sigmoid(z);
    return s * (1 + z * (1 - s));
  }

  private static double geluTanhSlope(double z) {
    double t = RealFunctions.tanh(SLOPE * z * (1 + CUBIC * z * z));
    return (1 + t) / 2 + z / 2 * (1 - t * t) * SLOPE * (1 + 3 * CUBIC * z * z);
  }

  private static double normalCdf(double x) {
    return 0.5 * Erf.erfc(-x / SQRT_TWO);
  }
}
