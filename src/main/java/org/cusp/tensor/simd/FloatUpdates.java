package org.cusp.tensor.simd;

import java.nio.FloatBuffer;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Sums;

/**
 * The updates of samplers and optimisers in single precision. Each takes a block of its operands to
 * the heap, works there in one loop, and puts back what has changed. Those in double precision are
 * written after these.
 */
final class FloatUpdates implements FusedUpdates {
  private static final int BLOCK = Sums.block(Precision.FLOAT32);

  private final float[] a = new float[BLOCK];
  private final float[] b = new float[BLOCK];
  private final float[] c = new float[BLOCK];
  private final float[] d = new float[BLOCK];
  private final float[] e = new float[BLOCK];
  private final float[] noise = new float[BLOCK];
  private final FloatNormalVectors normals = new FloatNormalVectors(BLOCK);

  @Override
  public double langevin(Move move, double[] factors, int chain) {
    float byGradient = (float) factors[0];
    float byDistance = (float) factors[1];
    float byNoise = (float) factors[2];
    RandomStream stream = move.noise().of(chain);
    long t = move.clock().time();
    int size = move.operands().get(0).size();
    for (int from = 0; from < size; from += BLOCK) {
      int length = Math.min(BLOCK, size - from);
      read(move, 0, chain, from, a, length);
      read(move, 1, chain, from, b, length);
      read(move, 2, chain, from, c, length);
      normals.fill(stream, t, from, noise, length);
      for (int i = 0; i < length; i++) {
        a[i] += byGradient * b[i] + byDistance * (a[i] - c[i]) + byNoise * noise[i];
      }
      write(move, 0, chain, from, a, length);
    }
    return 0;
  }

