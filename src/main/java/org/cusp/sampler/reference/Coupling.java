package org.cusp.sampler.reference;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.cusp.clock.Deadline;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.Workers;
import org.cusp.tensor.dense.Matrix;

/**
 * What coordinates have to do with each other: in units of their own precisions D the precision is
 *
 * <pre>D^-1/2 M D^-1/2 = I + W' diag(s) W,   W [k, K] with orthonormal rows</pre>
 *
 * @param excess s, each above 0
 * @param directions W, one matrix; taken over
 */
record Coupling(double[] excess, MatrixStack directions) {
  /** Beyond the largest that rows of unrelated numbers have, which is known up to this factor. */
  private static final double WORTH = 1.5;

  /** Fewer rows for each direction that is looked for say nothing of it. */
  private static final int ROWS_OF_A_DIRECTION = 4;

  int count() {
    return excess.length;
  }

  void free() {
    directions.slab().close();
  }

  /**
   * Coordinates with their precisions and what they have in common.
   *
   * @param stiffness precisions beyond gamma, without what is in common
   */
  record Found(double[] stiffness, Optional<Coupling> coupling) {}

  /**
   * From rows whose mean outer product times nBeta is the precision beyond gamma: with Y the rows
   * in units of the root of gamma + their mean squares, the leading directions V of Y'Y with
   * eigenvalues mu are
   *
   * <pre>common part  l = mu - c,   own part of coordinate i  1 - sum_j l_j V_ji^2</pre>
   *
   * where c is the share that each of m rows has of all that is in Y'Y, which is in any direction
   * that is chosen from so few. Without the common part the coordinates are far less stiff than
   * their mean squares say, and would move so much more slowly.
   *
   * @param rows [m, K] (Modified)
   * @param factor nBeta / m
   */
  static Found of(MatrixStack rows, double[] stiffness, double gamma, double factor, Tools tools) {
    int m = rows.rows();
    int most = Math.min(tools.most(), m / ROWS_OF_A_DIRECTION);
    if (most == 0) {
      return new Found(stiffness, Optional.empty());
    }
    double trace = Arrays.stream(stiffness).map(d -> d / (gamma + d)).sum();
    double share = trace / m;
    whiten(rows, stiffness, gamma, factor, tools.workers());
    double[][] products =
        new GramMatrix(rows, tools.provider(), tools.workers(), tools.deadline()).values();
    double edge = WORTH * Math.pow(1 + Math.sqrt(share), 2);
    LeadingEigen eigen =
        LeadingEigen.above(
            edge, products, most, tools.provider().create(), rows.slab(), tools.start());
    int k = eigen.values().length;
    if (k == 0) {
      return new Found(stiffness, Optional.empty());
    }
    Kernels kernels = tools.provider().create();
    MatrixStack leading =
        combined(eigen.vectors(), i -> 1 / Math.sqrt(eigen.values()[i]), rows, kernels);
    double[] common = Arrays.stream(eigen.values()).map(mu -> mu - share).toArray();
    double[] own = own(leading, common, stiffness, gamma);
    return split(leading, common, own, stiffness, gamma, kernels);
  }

  /**
   * Where and with what to compute.
   *
   * @param start of the search for leading directions
   * @param most of them
   */
  record Tools(
      KernelProvider provider, Workers workers, Deadline deadline, RandomStream start, int most) {}

  private static void whiten(
      MatrixStack rows, double[] stiffness, double gamma, double factor, Workers workers) {
    int count = rows.columns();
    double[] scale = Arrays.stream(stiffness).map(d -> Math.sqrt(factor / (gamma + d))).toArray();
    workers.run(
        rows.rows(),
        row -> {
          double[] numbers = new double[count];
          rows.slab().load(0, rows.offset() + row * count, numbers, count);
          for (int i = 0; i < count; i++) {
            numbers[i] *= scale[i];
          }
          rows.slab().store(0, rows.offset() + row * count, numbers, count);
        });
  }

  /** What each coordinate keeps for itself, in units of its whole precision: in (0, 1]. */
  private static double[] own(
      MatrixStack leading, double[] common, double[] stiffness, double gamma) {
    double[] own = new double[stiffness.length];
    Arrays.fill(own, 1);
    double[] row = new double[own.length];
    for (int j = 0; j < common.length; j++) {
      leading.slab().load(0, j * row.length, row, row.length);
      for (int i = 0; i < row.length; i++) {
        own[i] -= common[j] * row[i] * row[i];
      }
    }
    for (int i = 0; i < own.length; i++) {
      own[i] = Math.max(own[i], gamma / (gamma + stiffness[i]));
    }
    return own;
  }

  /** The common part in units of the own ones, in orthonormal directions. */
  private static Found split(
      MatrixStack leading,
      double[] common,
      double[] own,
      double[] stiffness,
      double gamma,
      Kernels kernels) {
    int k = common.length;
    int count = own.length;
    double[] row = new double[count];
    for (int j = 0; j < k; j++) {
      leading.slab().load(0, j * count, row, count);
      for (int i = 0; i < count; i++) {
        row[i] *= Math.sqrt(common[j] / own[i]);
      }
      leading.slab().store(0, j * count, row, count);
    }
    double[] sums;
    try (Slab memory = leading.slab().zerosBeside(1, k * k)) {
      kernels.multiply(
          leading, Transpose.NO, leading, Transpose.YES, MatrixStack.of(memory, 0, k, k), 0);
      sums = memory.getRow(0);
    }
    Matrix.Eigen eigen = new Matrix(k, k, sums).eigen();
    Matrix vectors = eigen.vectors().transposed();
    double[][] turn = new double[k][];
    for (int j = 0; j < k; j++) {
      turn[j] = Arrays.copyOfRange(vectors.values(), j * k, (j + 1) * k);
    }
    MatrixStack directions =
        combined(turn, j -> 1 / Math.sqrt(eigen.values()[j]), leading, kernels);
    leading.slab().close();
    double[] rest = new double[count];
    Arrays.setAll(rest, i -> Math.max(0, own[i] * (gamma + stiffness[i]) - gamma));
    return new Found(rest, Optional.of(new Coupling(eigen.values(), directions)));
  }

  private static MatrixStack combined(
      double[][] factors, IntToDoubleFunction scale, MatrixStack rows, Kernels kernels) {
    int k = factors.length;
    int m = rows.rows();
    double[] all = new double[k * m];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < m; j++) {
        all[i * m + j] = scale.applyAsDouble(i) * factors[i][j];
      }
    }
    try (Slab left = Slab.row(rows.slab().memory(), rows.slab().precision(), all)) {
      Slab out = rows.slab().zerosBeside(1, Math.multiplyExact(k, rows.columns()));
      MatrixStack target = MatrixStack.of(out, 0, k, rows.columns());
      kernels.multiply(MatrixStack.of(left, 0, k, m), Transpose.NO, rows, Transpose.NO, target, 0);
      return target;
    }
  }
}
