package org.cusp.rng;

/**
 * Standard normals in single precision: the same blocks and the same Box-Muller transform as {@link
 * RandomStream#normal}, with 24-bit uniforms and polynomial logarithm, sine and cosine. The SIMD
 * kernels do these operations in this order, so both give the same bits; values reach 5.9 standard
 * deviations and differ from the double-precision ones by about 1e-6.
 *
 * <p>The coefficients are Chebyshev fits made for this class; the largest errors are 8e-9 for log(1
 * + f) on [sqrt(1/2) - 1, sqrt(2) - 1], 2.1e-7 for sin(2 pi r)/r and 5.4e-8 for cos(2 pi r) for |r|
 * up to 1/8.
 */
public final class FloatNormals {
  /** log(1 + f) = f - f^2/2 + f^3 (LOG[0] + LOG[1] f + ...). */
  public static final float[] LOG = {
    0.33333325f, -0.25000292f, 0.20001844f, -0.16642688f,
    0.14194106f, -0.12959528f, 0.12762627f, -0.081980854f
  };

  /** sin(2 pi r) = r (SIN[0] + SIN[1] r^2 + ...). */
  public static final float[] SIN = {6.2831855f, -41.341663f, 81.592545f, -75.40184f};

  /** cos(2 pi r) = COS[0] + COS[1] r^2 + ... */
  public static final float[] COS = {1.0f, -19.739153f, 64.92124f, -83.59222f};

  /** The float with these bits is sqrt(1/2): where the mantissa's interval begins. */
  public static final int SQRT_HALF_BITS = 0x3F3504F3;

  public static final float LN2 = 0.6931472f;

  /** Added to a float below 2^22 it rounds it to an integer, which its low bits then hold. */
  public static final float ROUNDER = 0x1.8p23f;

  /** 2^-25: a 24-bit integer k stands for the midpoint (2k + 1) 2^-25 of its cell. */
  public static final float CELL = 0x1p-25f;

  private FloatNormals() {}

  /** Normals {@code first .. first + length - 1} of a step, into the start of {@code out}. */
  public static void fill(RandomStream stream, long step, long first, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = normal(stream, step, first + i);
    }
  }

  /** Standard normal {@code index} of step {@code step}. */
  public static float normal(RandomStream stream, long step, long index) {
    long inTile = index % RandomStream.TILE;
    int half = RandomStream.HALF_TILE;
    long bits = stream.bits(step, index / RandomStream.TILE * half + inTile % half);
    float radius = radius((int) bits);
    float turn = ((((int) (bits >>> 32)) >>> 8) * 2 + 1) * CELL;
    return radius * (inTile < half ? cosine(turn) : sine(turn));
  }

  private static float radius(int bits) {
    float u = ((bits >>> 8) * 2 + 1) * CELL;
    return (float) Math.sqrt(Math.max(0f, -2f * log(u)));
  }

  /** Natural logarithm of a positive normal float. */
  static float log(float u) {
    int shifted = Float.floatToRawIntBits(u) - SQRT_HALF_BITS;
    int exponent = shifted >> 23;
    float f = Float.intBitsToFloat((shifted & 0x7FFFFF) + SQRT_HALF_BITS) - 1f;
    float tail = polynomial(LOG, f);
    float square = f * f;
    float mantissa = Math.fma(square, Math.fma(f, tail, -0.5f), f);
    return Math.fma((float) exponent, LN2, mantissa);
  }

  /** cos(2 pi turn) for turn in [0, 1]. */
  static float cosine(float turn) {
    return quarter(turn, 1);
  }

  /** sin(2 pi turn) for turn in [0, 1]. */
  static float sine(float turn) {
    return quarter(turn, 0);
  }

  /** sin(2 pi (turn + quarters/4)): the nearest quarter is taken off, which leaves |r| <= 1/8. */
  private static float quarter(float turn, int quarters) {
    float shifted = 4f * turn + ROUNDER;
    int quadrant = Float.floatToRawIntBits(shifted) + quarters;
    float r = Math.fma(shifted - ROUNDER, -0.25f, turn);
    float square = r * r;
    float value = (quadrant & 1) == 0 ? r * polynomial(SIN, square) : polynomial(COS, square);
    return (quadrant & 2) == 0 ? value : -value;
  }

  private static float polynomial(float[] coefficients, float x) {
    float sum = coefficients[coefficients.length - 1];
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
  }
}
