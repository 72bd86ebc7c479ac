package org.cusp.tensor.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.tensor.Activation;
import org.cusp.tensor.DoubleActivations;
import org.cusp.tensor.simd.lanes.FloatMath;

/** Activations and their derivatives on a block of floats, in place. */
final class FloatActivations {
  private static final VectorSpecies<Float> F = FloatMath.F;

  private static final float LEAK = 0.01f;
  private static final float GELU_CUBIC = 0.044715f;
  private static final float GELU_SLOPE = 0.7978846f;

  /** Three times both. */
  private static final float GELU_CURVE = 0.10703222f;

  private FloatActivations() {}

  static void apply(Activation f, float[] z, int length) {
    switch (f) {
      case IDENTITY -> {}
      case TANH -> tanh(z, length);
      case RELU -> relu(z, length);
      case GELU -> gelu(z, length);
      case QUADRATIC -> square(z, length);
      case SIGMOID, SILU -> sigmoidTimes(f, z, length);
      case SOFTPLUS -> softplus(z, length);
      case GELU_TANH -> geluTanh(z, length);
      case LEAKY_RELU -> leakyRelu(z, length);
      case ELU -> elu(z, length);
      case RELU6 -> relu6(z, length);
    }
  }

  /** delta *= f'; {@code saved} is z where the derivative needs it, else f(z). */
  static void backward(Activation f, float[] delta, float[] saved, int length) {
    switch (f) {
      case IDENTITY -> {}
      case TANH -> tanhBackward(delta, saved, length);
      case RELU -> reluBackward(delta, saved, length);
      case GELU -> geluBackward(delta, saved, length);
      case QUADRATIC -> squareBackward(delta, saved, length);
      case SIGMOID -> sigmoidBackward(delta, saved, length);
      case SILU -> siluBackward(delta, saved, length);
      case SOFTPLUS -> softplusBackward(delta, saved, length);
      case GELU_TANH -> geluTanhBackward(delta, saved, length);
      case LEAKY_RELU -> leakyReluBackward(delta, saved, length);
      case ELU -> eluBackward(delta, saved, length);
      case RELU6 -> relu6Backward(delta, saved, length);
    }
  }

