package org.cusp.rng;

import org.cusp.contract.Check;

/**
 * A uniformly random permutation of {@code 0 .. n-1} for each epoch, by the Fisher-Yates shuffle
 * with the random bits of the stream: a pure function of (stream, epoch). The order last asked for
 * is kept, since batches walk through an epoch; so one thread uses an instance at a time.
 *
 * <p>Source: D. E. Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm P.
 */
public final class Permutation {
  private static final long NONE = -1;

  private final RandomStream stream;
  private final int[] order;
  private long current = NONE;

  public Permutation(RandomStream stream, int n) {
    this.stream = stream;
    this.order = new int[Check.atLeast("n", n, 1)];
  }

  /** The number of elements permuted. */
  public int size() {
    return order.length;
  }

  /** Where position {@code position} of this epoch's order points. */
  public int at(long epoch, int position) {
    if (epoch != current) {
      shuffle(epoch);
    }
    return order[position];
  }

  private void shuffle(long epoch) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    long bits = 0;
    for (int i = order.length - 1; i > 0; i--) {
      // One block of 64 bits serves two places.
      bits = (i & 1) == 1 || i == order.length - 1 ? stream.bits(epoch, i >> 1) : bits >>> 32;
      int j = below(bits & 0xFFFFFFFFL, i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    current = epoch;
  }

  /** 32 random bits to {@code 0 .. bound-1}, each likely to within bound 2^-32 of the others. */
  private static int below(long bits, int bound) {
    return (int) ((bits * bound) >>> 32);
  }
}
