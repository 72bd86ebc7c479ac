package org.cusp.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.rng.Permutation;
import org.cusp.rng.RandomStream;

/**
 * The orders in which chains go through the data, of two epochs at a time, in the memory of the
 * provider: what {@link Kernels#batchRows} reads. The batch of time t is the positions t B ... (t +
 * 1) B - 1 of the epochs one after another; with B = n it is the data in their own order.
 */
public final class BatchOrders implements AutoCloseable {
  private static final long NONE = -1;

  private final int n;
  private final int batch;
  private final List<Order> chains;
  private final IntSlab orders;
  private final RandomStream[] streams;
  private final int[] order;
  private long ahead = NONE;
  private final long[] held = {NONE, NONE};

  /** The order of an epoch. */
  @FunctionalInterface
  public interface Order {
    /** The number of the datum at this position. */
    int at(long epoch, int position);

    /**
     * Whose {@link Permutation} it is, if it is one: then the kernels' memory can make it itself.
     */
    default Optional<RandomStream> stream() {
      return Optional.empty();
    }
  }

  /** The permutations of a stream. */
  public static Order shuffled(RandomStream of, int n) {
    Permutation permutation = new Permutation(of, n);
    return new Order() {
      @Override
      public int at(long epoch, int position) {
        return permutation.at(epoch, position);
      }

      @Override
      public Optional<RandomStream> stream() {
        return Optional.of(of);
      }
    };
  }

  /**
   * Not there yet before the first {@link #prepare}.
   *
   * @param batch the size B of a batch, in [1, n]
   * @param chains the order of each
   */
  public BatchOrders(Memory memory, int n, int batch, List<Order> chains) {
    this.n = Check.atLeast("n", n, 1);
    this.batch = Check.inRange("batch", batch, 1, n);
    this.chains = List.copyOf(chains);
    this.orders = IntSlab.zeros(memory, chains.size(), Math.multiplyExact(2, n));
    this.streams = chains.stream().flatMap(of -> of.stream().stream()).toArray(RandomStream[]::new);
    this.order = new int[n];
  }

  public int n() {
    return n;
  }

  public int batch() {
    return batch;
  }

  /** [chains, 2 n]: the even epoch that is held, then the odd one. */
  public IntSlab orders() {
    return orders;
  }

  /** Between two steps: the orders that the batch of time t needs. */
  public void prepare(long t) {
    if (t < 0 || t >= Long.MAX_VALUE / batch) {
      throw new InvalidInput("step must be in [0, " + Long.MAX_VALUE / batch + "), got " + t);
    }
    if (batch == n) {
      prepareOwnOrder();
      return;
    }
    long first = t * batch / n;
    long last = ((t + 1) * batch - 1) / n;
    hold(first);
    hold(last);
    if (first == last && ahead != first + 1 && isShuffled()) {
      ahead = first + 1;
      int slot = (int) (ahead % 2);
      held[slot] = NONE;
      orders.block().shuffleAhead(2 * n, slot * n, n, streams, ahead);
    }
  }

  private boolean isShuffled() {
    return streams.length == chains.size();
  }

  private void prepareOwnOrder() {
    if (held[0] == NONE) {
      Arrays.setAll(order, i -> i);
      for (int chain = 0; chain < chains.size(); chain++) {
        orders.store(chain, 0, order, n);
        orders.store(chain, n, order, n);
      }
      held[0] = 0;
    }
  }

  private void hold(long epoch) {
    int slot = (int) (epoch % 2);
    if (held[slot] == epoch) {
      return;
    }
    held[slot] = epoch;
    if (isShuffled()) {
      orders.block().shuffle(2 * n, slot * n, n, streams, epoch);
      return;
    }
    for (int chain = 0; chain < chains.size(); chain++) {
      Order of = chains.get(chain);
      Arrays.setAll(order, position -> of.at(epoch, position));
      orders.store(chain, slot * n, order, n);
    }
  }

  @Override
  public void close() {
    orders.close();
  }
}
