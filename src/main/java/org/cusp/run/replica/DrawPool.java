package org.cusp.run.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * Some of the draws of every chain, evenly spread over however many there come to be: when all
 * places are taken every second one is given up. Chains may offer theirs from different threads.
 */
public final class DrawPool implements HasState {
  private static final int MOST = 256;
  private static final int LEAST = 8;

  /** Bytes that all draws may take. */
  private static final long BYTES = 64L << 20;

  private final int capacity;
  private final List<List<double[]>> draws = new ArrayList<>();
  private final int[] stride;

  /** For chains of so many parameters. */
  public DrawPool(int chains, int parameters) {
    long affordable = BYTES / Double.BYTES / parameters / chains;
    this.capacity = 2 * (int) (Math.max(LEAST, Math.min(MOST, affordable)) / 2);
    this.stride = new int[chains];
    for (int chain = 0; chain < chains; chain++) {
      draws.add(new ArrayList<>());
      stride[chain] = 1;
    }
  }

  /** A draw, numbered from 0 within its chain; it is read only where it is kept. */
  public void offer(int chain, int number, Supplier<double[]> parameters) {
    if (number % stride[chain] != 0) {
      return;
    }
    List<double[]> own = draws.get(chain);
    if (own.size() == capacity) {
      for (int i = 0; i < capacity / 2; i++) {
        own.set(i, own.get(2 * i));
      }
      own.subList(capacity / 2, capacity).clear();
      stride[chain] *= 2;
      if (number % stride[chain] != 0) {
        return;
      }
    }
    own.add(parameters.get());
  }

  @Override
  public void state(State at) {
    for (int chain = 0; chain < stride.length; chain++) {
      stride[chain] = (int) at.whole("stride" + chain, stride[chain]);
      List<double[]> own = draws.get(chain);
      double[][] found = at.rows("draws" + chain, own.toArray(double[][]::new));
      own.clear();
      own.addAll(List.of(found));
    }
  }

  public int chains() {
    return stride.length;
  }

  /** Kept draws of a chain, the same for all chains of one length. */
  public int size() {
    return draws.stream().mapToInt(List::size).min().orElse(0);
  }

  /** A kept draw; not to be written to. */
  double[] at(int chain, int place) {
    return draws.get(chain).get(place);
  }
}
