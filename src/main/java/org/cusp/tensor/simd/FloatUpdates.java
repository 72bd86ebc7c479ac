package org.cusp.tensor.simd;

import org.cusp.rng.RandomStream;
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
  public double langevin(Stretch of, double[] factors) {
    float byGradient = (float) factors[0];
    float byDistance = (float) factors[1];
    float byNoise = (float) factors[2];
    RandomStream stream = of.stream();
    long t = of.time();
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      read(of, 2, from, c, length);
      normals.fill(stream, t, from, noise, length);
      for (int i = 0; i < length; i++) {
        a[i] += byGradient * b[i] + byDistance * (a[i] - c[i]) + byNoise * noise[i];
      }
      write(of, 0, from, a, length);
    }
    return 0;
  }

  @Override
  public double rmsPropLangevin(Stretch of, double[] factors) {
    float byGradient = (float) factors[0];
    float byDistance = (float) factors[1];
    float byNoise = (float) factors[2];
    float keep = (float) factors[3];
    float rest = (float) factors[4];
    float correction = (float) factors[5];
    float stabiliser = (float) factors[6];
    RandomStream stream = of.stream();
    long t = of.time();
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      read(of, 2, from, c, length);
      read(of, 3, from, d, length);
      normals.fill(stream, t, from, noise, length);
      for (int i = 0; i < length; i++) {
        d[i] = keep * d[i] + rest * b[i] * b[i];
        float scale = 1 / ((float) Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byGradient * b[i] + byDistance * (a[i] - c[i]))
                + byNoise * (float) Math.sqrt(scale) * noise[i];
      }
      write(of, 0, from, a, length);
      write(of, 3, from, d, length);
    }
    return 0;
  }

  @Override
  public double adamLangevin(Stretch of, double[] factors) {
    float byMean = (float) factors[0];
    float byDistance = (float) factors[1];
    float byNoise = (float) factors[2];
    float keep2 = (float) factors[3];
    float rest2 = (float) factors[4];
    float correction = (float) factors[5];
    float stabiliser = (float) factors[6];
    float keep1 = (float) factors[7];
    float rest1 = (float) factors[8];
    RandomStream stream = of.stream();
    long t = of.time();
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      read(of, 2, from, c, length);
      read(of, 3, from, d, length);
      read(of, 4, from, e, length);
      normals.fill(stream, t, from, noise, length);
      for (int i = 0; i < length; i++) {
        e[i] = keep1 * e[i] + rest1 * b[i];
        d[i] = keep2 * d[i] + rest2 * b[i] * b[i];
        float scale = 1 / ((float) Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byMean * e[i] + byDistance * (a[i] - c[i]))
                + byNoise * (float) Math.sqrt(scale) * noise[i];
      }
      write(of, 0, from, a, length);
      write(of, 3, from, d, length);
      write(of, 4, from, e, length);
    }
    return 0;
  }

  @Override
  public double kick(Stretch of, double[] factors) {
    float byGradient = (float) factors[0];
    float byDistance = (float) factors[1];
    double sum = 0;
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      read(of, 2, from, c, length);
      read(of, 3, from, d, length);
      for (int i = 0; i < length; i++) {
        d[i] += byGradient * b[i] + byDistance * (a[i] - c[i]);
        a[i] += 0.5f * d[i];
      }
      write(of, 0, from, a, length);
      write(of, 3, from, d, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public double refresh(Stretch of, double[] factors) {
    float keep = (float) factors[0];
    float spread = (float) factors[1];
    RandomStream stream = of.stream();
    long t = of.time();
    double sum = 0;
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, d, length);
      normals.fill(stream, t, from, noise, length);
      for (int i = 0; i < length; i++) {
        d[i] = keep * d[i] + spread * noise[i];
        a[i] += 0.5f * d[i];
      }
      write(of, 0, from, a, length);
      write(of, 1, from, d, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public double momentum(Stretch of, double[] factors) {
    float rate = (float) factors[0];
    float keep = (float) factors[1];
    float decay = (float) factors[2];
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      read(of, 2, from, c, length);
      for (int i = 0; i < length; i++) {
        c[i] = keep * c[i] + b[i] + decay * a[i];
        a[i] -= rate * c[i];
      }
      write(of, 0, from, a, length);
      write(of, 2, from, c, length);
    }
    return 0;
  }

  @Override
  public double adam(Stretch of, double[] factors) {
    float beta1 = (float) factors[0];
    float rest1 = (float) factors[1];
    float beta2 = (float) factors[2];
    float rest2 = (float) factors[3];
    float rate = (float) factors[4];
    float correction = (float) factors[5];
    float epsilon = (float) factors[6];
    float shrink = (float) factors[7];
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      read(of, 2, from, c, length);
      read(of, 3, from, d, length);
      for (int i = 0; i < length; i++) {
        c[i] = beta1 * c[i] + rest1 * b[i];
        d[i] = beta2 * d[i] + rest2 * b[i] * b[i];
        a[i] = shrink * a[i] - rate * c[i] / ((float) Math.sqrt(d[i] * correction) + epsilon);
      }
      write(of, 0, from, a, length);
      write(of, 2, from, c, length);
      write(of, 3, from, d, length);
    }
    return 0;
  }

  @Override
  public double leapfrog(Stretch of, double[] factors) {
    float byGradient = (float) factors[0];
    float byDistance = (float) factors[1];
    float drift = (float) factors[2];
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      read(of, 2, from, c, length);
      read(of, 3, from, d, length);
      for (int i = 0; i < length; i++) {
        d[i] += byGradient * b[i] + byDistance * (a[i] - c[i]);
        a[i] += drift * d[i];
      }
      write(of, 0, from, a, length);
      write(of, 3, from, d, length);
    }
    return 0;
  }

  @Override
  public double linear(Stretch of, double[] factors) {
    float keep = (float) factors[0];
    float share = (float) factors[1];
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      for (int i = 0; i < length; i++) {
        a[i] = keep * a[i] + share * b[i];
      }
      write(of, 0, from, a, length);
    }
    return 0;
  }

  private static void read(Stretch of, int operand, int from, float[] into, int length) {
    of.floats(operand).get(of.offset(operand) + from, into, 0, length);
  }

  private static void write(Stretch of, int operand, int from, float[] values, int length) {
    of.floats(operand).put(of.offset(operand) + from, values, 0, length);
  }
}
