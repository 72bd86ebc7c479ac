package org.cusp.estimate.covariance;

import java.util.Arrays;
import java.util.function.Consumer;
import org.cusp.estimate.influence.Batches;
import org.cusp.estimate.influence.LossStore;
import org.cusp.estimate.influence.Window;
import org.cusp.tensor.dense.Matrix;

/**
 * Draws of the weights, less their mean, passed in blocks: memory does not grow with the draws.
 *
 * @param mean of each column over all draws that count
 */
record Sampled(Window window, double[] mean, Batches batches) {
  private static final int NUMBERS_OF_A_BLOCK = 1 << 21;

  /**
   * A block of consecutive draws of one batch.
   *
   * @param endsBatch whether it is the last of its batch
   */
  record Block(Matrix draws, boolean endsBatch) {}

  int parameters() {
    return mean.length;
  }

  int draws() {
    return window.chains().length * batches.perChain() * batches.length();
  }

  /** Every block of every batch of these chains, by their places in the list. */
  void each(int fromChain, int toChain, Consumer<Block> look) {
    int rows = Math.max(1, NUMBERS_OF_A_BLOCK / parameters());
    for (int chain = fromChain; chain < toChain; chain++) {
      for (int batch = 0; batch < batches.perChain(); batch++) {
        for (int done = 0; done < batches.length(); done += rows) {
          int count = Math.min(rows, batches.length() - done);
          Matrix block = rows(chain, batches.start(batch) + done, count);
          look.accept(new Block(block, done + count == batches.length()));
        }
      }
    }
  }

  void each(Consumer<Block> look) {
    each(0, window.chains().length, look);
  }

  /** Draws of a chain by its place, from one draw of the store on. */
  Matrix rows(int chain, int from, int count) {
    LossStore.Part part = new LossStore.Part(from, count, 0, parameters());
    Matrix block = window.store().block(window.chains()[chain], part);
    double[] x = block.values();
    for (int i = 0; i < x.length; i++) {
      x[i] -= mean[i % mean.length];
    }
    return block;
  }

  /**
   * Some draws, evenly spread over the batches of these chains, as many of each.
   *
   * @param most in all
   * @return [draw, parameter], those of a chain together
   */
  Matrix thinned(int fromChain, int toChain, int most) {
    int chains = toChain - fromChain;
    int there = batches.perChain() * batches.length();
    int each = Math.max(1, Math.min(there, most / chains));
    double[] all = new double[chains * each * parameters()];
    for (int chain = 0; chain < chains; chain++) {
      for (int i = 0; i < each; i++) {
        int draw = batches.start(0) + (int) ((long) i * there / each);
        double[] one = rows(fromChain + chain, draw, 1).values();
        System.arraycopy(one, 0, all, (chain * each + i) * one.length, one.length);
      }
    }
    return new Matrix(chains * each, parameters(), all);
  }

  /** Some columns of a block. */
  static Matrix columns(Matrix block, int[] places) {
    if (places.length == block.columns()) {
      return block;
    }
    double[] some = new double[block.rows() * places.length];
    for (int row = 0; row < block.rows(); row++) {
      int from = row * block.columns();
      int to = row * places.length;
      for (int i = 0; i < places.length; i++) {
        some[to + i] = block.values()[from + places[i]];
      }
    }
    return new Matrix(block.rows(), places.length, some);
  }

  static int[] all(int parameters) {
    int[] all = new int[parameters];
    Arrays.setAll(all, i -> i);
    return all;
  }
}
