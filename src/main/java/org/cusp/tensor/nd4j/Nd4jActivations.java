package org.cusp.tensor.nd4j;

import org.cusp.tensor.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Expm1;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Activations and their derivatives by operations on whole arrays. */
final class Nd4jActivations {
  private static final double LEAK = 0.01;
  private static final double SQRT_TWO = Math.sqrt(2);
  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

  private Nd4jActivations() {}

  static INDArray value(Activation f, INDArray z) {
    return switch (f) {
      case IDENTITY -> z;
      case TANH -> Transforms.tanh(z, true);
      case RELU -> Transforms.relu(z, true);
      case GELU -> z.mul(normalCdf(z));
      case QUADRATIC -> z.mul(z);
      case SIGMOID -> Transforms.sigmoid(z, true);
      case SILU -> Transforms.sigmoid(z, true).muli(z);
      case SOFTPLUS -> softplus(z);
      case LEAKY_RELU -> Transforms.max(z, z.mul(LEAK), true);
      case ELU -> below(z).addi(Transforms.relu(z, true));
      case RELU6 -> Transforms.min(Transforms.relu(z, true), 6, false).addi(notNumbers(z));
      case GELU_TANH -> tanhOfGelu(z).addi(1).muli(z).muli(0.5);
    };
  }

  static INDArray derivative(Activation f, INDArray saved) {
    return switch (f) {
      case IDENTITY -> Nd4j.onesLike(saved);
      case TANH -> saved.mul(saved).rsubi(1);
      case RELU -> positive(saved);
      case GELU -> normalCdf(saved).addi(saved.mul(normalDensity(saved)));
      case QUADRATIC -> saved.mul(2);
      case SIGMOID -> saved.rsub(1).muli(saved);
      case SILU -> siluSlope(saved);
      case SOFTPLUS -> Transforms.exp(saved.neg(), false).rsubi(1);
      case LEAKY_RELU -> positive(saved).muli(1 - LEAK).addi(LEAK);
      case ELU -> Transforms.min(saved, 0, true).addi(1);
      case RELU6 -> positive(saved).muli(saved.lt(6).castTo(saved.dataType()));
      case GELU_TANH -> geluTanhSlope(saved);
    };
  }

  /** NaN where z is, else 0: the lesser of NaN and 6 is 6 to ND4J. */
  private static INDArray notNumbers(INDArray z) {
    return Nd4j.zerosLike(z).divi(z.isNaN().castTo(z.dataType()).rsubi(1));
  }

  private static INDArray positive(INDArray saved) {
    return saved.gt(0).castTo(saved.dataType());
  }

  /** exp(min(z, 0)) - 1. */
  private static INDArray below(INDArray z) {
    return Nd4j.exec(new Expm1(Transforms.min(z, 0, true), z.ulike()));
  }

  /** max(z, 0) + log(1 + exp(-|z|)). */
  private static INDArray softplus(INDArray z) {
    INDArray tail = Transforms.exp(Transforms.abs(z, true).negi(), false).addi(1);
    return Transforms.log(tail, false).addi(Transforms.relu(z, true));
  }

  /** s (1 + z (1 - s)) with s = sigmoid(z). */
  private static INDArray siluSlope(INDArray z) {
    INDArray s = Transforms.sigmoid(z, true);
    return s.rsub(1).muli(z).addi(1).muli(s);
  }

  /** tanh(sqrt(2 / pi) (z + 0.044715 z^3)). */
  private static INDArray tanhOfGelu(INDArray z) {
    INDArray inner = z.mul(z).muli(0.044715).addi(1).muli(z).muli(Math.sqrt(2 / Math.PI));
    return Transforms.tanh(inner, false);
  }

  /** (1 + t) / 2 + z / 2 (1 - t^2) u', u being what t is tanh of. */
  private static INDArray geluTanhSlope(INDArray z) {
    INDArray t = tanhOfGelu(z);
    INDArray inner = z.mul(z).muli(3 * 0.044715).addi(1).muli(Math.sqrt(2 / Math.PI));
    return t.mul(t).rsubi(1).muli(z).muli(inner).addi(t).addi(1).muli(0.5);
  }

  private static INDArray normalCdf(INDArray x) {
    return Nd4j.exec(new Erf(x.div(SQRT_TWO), x.ulike())).addi(1).muli(0.5);
  }

  private static INDArray normalDensity(INDArray x) {
    return Transforms.exp(x.mul(x).muli(-0.5), false).divi(SQRT_TWO_PI);
  }
}
