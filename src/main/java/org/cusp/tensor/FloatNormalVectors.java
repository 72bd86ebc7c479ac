package org.cusp.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.cusp.rng.FloatNormals;
import org.cusp.rng.RandomStream;
import org.cusp.rng.Threefry;

/** {@link FloatNormals} on vectors: the same operations in the same order, hence the same bits. */
final class FloatNormalVectors {
  private static final int HALF_TILE = RandomStream.TILE / 2;
  private static final IntVector LANE_NUMBERS = IntVector.zero(FloatMath.I).addIndex(1);

  private FloatNormalVectors() {}

  /**
   * Normals {@code first .. first + length - 1} of a step. Whole tiles are written: {@code out} has
   * room for the length rounded up to a multiple of {@link RandomStream#TILE}.
   *
   * @param first a multiple of {@link RandomStream#TILE}
   */
  static void fill(RandomStream stream, long step, int first, float[] out, int length) {
    int key0 = (int) stream.key();
    int key1 = (int) (stream.key() >>> 32);
    for (int done = 0; done < length; done += RandomStream.TILE) {
      int block = (first + done) / RandomStream.TILE * HALF_TILE;
      for (int lane = 0; lane < HALF_TILE; lane += FloatMath.LANES) {
        fillVectors(key0, key1, (int) step, block + lane, out, done + lane);
      }
    }
  }

  private static void fillVectors(int k0, int k1, int step, int block, float[] out, int at) {
    int k2 = k0 ^ k1 ^ Threefry.PARITY;
    IntVector a = LANE_NUMBERS.add(block + k0);
    IntVector b = IntVector.broadcast(FloatMath.I, step + k1);
    a = a.add(b);
    b = rotate(b, 13).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 15).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 26).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 6).lanewise(VectorOperators.XOR, a);
    a = a.add(k1);
    b = b.add(k2 + 1);
    a = a.add(b);
    b = rotate(b, 17).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 29).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 16).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 24).lanewise(VectorOperators.XOR, a);
    a = a.add(k2);
    b = b.add(k0 + 2);
    a = a.add(b);
    b = rotate(b, 13).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 15).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 26).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 6).lanewise(VectorOperators.XOR, a);
    a = a.add(k0);
    b = b.add(k1 + 3);
    a = a.add(b);
    b = rotate(b, 17).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 29).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 16).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 24).lanewise(VectorOperators.XOR, a);
    a = a.add(k1);
    b = b.add(k2 + 4);
    a = a.add(b);
    b = rotate(b, 13).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 15).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 26).lanewise(VectorOperators.XOR, a);
    a = a.add(b);
    b = rotate(b, 6).lanewise(VectorOperators.XOR, a);
    a = a.add(k2);
    b = b.add(k0 + 5);
    boxMuller(a, b, out, at);
  }

  private static IntVector rotate(IntVector value, int bits) {
    return value
        .lanewise(VectorOperators.LSHL, bits)
        .or(value.lanewise(VectorOperators.LSHR, 32 - bits));
  }

  private static void boxMuller(IntVector a, IntVector b, float[] out, int at) {
    FloatVector radius = log(cell(a)).mul(-2f).max(0f).sqrt();
    FloatVector turn = cell(b);
    FloatVector shifted = turn.mul(4f).add(FloatNormals.ROUNDER);
    IntVector quadrant = shifted.reinterpretAsInts();
    FloatVector r =
        shifted.sub(FloatNormals.ROUNDER).fma(FloatVector.broadcast(FloatMath.F, -0.25f), turn);
    FloatVector square = r.mul(r);
    FloatVector sine = four(FloatNormals.SIN, square).mul(r);
    FloatVector cosine = four(FloatNormals.COS, square);
    IntVector odd = quadrant.and(1).neg();
    FloatVector forCosine = select(cosine, sine, odd);
    FloatVector forSine = select(sine, cosine, odd);
    radius.mul(withSign(forCosine, quadrant.add(1))).intoArray(out, at);
    radius.mul(withSign(forSine, quadrant)).intoArray(out, at + HALF_TILE);
  }

  /** The second where the mask has ones, else the first; lane masks are slow before Java 19. */
  private static FloatVector select(FloatVector first, FloatVector second, IntVector mask) {
    IntVector a = first.reinterpretAsInts();
    IntVector difference = a.lanewise(VectorOperators.XOR, second.reinterpretAsInts());
    return a.lanewise(VectorOperators.XOR, difference.and(mask)).reinterpretAsFloats();
  }

  /** The midpoint of the 24-bit cell of the interval (0, 1). */
  private static FloatVector cell(IntVector bits) {
    IntVector odd = bits.lanewise(VectorOperators.LSHR, 8).lanewise(VectorOperators.LSHL, 1).or(1);
    return ((FloatVector) odd.convertShape(VectorOperators.I2F, FloatMath.F, 0))
        .mul(FloatNormals.CELL);
  }

  /** Negated where bit 1 of the quadrant is set. */
  private static FloatVector withSign(FloatVector value, IntVector quadrant) {
    IntVector sign = quadrant.and(2).lanewise(VectorOperators.LSHL, 30);
    return value.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
  }

  private static FloatVector four(float[] coefficients, FloatVector x) {
    FloatVector sum = FloatVector.broadcast(FloatMath.F, coefficients[3]);
    sum = FloatMath.horner(sum, x, coefficients[2]);
    sum = FloatMath.horner(sum, x, coefficients[1]);
    return FloatMath.horner(sum, x, coefficients[0]);
  }

  private static FloatVector logTail(FloatVector x) {
    FloatVector sum = FloatVector.broadcast(FloatMath.F, FloatNormals.LOG[7]);
    sum = FloatMath.horner(sum, x, FloatNormals.LOG[6]);
    sum = FloatMath.horner(sum, x, FloatNormals.LOG[5]);
    sum = FloatMath.horner(sum, x, FloatNormals.LOG[4]);
    sum = FloatMath.horner(sum, x, FloatNormals.LOG[3]);
    sum = FloatMath.horner(sum, x, FloatNormals.LOG[2]);
    sum = FloatMath.horner(sum, x, FloatNormals.LOG[1]);
    return FloatMath.horner(sum, x, FloatNormals.LOG[0]);
  }

  private static FloatVector log(FloatVector u) {
    IntVector shifted = u.reinterpretAsInts().sub(FloatNormals.SQRT_HALF_BITS);
    IntVector exponent = shifted.lanewise(VectorOperators.ASHR, 23);
    FloatVector f =
        shifted.and(0x7FFFFF).add(FloatNormals.SQRT_HALF_BITS).reinterpretAsFloats().sub(1f);
    FloatVector tail = logTail(f);
    FloatVector inner = f.fma(tail, FloatVector.broadcast(FloatMath.F, -0.5f));
    FloatVector mantissa = f.mul(f).fma(inner, f);
    FloatVector scale = (FloatVector) exponent.convertShape(VectorOperators.I2F, FloatMath.F, 0);
    return scale.fma(FloatVector.broadcast(FloatMath.F, FloatNormals.LN2), mantissa);
  }
}
