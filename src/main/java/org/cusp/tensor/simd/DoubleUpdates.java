package org.cusp.tensor.simd;

import org.cusp.rng.RandomStream;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Sums;

/** What {@link FloatUpdates} does, in double precision; written after it. */
final class DoubleUpdates implements FusedUpdates {
  private static final int BLOCK = Sums.block(Precision.FLOAT64);

  private final double[] a = new double[BLOCK];
  private final double[] b = new double[BLOCK];
  private final double[] c = new double[BLOCK];
  private final double[] d = new double[BLOCK];
  private final double[] e = new double[BLOCK];
  private final double[] noise = new double[BLOCK];
  private final DoubleNormals normals = new DoubleNormals();

  @Override
  public double langevin(Stretch of, double[] factors) {
    double byGradient = factors[0];
    double byDistance = factors[1];
    double byNoise = factors[2];
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
    double byGradient = factors[0];
    double byDistance = factors[1];
    double byNoise = factors[2];
    double keep = factors[3];
    double rest = factors[4];
    double correction = factors[5];
    double stabiliser = factors[6];
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
        double scale = 1 / (Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byGradient * b[i] + byDistance * (a[i] - c[i]))
                + byNoise * Math.sqrt(scale) * noise[i];
      }
      write(of, 0, from, a, length);
      write(of, 3, from, d, length);
    }
    return 0;
  }

  @Override
  public double adamLangevin(Stretch of, double[] factors) {
    double byMean = factors[0];
    double byDistance = factors[1];
    double byNoise = factors[2];
    double keep2 = factors[3];
    double rest2 = factors[4];
    double correction = factors[5];
    double stabiliser = factors[6];
    double keep1 = factors[7];
    double rest1 = factors[8];
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
        double scale = 1 / (Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byMean * e[i] + byDistance * (a[i] - c[i]))
                + byNoise * Math.sqrt(scale) * noise[i];
      }
      write(of, 0, from, a, length);
      write(of, 3, from, d, length);
      write(of, 4, from, e, length);
    }
    return 0;
  }

  @Override
  public double kick(Stretch of, double[] factors) {
    double byGradient = factors[0];
    double byDistance = factors[1];
    double sum = 0;
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      read(of, 2, from, c, length);
      read(of, 3, from, d, length);
      for (int i = 0; i < length; i++) {
        d[i] += byGradient * b[i] + byDistance * (a[i] - c[i]);
        a[i] += 0.5 * d[i];
      }
      write(of, 0, from, a, length);
      write(of, 3, from, d, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public double refresh(Stretch of, double[] factors) {
    double keep = factors[0];
    double spread = factors[1];
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
        a[i] += 0.5 * d[i];
      }
      write(of, 0, from, a, length);
      write(of, 1, from, d, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public double momentum(Stretch of, double[] factors) {
    double rate = factors[0];
    double keep = factors[1];
    double decay = factors[2];
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
    double beta1 = factors[0];
    double rest1 = factors[1];
    double beta2 = factors[2];
    double rest2 = factors[3];
    double rate = factors[4];
    double correction = factors[5];
    double epsilon = factors[6];
    double shrink = factors[7];
    for (int from = of.from(); from < of.to(); from += BLOCK) {
      int length = Math.min(BLOCK, of.to() - from);
      read(of, 0, from, a, length);
      read(of, 1, from, b, length);
      read(of, 2, from, c, length);
      read(of, 3, from, d, length);
      for (int i = 0; i < length; i++) {
        c[i] = beta1 * c[i] + rest1 * b[i];
        d[i] = beta2 * d[i] + rest2 * b[i] * b[i];
        a[i] = shrink * a[i] - rate * c[i] / (Math.sqrt(d[i] * correction) + epsilon);
      }
      write(of, 0, from, a, length);
      write(of, 2, from, c, length);
      write(of, 3, from, d, length);
    }
    return 0;
  }

  @Override
  public double leapfrog(Stretch of, double[] factors) {
    double byGradient = factors[0];
    double byDistance = factors[1];
    double drift = factors[2];
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
    double keep = factors[0];
    double share = factors[1];
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

  private static void read(Stretch of, int operand, int from, double[] into, int length) {
    of.doubles(operand).get(of.offset(operand) + from, into, 0, length);
  }

  private static void write(Stretch of, int operand, int from, double[] values, int length) {
    of.doubles(operand).put(of.offset(operand) + from, values, 0, length);
  }
}
