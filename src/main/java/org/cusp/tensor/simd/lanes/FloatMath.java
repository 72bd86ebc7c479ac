package org.cusp.tensor.simd.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.rng.FloatNormals;

/**
 * Elementary functions on vectors of floats, to about 2e-7. Polynomials are Chebyshev fits made for
 * this class. The vector module's own functions are not used: their results and their speed differ
 * between machines and Java versions.
 */
public final class FloatMath {
  /** At most 16 lanes, so that a vector fits half a tile of normals. */
  public static final VectorSpecies<Float> F =
      FloatVector.SPECIES_PREFERRED.length() <= 16
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  public static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

  public static final int LANES = F.length();

  /** 2^f = EXP2[0] + EXP2[1] f + ... on |f| <= 1/2, error 1.6e-8. */
  private static final float[] EXP2 = {
    1.0f, 0.6931472f, 0.2402265f, 0.05550327f, 0.009618025f, 0.0013400433f, 0.00015469732f
  };

  /** Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26: error 1.5e-7. */
  private static final float[] ERF = {
    0f, 0.254829592f, -0.284496736f, 1.421413741f, -1.453152027f, 1.061405429f
  };

  private static final float ERF_P = 0.3275911f;
  private static final float LOG2E = 1.442695f;
  private static final float SQRT_HALF = 0.70710677f;
  private static final float INVERSE_SQRT_TWO_PI = 0.3989423f;
  private static final int EXPONENT_BIAS = 127;
  private static final int MANTISSA_BITS = 23;

  private FloatMath() {}

  /** One step of Horner's rule; loops over coefficients would keep vectors from the registers. */
  public static FloatVector horner(FloatVector sum, FloatVector x, float coefficient) {
    return sum.fma(x, FloatVector.broadcast(F, coefficient));
  }

  /** (2^x - 1) / x. */
  private static FloatVector exp2Tail(FloatVector x) {
    FloatVector sum = FloatVector.broadcast(F, EXP2[6]);
    sum = horner(sum, x, EXP2[5]);
    sum = horner(sum, x, EXP2[4]);
    sum = horner(sum, x, EXP2[3]);
    sum = horner(sum, x, EXP2[2]);
    return horner(sum, x, EXP2[1]);
  }

  private static FloatVector erfTail(FloatVector x) {
    FloatVector sum = FloatVector.broadcast(F, ERF[5]);
    sum = horner(sum, x, ERF[4]);
    sum = horner(sum, x, ERF[3]);
    sum = horner(sum, x, ERF[2]);
    sum = horner(sum, x, ERF[1]);
    return horner(sum, x, ERF[0]);
  }

  public static FloatVector exp(FloatVector x) {
    FloatVector scaled = x.mul(LOG2E).max(-126f).min(127f);
    FloatVector shifted = scaled.add(FloatNormals.ROUNDER);
    FloatVector fraction = scaled.sub(shifted.sub(FloatNormals.ROUNDER));
    return exp2Tail(fraction).fma(fraction, FloatVector.broadcast(F, 1f)).mul(power(shifted));
  }

  /**
   * tanh x = e / (e + 2) with e = exp(2x) - 1 = 2^k (2^f - 1) + (2^k - 1), which keeps its relative
   * accuracy where x is small.
   */
  public static FloatVector tanh(FloatVector x) {
    FloatVector scaled = x.mul(2 * LOG2E).max(-60f).min(60f);
    FloatVector shifted = scaled.add(FloatNormals.ROUNDER);
    FloatVector fraction = scaled.sub(shifted.sub(FloatNormals.ROUNDER));
    FloatVector power = power(shifted);
    FloatVector growth = exp2Tail(fraction).mul(fraction).fma(power, power.sub(1f));
    return growth.div(growth.add(2f));
  }

  /** 2^k, where k is what the rounder left in the low bits; a cast would be slow before Java 19. */
  private static FloatVector power(FloatVector shifted) {
    return shifted
        .reinterpretAsInts()
        .add(EXPONENT_BIAS)
        .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
        .reinterpretAsFloats();
  }

  /** The standard normal distribution function. */
  public static FloatVector normalCdf(FloatVector x) {
    FloatVector size = x.abs().mul(SQRT_HALF);
    FloatVector t = FloatVector.broadcast(F, 1f).div(size.mul(ERF_P).add(1f));
    FloatVector upperTail = erfTail(t).mul(exp(size.mul(size).neg())).mul(0.5f);
    VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
    return FloatVector.broadcast(F, 1f).sub(upperTail).blend(upperTail, negative);
  }

  /** The standard normal density. */
  public static FloatVector normalDensity(FloatVector x) {
    return exp(x.mul(x).mul(-0.5f)).mul(INVERSE_SQRT_TWO_PI);
  }
}
