package org.cusp.estimate.influence;

import java.util.Arrays;
import org.cusp.data.DataSet;
import org.cusp.model.Evaluator;
import org.cusp.model.Model;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * A function of the outputs for each query where some chains are. Where a datum is a token, each
 * position has its own; else that of a sequence is the mean over its positions.
 */
final class PhiReader implements AutoCloseable {
  private static final int SLICE = 1024;

  private final Phi phi;
  private final int positions;
  private final int ofExample;
  private final int outputs;
  private final int size;
  private final int chains;
  private final Evaluator evaluator;

  /**
   * Of a model at the parameters of a slab.
   *
   * @param largest number of examples that it will be asked for
   */
  PhiReader(Phi phi, Model model, Kernels kernels, Slab w, int largest) {
    this.phi = phi;
    this.positions = model.likelihood().positions();
    this.ofExample = DatumLosses.ofExample(model);
    this.outputs = model.likelihood().outputs() / positions;
    this.size = model.sliceUpTo(Math.min(SLICE, largest));
    this.chains = w.rows();
    this.evaluator = model.evaluator(kernels, w, size);
  }

  /** Of all queries, in their order. */
  void read(DataSet queries, TensorData data, DatumLosses.Sink sink) {
    int[] labels = Phi.labels(queries);
    try (TensorData.Slices slices = data.slices(size)) {
      for (int from = 0; from < data.n(); from += size) {
        Batch batch = slices.of(from, Math.min(size, data.n() - from));
        MatrixStack made = evaluator.outputs(batch);
        double[] f = new double[made.size()];
        double[] values = new double[batch.size() * ofExample];
        for (int chain = 0; chain < chains; chain++) {
          made.slab().load(chain, made.offset(), f, f.length);
          values(f, from, labels, values);
          sink.take(chain, from * ofExample, values, values.length);
        }
      }
    }
  }

  private void values(double[] f, int from, int[] labels, double[] values) {
    Arrays.fill(values, 0);
    for (int i = 0; i < values.length / ofExample; i++) {
      for (int t = 0; t < positions; t++) {
        int item = i * positions + t;
        int label = labels.length == 0 ? -1 : labels[from * positions + item];
        double value = phi.at(f, item * outputs, outputs, label);
        values[i * ofExample + (ofExample == 1 ? 0 : t)] += value * ofExample / positions;
      }
    }
  }

  @Override
  public void close() {
    evaluator.close();
  }
}