  @Override
  public double rmsPropLangevin(Move move, double[] factors, int chain) {
    float byGradient = (float) factors[0];
    float byDistance = (float) factors[1];
    float byNoise = (float) factors[2];
    float keep = (float) factors[3];
    float rest = (float) factors[4];
    float correction = (float) factors[5];
    float stabiliser = (float) factors[6];
    RandomStream stream = move.noise().of(chain);
    long t = move.clock().time();
    int size = move.operands().get(0).size();
    for (int from = 0; from < size; from += BLOCK) {
      int length = Math.min(BLOCK, size - from);
      read(move, 0, chain, from, a, length);
      read(move, 1, chain, from, b, length);
      read(move, 2, chain, from, c, length);
      read(move, 3, chain, from, d, length);
      normals.fill(stream, t, from, noise, length);
      for (int i = 0; i < length; i++) {
        d[i] = keep * d[i] + rest * b[i] * b[i];
        float scale = 1 / ((float) Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byGradient * b[i] + byDistance * (a[i] - c[i]))
                + byNoise * (float) Math.sqrt(scale) * noise[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 3, chain, from, d, length);
    }
    return 0;
  }

  @Override
  public double adamLangevin(Move move, double[] factors, int chain) {
    float byMean = (float) factors[0];
    float byDistance = (float) factors[1];
    float byNoise = (float) factors[2];
    float keep2 = (float) factors[3];
    float rest2 = (float) factors[4];
    float correction = (float) factors[5];
    float stabiliser = (float) factors[6];
    float keep1 = (float) factors[7];
    float rest1 = (float) factors[8];
    RandomStream stream = move.noise().of(chain);
    long t = move.clock().time();
    int size = move.operands().get(0).size();
    for (int from = 0; from < size; from += BLOCK) {
      int length = Math.min(BLOCK, size - from);
      read(move, 0, chain, from, a, length);
      read(move, 1, chain, from, b, length);
      read(move, 2, chain, from, c, length);
      read(move, 3, chain, from, d, length);
      read(move, 4, chain, from, e, length);
      normals.fill(stream, t, from, noise, length);
      for (int i = 0; i < length; i++) {
        e[i] = keep1 * e[i] + rest1 * b[i];
        d[i] = keep2 * d[i] + rest2 * b[i] * b[i];
        float scale = 1 / ((float) Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byMean * e[i] + byDistance * (a[i] - c[i]))
                + byNoise * (float) Math.sqrt(scale) * noise[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 3, chain, from, d, length);
      write(move, 4, chain, from, e, length);
    }
    return 0;
  }

  @Override
  public double kick(Move move, double[] factors, int chain) {
    float byGradient = (float) factors[0];
    float byDistance = (float) factors[1];
    int size = move.operands().get(0).size();
    double sum = 0;
    for (int from = 0; from < size; from += BLOCK) {
      int length = Math.min(BLOCK, size - from);
      read(move, 0, chain, from, a, length);
      read(move, 1, chain, from, b, length);
      read(move, 2, chain, from, c, length);
      read(move, 3, chain, from, d, length);
      for (int i = 0; i < length; i++) {
        d[i] += byGradient * b[i] + byDistance * (a[i] - c[i]);
        a[i] += 0.5f * d[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 3, chain, from, d, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public double refresh(Move move, double[] factors, int chain) {
    float keep = (float) factors[0];
    float spread = (float) factors[1];
    RandomStream stream = move.noise().of(chain);
    long t = move.clock().time();
    int size = move.operands().get(0).size();
    double sum = 0;
    for (int from = 0; from < size; from += BLOCK) {
      int length = Math.min(BLOCK, size - from);
      read(move, 0, chain, from, a, length);
      read(move, 1, chain, from, d, length);
      normals.fill(stream, t, from, noise, length);
      for (int i = 0; i < length; i++) {
        d[i] = keep * d[i] + spread * noise[i];
        a[i] += 0.5f * d[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 1, chain, from, d, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public double momentum(Move move, double[] factors, int chain) {
    float rate = (float) factors[0];
    float keep = (float) factors[1];
    float decay = (float) factors[2];
    int size = move.operands().get(0).size();
    for (int from = 0; from < size; from += BLOCK) {
      int length = Math.min(BLOCK, size - from);
      read(move, 0, chain, from, a, length);
      read(move, 1, chain, from, b, length);
      read(move, 2, chain, from, c, length);
      for (int i = 0; i < length; i++) {
        c[i] = keep * c[i] + b[i] + decay * a[i];
        a[i] -= rate * c[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 2, chain, from, c, length);
    }
    return 0;
  }

  @Override
  public double adam(Move move, double[] factors, int chain) {
    float beta1 = (float) factors[0];
    float rest1 = (float) factors[1];
    float beta2 = (float) factors[2];
    float rest2 = (float) factors[3];
    float rate = (float) factors[4];
    float correction = (float) factors[5];
    float epsilon = (float) factors[6];
    float shrink = (float) factors[7];
    int size = move.operands().get(0).size();
    for (int from = 0; from < size; from += BLOCK) {
      int length = Math.min(BLOCK, size - from);
      read(move, 0, chain, from, a, length);
      read(move, 1, chain, from, b, length);
      read(move, 2, chain, from, c, length);
      read(move, 3, chain, from, d, length);
      for (int i = 0; i < length; i++) {
        c[i] = beta1 * c[i] + rest1 * b[i];
        d[i] = beta2 * d[i] + rest2 * b[i] * b[i];
        a[i] = shrink * a[i] - rate * c[i] / ((float) Math.sqrt(d[i] * correction) + epsilon);
      }
      write(move, 0, chain, from, a, length);
      write(move, 2, chain, from, c, length);
      write(move, 3, chain, from, d, length);
    }
    return 0;
  }

  @Override
  public double leapfrog(Move move, double[] factors, int chain) {
    float byGradient = (float) factors[0];
    float byDistance = (float) factors[1];
    float drift = (float) factors[2];
    int size = move.operands().get(0).size();
    for (int from = 0; from < size; from += BLOCK) {
      int length = Math.min(BLOCK, size - from);
      read(move, 0, chain, from, a, length);
      read(move, 1, chain, from, b, length);
      read(move, 2, chain, from, c, length);
      read(move, 3, chain, from, d, length);
      for (int i = 0; i < length; i++) {
        d[i] += byGradient * b[i] + byDistance * (a[i] - c[i]);
        a[i] += drift * d[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 3, chain, from, d, length);
    }
    return 0;
  }

  @Override
  public double linear(Move move, double[] factors, int chain) {
    float keep = (float) factors[0];
    float share = (float) factors[1];
    int size = move.operands().get(0).size();
    for (int from = 0; from < size; from += BLOCK) {
      int length = Math.min(BLOCK, size - from);
      read(move, 0, chain, from, a, length);
      read(move, 1, chain, from, b, length);
      for (int i = 0; i < length; i++) {
        a[i] = keep * a[i] + share * b[i];
      }
      write(move, 0, chain, from, a, length);
    }
    return 0;
  }

  private static FloatBuffer view(MatrixStack operand, int chain) {
    return operand.slab().floats(operand.slab().rowOf(chain));
  }

  private static void read(Move move, int operand, int chain, int from, float[] into, int length) {
    MatrixStack matrix = move.operands().get(operand);
    view(matrix, chain).get(matrix.offset() + from, into, 0, length);
  }

  private static void write(
      Move move, int operand, int chain, int from, float[] values, int length) {
    MatrixStack matrix = move.operands().get(operand);
    view(matrix, chain).put(matrix.offset() + from, values, 0, length);
  }
}
