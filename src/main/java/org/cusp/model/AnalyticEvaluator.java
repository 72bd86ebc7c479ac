package org.cusp.model;

import java.util.Arrays;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.BatchTargets;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * Evaluates an {@link AnalyticModel}: its function gives the outputs of each datum, the likelihood
 * turns them into losses and their derivatives, and the function takes those back to the
 * parameters. Chains and data are taken in order, so sums do not depend on threads.
 */
final class AnalyticEvaluator implements PlacedEvaluator {
  private final Kernels kernels;
  private final AnalyticModel model;
  private final AnalyticFunction function;
  private final Likelihood likelihood;
  private final Places values;
  private final int chains;
  private final Slab outputs;
  private MatrixStack rows;
  private double[] inputs = {};
  private double[] targets = {};

  AnalyticEvaluator(Kernels kernels, AnalyticModel model, Places values, int capacity) {
    this.kernels = kernels;
    this.model = model;
    this.function = model.function();
    this.likelihood = model.likelihood();
    this.values = values;
    this.chains = values.chains();
    int width = Math.multiplyExact(capacity, likelihood.outputs());
    this.outputs = values.zerosBeside(width);
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
    for (int chain = 0; chain < chains; chain++) {
      double[] parameters = parameters(chain);
      visit(
          batch,
          chain,
          (i, x, y) -> {
            function.outputs(parameters, x, y, out);
            System.arraycopy(out, 0, row, i * width, width);
          });
      outputs.store(chain, 0, row, row.length);
    }
    if (rows == null || rows.rows() != batch.size()) {
      rows = MatrixStack.of(outputs, 0, batch.size(), width);
    }
    return rows;
  }

  @Override
  public void losses(Batch batch, Slab losses) {
    likelihood.losses(kernels, outputs(batch), batch.targets(), 0, losses);
  }

  @Override
  public void lossesAndGradient(Batch batch, Places gradient, Slab losses) {
    int width = likelihood.outputs();
    likelihood.losses(kernels, outputs(batch), batch.targets(), 1.0 / batch.size(), losses);
    double[] deltas = new double[batch.size() * width];
    double[] cotangent = new double[width];
    double[] sum = new double[model.size()];
    for (int chain = 0; chain < chains; chain++) {
      double[] parameters = parameters(chain);
      outputs.load(chain, 0, deltas, deltas.length);
      Arrays.fill(sum, 0);
      visit(
          batch,
          chain,
          (i, x, y) -> {
            System.arraycopy(deltas, i * width, cotangent, 0, width);
            function.addGradient(parameters, x, y, cotangent, sum);
          });
      store(sum, gradient, chain);
    }
  }

  private double[] parameters(int chain) {
    double[] w = new double[model.size()];
    for (ParamSpace.Tensor tensor : model.parameters().tensors()) {
      Places.Place place = values.of(tensor).orElseThrow();
      double[] part = new double[tensor.size()];
      place.slab().load(place.slab().rowOf(chain), place.offset(), part, part.length);
      System.arraycopy(part, 0, w, tensor.offset(), part.length);
    }
    return w;
  }

  private void store(double[] sum, Places gradient, int chain) {
    for (ParamSpace.Tensor tensor : model.parameters().tensors()) {
      gradient.of(tensor).ifPresent(place -> store(sum, tensor, place, chain));
    }
  }

  private static void store(double[] sum, ParamSpace.Tensor tensor, Places.Place place, int chain) {
    int end = tensor.offset() + tensor.size();
    double[] part = Arrays.copyOfRange(sum, tensor.offset(), end);
    place.slab().store(chain, place.offset(), part, part.length);
  }

  private void visit(Batch batch, int chain, Visit visit) {
    inputs = load(batch.inputs(), chain, inputs);
    double[] x = new double[batch.inputs().columns()];
    if (!(batch.targets() instanceof BatchTargets.Values wanted)) {
      // Means that are linear in the inputs do not look at targets.
      visitInputs(batch, x, visit);
      return;
    }
    targets = load(wanted.values(), chain, targets);
    double[] y = new double[wanted.values().columns()];
    for (int i = 0; i < batch.size(); i++) {
      System.arraycopy(inputs, i * x.length, x, 0, x.length);
      System.arraycopy(targets, i * y.length, y, 0, y.length);
      visit.datum(i, x, y);
    }
  }

  private void visitInputs(Batch batch, double[] x, Visit visit) {
    double[] none = {};
    for (int i = 0; i < batch.size(); i++) {
      System.arraycopy(inputs, i * x.length, x, 0, x.length);
      visit.datum(i, x, none);
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
