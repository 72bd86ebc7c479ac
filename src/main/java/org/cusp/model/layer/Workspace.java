package org.cusp.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * The working memory of a network's passes, freed when it is closed. Gradients on their way back
 * are in two places in turn, each as wide as the widest: what a layer reads and what it writes
 * there are never the same.
 */
public final class Workspace implements AutoCloseable {
  private final IntFunction<Slab> zeros;
  private final IntUnaryOperator capacities;
  private final List<Slab> own = new ArrayList<>();
  private final Slab[] turns = new Slab[2];
  private int widest = 1;
  private int writers;
  private int numbers;
  private int capacity;

  /**
   * @param zeros memory of so many numbers for each chain
   * @param capacity the largest batch
   */
  public Workspace(IntFunction<Slab> zeros, int capacity) {
    this(zeros, numbers -> capacity);
  }

  /**
   * @param zeros memory of so many numbers for each chain
   * @param capacities the largest batch, where layers need so many numbers of their own for a datum
   */
  public Workspace(IntFunction<Slab> zeros, IntUnaryOperator capacities) {
    this.zeros = zeros;
    this.capacities = capacities;
  }

  /** The largest batch; to be asked when all layers have asked for their memory. */
  public int capacity() {
    if (capacity == 0) {
      capacity = capacities.applyAsInt(numbers);
    }
    return capacity;
  }

  /** For one layer alone; the memory is taken when it is first used. */
  public Buffer own(int width) {
    if (capacity != 0) {
      throw new IllegalStateException("a layer asks for memory after the first pass");
    }
    numbers = Math.addExact(numbers, width);
    Slab[] slab = new Slab[1];
    return new Buffer(
        () -> {
          if (slab[0] == null) {
            slab[0] = slab(width);
            own.add(slab[0]);
          }
          return slab[0];
        },
        width);
  }

  /** One row for each chain, whatever the batch is: what a layer needs for one datum at a time. */
  public MatrixStack row(int width) {
    Slab slab = zeros.apply(width);
    own.add(slab);
    return MatrixStack.of(slab, 0, 1, width);
  }

  /** Frees memory that a layer has made, when it is closed. */
  public void keep(Slab made) {
    own.add(made);
  }

  /** For the gradient with respect to the input of a layer; layers ask in order, once each. */
  public Buffer gradients(int width) {
    widest = Math.max(widest, width);
    int turn = writers++ % turns.length;
    return new Buffer(() -> turn(turn), width);
  }

  private Slab turn(int turn) {
    if (turns[turn] == null) {
      turns[turn] = slab(widest);
    }
    return turns[turn];
  }

  private Slab slab(int width) {
    return zeros.apply(Math.multiplyExact(capacity(), width));
  }

  @Override
  public void close() {
    own.forEach(Slab::close);
    for (Slab slab : turns) {
      if (slab != null) {
        slab.close();
      }
    }
  }
}
