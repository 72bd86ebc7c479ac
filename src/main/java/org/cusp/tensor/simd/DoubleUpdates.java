package org.cusp.tensor.simd;

import java.nio.DoubleBuffer;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
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
  public double langevin(Move move, double[] factors, int chain) {
    double byGradient = factors[0];
    double byDistance = factors[1];
    double byNoise = factors[2];
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
    double byGradient = factors[0];
    double byDistance = factors[1];
    double byNoise = factors[2];
    double keep = factors[3];
    double rest = factors[4];
    double correction = factors[5];
    double stabiliser = factors[6];
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
        double scale = 1 / (Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byGradient * b[i] + byDistance * (a[i] - c[i]))
                + byNoise * Math.sqrt(scale) * noise[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 3, chain, from, d, length);
    }
    return 0;
  }

  @Override
  public double adamLangevin(Move move, double[] factors, int chain) {
    double byMean = factors[0];
    double byDistance = factors[1];
    double byNoise = factors[2];
    double keep2 = factors[3];
    double rest2 = factors[4];
    double correction = factors[5];
    double stabiliser = factors[6];
    double keep1 = factors[7];
    double rest1 = factors[8];
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
        double scale = 1 / (Math.sqrt(d[i] * correction) + stabiliser);
        a[i] +=
            scale * (byMean * e[i] + byDistance * (a[i] - c[i]))
                + byNoise * Math.sqrt(scale) * noise[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 3, chain, from, d, length);
      write(move, 4, chain, from, e, length);
    }
    return 0;
  }

  @Override
  public double kick(Move move, double[] factors, int chain) {
    double byGradient = factors[0];
    double byDistance = factors[1];
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
        a[i] += 0.5 * d[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 3, chain, from, d, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public double refresh(Move move, double[] factors, int chain) {
    double keep = factors[0];
    double spread = factors[1];
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
        a[i] += 0.5 * d[i];
      }
      write(move, 0, chain, from, a, length);
      write(move, 1, chain, from, d, length);
      sum += Sums.ofSquares(d, 0, length);
    }
    return sum;
  }

  @Override
  public double momentum(Move move, double[] factors, int chain) {
    double rate = factors[0];
    double keep = factors[1];
    double decay = factors[2];
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
    double beta1 = factors[0];
    double rest1 = factors[1];
    double beta2 = factors[2];
    double rest2 = factors[3];
    double rate = factors[4];
    double correction = factors[5];
    double epsilon = factors[6];
    double shrink = factors[7];
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
        a[i] = shrink * a[i] - rate * c[i] / (Math.sqrt(d[i] * correction) + epsilon);
      }
      write(move, 0, chain, from, a, length);
      write(move, 2, chain, from, c, length);
      write(move, 3, chain, from, d, length);
    }
    return 0;
  }

  @Override
  public double leapfrog(Move move, double[] factors, int chain) {
    double byGradient = factors[0];
    double byDistance = factors[1];
    double drift = factors[2];
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
    double keep = factors[0];
    double share = factors[1];
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

  private static DoubleBuffer view(MatrixStack operand, int chain) {
    return operand.slab().doubles(operand.slab().rowOf(chain));
  }

  private static void read(Move move, int operand, int chain, int from, double[] into, int length) {
    MatrixStack matrix = move.operands().get(operand);
    view(matrix, chain).get(matrix.offset() + from, into, 0, length);
  }

  private static void write(
      Move move, int operand, int chain, int from, double[] values, int length) {
    MatrixStack matrix = move.operands().get(operand);
    view(matrix, chain).put(matrix.offset() + from, values, 0, length);
  }
}
