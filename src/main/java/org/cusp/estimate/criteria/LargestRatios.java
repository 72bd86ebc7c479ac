package org.cusp.estimate.criteria;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * The largest numbers of a stream for each of n data, with the draw that each is from: one binary
 * heap for each datum, its smallest at the root. Chains may offer theirs in any order: among equal
 * numbers the later draw counts as the larger.
 */
public final class LargestRatios implements HasState {
  private final int capacity;
  private final double[] value;
  private final int[] draw;
  private final int[] size;

  /**
   * @param capacity numbers kept of a datum
   */
  public LargestRatios(int n, int capacity) {
    this.capacity = capacity;
    this.value = new double[Math.multiplyExact(n, capacity)];
    this.draw = new int[value.length];
    this.size = new int[n];
  }

  @Override
  public void state(State at) {
    System.arraycopy(at.numbers("value", value), 0, value, 0, value.length);
    whole(at, "draw", draw);
    whole(at, "size", size);
  }

  private static void whole(State at, String name, int[] numbers) {
    double[] now = Arrays.stream(numbers).asDoubleStream().toArray();
    double[] found = at.numbers(name, now);
    Arrays.setAll(numbers, i -> (int) found[i]);
  }

  int capacity() {
    return capacity;
  }

  /** Keeps the number if it is among the largest. The caller sees to it that one thread writes. */
  public void offer(int datum, double x, int of) {
    int base = datum * capacity;
    if (size[datum] < capacity) {
      rise(base, size[datum]++, x, of);
    } else if (isBelow(base, x, of)) {
      sink(base, x, of);
    }
  }

  /** Whether the entry at this place is smaller than (x, of). */
  private boolean isBelow(int place, double x, int of) {
    return value[place] < x || (value[place] == x && draw[place] < of);
  }

  private void rise(int base, int free, double x, int of) {
    int at = free;
    while (at > 0 && !isBelow(base + (at - 1) / 2, x, of)) {
      move(base + (at - 1) / 2, base + at);
      at = (at - 1) / 2;
    }
    put(base + at, x, of);
  }

  private void sink(int base, double x, int of) {
    int at = 0;
    while (2 * at + 1 < capacity) {
      int child = smallerChild(base, at);
      if (!isBelow(base + child, x, of)) {
        break;
      }
      move(base + child, base + at);
      at = child;
    }
    put(base + at, x, of);
  }

  private int smallerChild(int base, int at) {
    int left = 2 * at + 1;
    int right = left + 1;
    boolean isRight =
        right < capacity && isBelow(base + right, value[base + left], draw[base + left]);
    return isRight ? right : left;
  }

  private void move(int from, int to) {
    value[to] = value[from];
    draw[to] = draw[from];
  }

  private void put(int place, double x, int of) {
    value[place] = x;
    draw[place] = of;
  }

  /** Some numbers with the draws that they are from, ascending. */
  public record Kept(double[] values, int[] draws) {}

  /** All that are kept of a datum. */
  public Kept of(int datum) {
    int base = datum * capacity;
    int[] order =
        IntStream.range(base, base + size[datum])
            .boxed()
            .sorted(
                (a, b) ->
                    value[a] == value[b]
                        ? Integer.compare(draw[a], draw[b])
                        : Double.compare(value[a], value[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Kept(
        Arrays.stream(order).mapToDouble(k -> value[k]).toArray(),
        Arrays.stream(order).map(k -> draw[k]).toArray());
  }
}
