package org.cusp.tensor.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.cusp.rng.FloatNormals;
import org.cusp.rng.RandomStream;
import org.cusp.rng.Threefry;
import org.cusp.tensor.simd.lanes.FloatMath;

/**
 * {@link FloatNormals} on vectors: the same operations in the same order, hence the same bits.
 *
 * <p>The work is done in stages over a block, each a short loop: in one long loop the compiler
 * gives up inlining and boxes every vector, which is ten times slower (measured: 2.2 against 22 ns
 * a normal). For the same reason there are no lane masks and no casts from float to int, which have
 * no instructions before Java 19.
 */
public final class FloatNormalVectors {
  private static final int HALF_TILE = RandomStream.TILE / 2;
  private static final IntVector LANE_NUMBERS = IntVector.zero(FloatMath.I).addIndex(1);
  private static final int ROTATIONS_OF_A_GROUP = 4;

  private final int[] left;
  private final int[] right;
  private final float[] radius;

  /**
   * @param capacity the longest block, a multiple of {@link RandomStream#TILE}
   */
  public FloatNormalVectors(int capacity) {
    left = new int[capacity / 2];
    right = new int[capacity / 2];
    radius = new float[capacity / 2];
  }

  /**
   * Normals {@code first .. first + length - 1} of a step. Whole tiles are written: {@code out} has
   * room for the length rounded up to a multiple of {@link RandomStream#TILE}.
   *
   * @param first a multiple of {@link RandomStream#TILE}
   */
  public void fill(RandomStream stream, long step, int first, float[] out, int length) {
    int blocks = (length + RandomStream.TILE - 1) / RandomStream.TILE * HALF_TILE;
    threefry(stream.key(), (int) step, first / RandomStream.TILE * HALF_TILE, blocks);
    radii(blocks);
    normals(out, blocks);
  }

  private void threefry(long key, int step, int firstBlock, int blocks) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int[] keys = {k0, k1, k0 ^ k1 ^ Threefry.PARITY};
    counters(firstBlock + k0, step + k1, blocks);
    for (int group = 1; group <= Threefry.ROUNDS / ROTATIONS_OF_A_GROUP; group++) {
      int round = ROTATIONS_OF_A_GROUP * (group - 1);
      fourRounds(
          blocks,
          Threefry.rotation(round),
          Threefry.rotation(round + 1),
          Threefry.rotation(round + 2),
          Threefry.rotation(round + 3),
          keys[group % 3],
          keys[(group + 1) % 3] + group);
    }
  }

  private void counters(int low, int high, int blocks) {
    for (int i = 0; i < blocks; i += FloatMath.LANES) {
      LANE_NUMBERS.add(low + i).intoArray(left, i);
      IntVector.broadcast(FloatMath.I, high).intoArray(right, i);
    }
  }

  private void fourRounds(int blocks, int r0, int r1, int r2, int r3, int keyA, int keyB) {
    for (int i = 0; i < blocks; i += FloatMath.LANES) {
      IntVector a = IntVector.fromArray(FloatMath.I, left, i);
      IntVector b = IntVector.fromArray(FloatMath.I, right, i);
      a = a.add(b);
      b = rotate(b, r0).lanewise(VectorOperators.XOR, a);
      a = a.add(b);
      b = rotate(b, r1).lanewise(VectorOperators.XOR, a);
      a = a.add(b);
      b = rotate(b, r2).lanewise(VectorOperators.XOR, a);
      a = a.add(b);
      b = rotate(b, r3).lanewise(VectorOperators.XOR, a);
      a.add(keyA).intoArray(left, i);
      b.add(keyB).intoArray(right, i);
    }
  }

  private static IntVector rotate(IntVector value, int bits) {
    return value
        .lanewise(VectorOperators.LSHL, bits)
        .or(value.lanewise(VectorOperators.LSHR, 32 - bits));
  }

  /** sqrt(-2 log u). */
  private void radii(int blocks) {
    for (int i = 0; i < blocks; i += FloatMath.LANES) {
      FloatVector u = cell(IntVector.fromArray(FloatMath.I, left, i));
      IntVector shifted = u.reinterpretAsInts().sub(FloatNormals.SQRT_HALF_BITS);
      FloatVector exponent = toFloat(shifted.lanewise(VectorOperators.ASHR, 23));
      FloatVector f =
          shifted.and(0x7FFFFF).add(FloatNormals.SQRT_HALF_BITS).reinterpretAsFloats().sub(1f);
      FloatVector inner = FloatMath.horner(logTail(f), f, -0.5f);
      FloatVector mantissa = f.mul(f).fma(inner, f);
      FloatVector log =
          exponent.fma(FloatVector.broadcast(FloatMath.F, FloatNormals.LN2), mantissa);
      log.mul(-2f).max(0f).sqrt().intoArray(radius, i);
    }
  }

  /** Radius times cosine and sine of the angle, half a tile each. */
  private void normals(float[] out, int blocks) {
    for (int i = 0; i < blocks; i += FloatMath.LANES) {
      FloatVector turn = cell(IntVector.fromArray(FloatMath.I, right, i));
      FloatVector shifted = turn.mul(4f).add(FloatNormals.ROUNDER);
      IntVector quadrant = shifted.reinterpretAsInts();
      FloatVector quarters = shifted.sub(FloatNormals.ROUNDER);
      FloatVector r = quarters.fma(FloatVector.broadcast(FloatMath.F, -0.25f), turn);
      FloatVector square = r.mul(r);
      IntVector sine = r.mul(four(FloatNormals.SIN, square)).reinterpretAsInts();
      IntVector cosine = four(FloatNormals.COS, square).reinterpretAsInts();
      IntVector swap = sine.lanewise(VectorOperators.XOR, cosine).and(quadrant.and(1).neg());
      FloatVector size = FloatVector.fromArray(FloatMath.F, radius, i);
      int at = i / HALF_TILE * RandomStream.TILE + i % HALF_TILE;
      IntVector forCosine = cosine.lanewise(VectorOperators.XOR, swap);
      IntVector forSine = sine.lanewise(VectorOperators.XOR, swap);
      size.mul(signed(forCosine, quadrant.add(1))).intoArray(out, at);
      size.mul(signed(forSine, quadrant)).intoArray(out, at + HALF_TILE);
    }
  }

  /** The midpoint of the 24-bit cell of the interval (0, 1). */
  private static FloatVector cell(IntVector bits) {
    IntVector odd = bits.lanewise(VectorOperators.LSHR, 8).lanewise(VectorOperators.LSHL, 1).or(1);
    return toFloat(odd).mul(FloatNormals.CELL);
  }

  private static FloatVector toFloat(IntVector value) {
    return (FloatVector) value.convertShape(VectorOperators.I2F, FloatMath.F, 0);
  }

  /** Negated where bit 1 of the quadrant is set. */
  private static FloatVector signed(IntVector value, IntVector quadrant) {
    IntVector sign = quadrant.and(2).lanewise(VectorOperators.LSHL, 30);
    return value.lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
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
}
