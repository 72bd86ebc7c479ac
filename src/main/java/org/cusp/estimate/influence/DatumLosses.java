package org.cusp.estimate.influence;

import org.cusp.model.Evaluator;
import org.cusp.model.Model;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * The loss of each datum where some chains are. Where a datum is a token, each position of a
 * sequence has its own; those of a sequence follow each other.
 */
public final class DatumLosses implements AutoCloseable {
  private static final int SLICE = 1024;

  private final Kernels kernels;
  private final int size;
  private final int chains;
  private final Evaluator evaluator;
  private final Slab losses;
  private final double[] own;

  /** What an example is; null where an example is a datum. */
  private final PerPosition apart;

  /** Takes the losses of data that follow each other. */
  public interface Sink {
    /**
     * Some of a chain.
     *
     * @param losses only until the next call
     */
    void take(int chain, int firstDatum, double[] losses, int count);
  }

  /**
   * Of a model at the parameters of a slab.
   *
   * @param largest number of examples of the data that it will be asked for
   */
  public DatumLosses(Model model, Kernels kernels, Slab w, int largest) {
    this.kernels = kernels;
    this.apart = tokens(model);
    this.size = model.sliceUpTo(Math.min(SLICE, largest));
    this.chains = w.rows();
    this.evaluator = model.evaluator(kernels, w, size);
    this.losses = w.doublesBeside(chains, size * ofExample(model));
    this.own = new double[size * ofExample(model)];
  }

  private static PerPosition tokens(Model model) {
    return model.likelihood() instanceof PerPosition law && law.dataOfExample() > 1 ? law : null;
  }

  /** Data of an example. */
  public static int ofExample(Model model) {
    return tokens(model) == null ? 1 : tokens(model).dataOfExample();
  }

  /** Of all data, in their order. */
  public void read(TensorData data, Sink sink) {
    try (TensorData.Slices slices = data.slices(size)) {
      for (int from = 0; from < data.n(); from += size) {
        Batch batch = slices.of(from, Math.min(size, data.n() - from));
        int per = losses(batch);
        for (int chain = 0; chain < chains; chain++) {
          losses.load(chain, 0, own, batch.size() * per);
          sink.take(chain, from * per, own, batch.size() * per);
        }
      }
    }
  }

  private int losses(Batch batch) {
    if (apart == null) {
      evaluator.losses(batch, losses);
      return 1;
    }
    apart.lossesApart(kernels, evaluator.outputs(batch), batch.targets(), losses);
    return apart.positions();
  }

  @Override
  public void close() {
    evaluator.close();
    losses.close();
  }
}
