package org.cusp.model;

import java.util.Arrays;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * Evaluates an {@link AnalyticModel}: its function gives the outputs of each datum, the likelihood
 * turns them into losses and their derivatives, and the function takes those back to the
 * parameters. Chains and data are taken in order, so sums do not depend on threads.
 */
final class AnalyticEvaluator implements Evaluator {
  private final Kernels kernels;
  private final AnalyticFunction function;
  private final Likelihood likelihood;
  private final Slab w;
  private final Slab outputs;
  private double[] inputs = {};
  private double[] targets = {};

  AnalyticEvaluator(Kernels kernels, AnalyticModel model, Slab w, int capacity) {
    this.kernels = kernels;
    this.function = model.function();
    this.likelihood = model.likelihood();
    this.w = w;
    int width = Math.multiplyExact(capacity, likelihood.outputs());
    this.outputs = Slab.zeros(w.precision(), w.rows(), width);
  }

  /** What is done with one datum. */
  private interface Visit {
    void datum(int i, double[] x, double[] y);
  }

  @Override
  public MatrixStack outputs(Batch batch) {
    int width = likelihood.outputs();
    double[] row = new double[batch.size() * width];
    double[] out = new double[width];
    for (int chain = 0; chain < w.rows(); chain++) {
      double[] parameters = w.getRow(chain);
      visit(
          batch,
          chain,
          (i, x, y) -> {
            function.outputs(parameters, x, y, out);
            System.arraycopy(out, 0, row, i * width, width);
          });
      outputs.store(chain, 0, row, row.length);
    }
    return MatrixStack.of(outputs, 0, batch.size(), width);
  }

  @Override
  public void losses(Batch batch, double[][] losses) {
    likelihood.losses(kernels, outputs(batch), batch.targets(), 0, losses);
  }

  @Override
  public void lossesAndGradient(Batch batch, Slab gradient, double[][] losses) {
    int width = likelihood.outputs();
    likelihood.losses(kernels, outputs(batch), batch.targets(), 1.0 / batch.size(), losses);
    double[] deltas = new double[batch.size() * width];
    double[] cotangent = new double[width];
    double[] sum = new double[gradient.columns()];
    for (int chain = 0; chain < w.rows(); chain++) {
      double[] parameters = w.getRow(chain);
      outputs.load(chain, 0, deltas, deltas.length);
      Arrays.fill(sum, 0);
      visit(
          batch,
          chain,
          (i, x, y) -> {
            System.arraycopy(deltas, i * width, cotangent, 0, width);
            function.addGradient(parameters, x, y, cotangent, sum);
          });
      gradient.setRow(chain, sum);
    }
  }

  private void visit(Batch batch, int chain, Visit visit) {
    MatrixStack values = ((BatchTargets.Values) batch.targets()).values();
    inputs = load(batch.inputs(), chain, inputs);
    targets = load(values, chain, targets);
    double[] x = new double[batch.inputs().columns()];
    double[] y = new double[values.columns()];
    for (int i = 0; i < batch.size(); i++) {
      System.arraycopy(inputs, i * x.length, x, 0, x.length);
      System.arraycopy(targets, i * y.length, y, 0, y.length);
      visit.datum(i, x, y);
    }
  }

  private static double[] load(MatrixStack matrix, int chain, double[] memory) {
    int size = matrix.rows() * matrix.columns();
    double[] values = memory.length < size ? new double[size] : memory;
    matrix.slab().load(matrix.count() == 1 ? 0 : chain, matrix.offset(), values, size);
    return values;
  }

  @Override
  public void close() {
    outputs.close();
  }
}