  private static void relu(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = Math.max(z[i], 0f);
    }
  }

  /** With a mask: on a branch, a processor guesses wrong for half of the numbers. */
  private static void reluBackward(float[] delta, float[] saved, int length) {
    int i = 0;
    for (; i + FloatMath.LANES <= length; i += FloatMath.LANES) {
      var positive = FloatVector.fromArray(F, saved, i).compare(VectorOperators.GT, 0f);
      FloatVector.zero(F).blend(FloatVector.fromArray(F, delta, i), positive).intoArray(delta, i);
    }
    for (; i < length; i++) {
      delta[i] = saved[i] > 0 ? delta[i] : 0f;
    }
  }

  private static void leakyRelu(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = Math.max(z[i], LEAK * z[i]);
    }
  }

  private static void leakyReluBackward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < rounded(length); i += F.length()) {
      var positive = FloatVector.fromArray(F, saved, i).compare(VectorOperators.GT, 0f);
      FloatVector whole = FloatVector.fromArray(F, delta, i);
      whole.mul(LEAK).blend(whole, positive).intoArray(delta, i);
    }
  }

  private static void relu6(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = Math.min(Math.max(z[i], 0f), 6f);
    }
  }

  private static void relu6Backward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < rounded(length); i += F.length()) {
      FloatVector a = FloatVector.fromArray(F, saved, i);
      var inside = a.compare(VectorOperators.GT, 0f).and(a.compare(VectorOperators.LT, 6f));
      FloatVector.zero(F).blend(FloatVector.fromArray(F, delta, i), inside).intoArray(delta, i);
    }
  }

  private static void square(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] *= z[i];
    }
  }

  private static void squareBackward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= 2f * saved[i];
    }
  }

  private static void tanhBackward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= 1f - saved[i] * saved[i];
    }
  }

  private static void tanh(float[] z, int length) {
    for (int i = 0; i < rounded(length); i += F.length()) {
      FloatMath.tanh(FloatVector.fromArray(F, z, i)).intoArray(z, i);
    }
  }

  private static void gelu(float[] z, int length) {
    for (int i = 0; i < rounded(length); i += F.length()) {
      FloatVector x = FloatVector.fromArray(F, z, i);
      x.mul(FloatMath.normalCdf(x)).intoArray(z, i);
    }
  }

  private static void geluBackward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < rounded(length); i += F.length()) {
      FloatVector x = FloatVector.fromArray(F, saved, i);
      FloatVector slope = x.fma(FloatMath.normalDensity(x), FloatMath.normalCdf(x));
      FloatVector.fromArray(F, delta, i).mul(slope).intoArray(delta, i);
    }
  }

  private static FloatVector tanhOfGelu(FloatVector x, FloatVector square) {
    return FloatMath.tanh(square.mul(GELU_CUBIC).fma(x, x).mul(GELU_SLOPE));
  }

  private static void geluTanh(float[] z, int length) {
    for (int i = 0; i < rounded(length); i += F.length()) {
      FloatVector x = FloatVector.fromArray(F, z, i);
      x.mul(0.5f).mul(tanhOfGelu(x, x.mul(x)).add(1f)).intoArray(z, i);
    }
  }

  /** (1 + t) / 2 + z / 2 (1 - t^2) u' with t = tanh u. */
  private static void geluTanhBackward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < rounded(length); i += F.length()) {
      FloatVector x = FloatVector.fromArray(F, saved, i);
      FloatVector square = x.mul(x);
      FloatVector t = tanhOfGelu(x, square);
      FloatVector inner =
          square.fma(FloatVector.broadcast(F, GELU_CURVE), FloatVector.broadcast(F, GELU_SLOPE));
      FloatVector rising = x.mul(0.5f).mul(t.mul(t).neg().add(1f));
      FloatVector slope = rising.fma(inner, t.add(1f).mul(0.5f));
      FloatVector.fromArray(F, delta, i).mul(slope).intoArray(delta, i);
    }
  }

  /** sigmoid(z) = 1 / (1 + exp(-z)), for SiLU times z. */
  private static void sigmoidTimes(Activation f, float[] z, int length) {
    for (int i = 0; i < rounded(length); i += F.length()) {
      FloatVector x = FloatVector.fromArray(F, z, i);
      FloatVector s = sigmoid(x);
      (f == Activation.SILU ? s.mul(x) : s).intoArray(z, i);
    }
  }

  private static FloatVector sigmoid(FloatVector z) {
    return FloatVector.broadcast(F, 1f).div(FloatMath.exp(z.neg()).add(1f));
  }

  private static void sigmoidBackward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= saved[i] * (1f - saved[i]);
    }
  }

  private static void siluBackward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < rounded(length); i += F.length()) {
      FloatVector z = FloatVector.fromArray(F, saved, i);
      FloatVector s = sigmoid(z);
      FloatVector slope = s.mul(z.mul(s.neg().add(1f)).add(1f));
      FloatVector.fromArray(F, delta, i).mul(slope).intoArray(delta, i);
    }
  }

  // Java has no vector log1p and expm1; in float the cost of these is of little account.
  private static void elu(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = (float) DoubleActivations.value(Activation.ELU, z[i]);
    }
  }

  private static void eluBackward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= saved[i] > 0 ? 1f : saved[i] + 1f;
    }
  }

  private static void softplus(float[] z, int length) {
    for (int i = 0; i < length; i++) {
      z[i] = (float) DoubleActivations.value(Activation.SOFTPLUS, z[i]);
    }
  }

  private static void softplusBackward(float[] delta, float[] saved, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] *= (float) DoubleActivations.derivative(Activation.SOFTPLUS, saved[i]);
    }
  }

  /** Blocks are whole vectors long, so the last vector may run over the end of the data. */
  private static int rounded(int length) {
    return (length + F.length() - 1) / F.length() * F.length();
  }
}
