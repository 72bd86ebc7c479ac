package org.cusp.posterior;

import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;

/**
 * L_n(w) - L_n(w*) over all data with its gradient, bound to the chains of a pass. Data are taken
 * in slices, in order, so that the working memory does not grow with n.
 */
final class AllDataLoss implements AutoCloseable {
  private static final int SLICE = 2048;

  private final AllData all;
  private final Kernels kernels;
  private final Evaluator evaluator;
  private final int chains;
  private final int size;
  private final int n;
  private final TensorData.Slices data;

  /** Where data lie in memory, what they are made of lies there once. */
  private final Batch[] prepared;

  private final Rows[] rows;
  private final Slab losses;
  private Optional<Means> moves = Optional.empty();
  private final Slab ofSlice;

  AllDataLoss(PosteriorTensors shared, Kernels kernels, Slab w) {
    this.all = shared.all();
    this.kernels = kernels;
    this.chains = w.rows();
    this.n = all.tensors().n();
    this.size = shared.posterior().model().sliceUpTo(Math.min(SLICE, n));
    this.evaluator = shared.posterior().model().evaluator(kernels, w, size);
    this.rows = new Rows[(n + size - 1) / size];
    this.data = all.tensors().slices(size);
    this.prepared = new Batch[all.tensors().isHeld() ? rows.length : 0];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new Rows.From(i * size);
      if (prepared.length > 0) {
        prepared[i] = read(i);
      }
    }
    this.losses = w.doublesBeside(chains, size);
    this.ofSlice = rows.length == 1 ? null : w.zerosBeside(chains, w.columns());
  }

  private Batch read(int slice) {
    return data.of(slice * size, Math.min(size, n - slice * size));
  }

  /**
   * Loss and gradient where the chains are.
   *
   * @param gradient (Output) of L_n, [chains, P]
   * @param deltaLoss (Output) L_n(w) - L_n(w*) of each chain, in nats per datum
   * @param deadline asked before every slice
   */
  void evaluate(Slab gradient, Slab deltaLoss, Deadline deadline) {
    Means means = means(deltaLoss);
    kernels.update(means.clear());
    for (int i = 0; i < rows.length; i++) {
      deadline.require();
      Batch slice = prepared.length > 0 ? prepared[i] : read(i);
      Slab target = ofSlice == null ? gradient : ofSlice;
      evaluator.lossesAndGradient(slice, target, losses);
      if (ofSlice != null) {
        kernels.accumulate(gradient, i == 0 ? 0 : 1, ofSlice, slice.size() / (double) n);
      }
      kernels.addExcess(losses, slice.size(), all.reference(), rows[i], deltaLoss);
    }
    kernels.update(means.divide());
  }

  private Means means(Slab deltaLoss) {
    if (moves.isEmpty()) {
      moves = Optional.of(Means.of(deltaLoss, all.tensors().n()));
    }
    return moves.get();
  }

  @Override
  public void close() {
    evaluator.close();
    data.close();
    losses.close();
    moves.ifPresent(Means::close);
    if (ofSlice != null) {
      ofSlice.close();
    }
  }
}
