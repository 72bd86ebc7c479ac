package org.cusp.posterior;

import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
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
  private final Batch[] slices;
  private final Rows[] rows;
  private final Slab losses;
  private Optional<Means> moves = Optional.empty();
  private final Slab ofSlice;

  AllDataLoss(PosteriorTensors shared, Kernels kernels, Slab w) {
    this.all = shared.all();
    this.kernels = kernels;
    this.chains = w.rows();
    int n = all.tensors().n();
    int size = shared.posterior().model().sliceUpTo(Math.min(SLICE, n));
    this.evaluator = shared.posterior().model().evaluator(kernels, w, size);
    this.rows = new Rows[(n + size - 1) / size];
    this.slices = new Batch[(n + size - 1) / size];
    for (int i = 0; i < slices.length; i++) {
      rows[i] = new Rows.From(i * size);
      slices[i] = all.tensors().slice(i * size, Math.min(size, n - i * size));
    }
    this.losses = w.doublesBeside(chains, size);
    this.ofSlice = slices.length == 1 ? null : w.zerosBeside(chains, w.columns());
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
    double n = all.tensors().n();
    for (int i = 0; i < slices.length; i++) {
      deadline.require();
      Slab target = ofSlice == null ? gradient : ofSlice;
      evaluator.lossesAndGradient(slices[i], target, losses);
      if (ofSlice != null) {
        kernels.accumulate(gradient, i == 0 ? 0 : 1, ofSlice, slices[i].size() / n);
      }
      kernels.addExcess(losses, slices[i].size(), all.reference(), rows[i], deltaLoss);
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
    losses.close();
    moves.ifPresent(Means::close);
    if (ofSlice != null) {
      ofSlice.close();
    }
  }
}
