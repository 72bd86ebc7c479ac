package org.cusp.rng;

import org.cusp.contract.Check;

/**
 * A random permutation of {@code 0 .. n-1} for each epoch, evaluated at one position without
 * storing or shuffling anything: a balanced Feistel network on the smallest even number of bits
 * that holds n, walked along its cycle until it falls below n (expected fewer than four
 * evaluations). Round keys come from the stream; the round function is an integer mix, since a
 * Threefry block per round would cost as much as the gradient of a small network.
 *
 * <p>Source: J. Black, P. Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002, DOI
 * 10.1007/3-540-45760-7_9.
 */
public final class Permutation {
  /** Twelve, since with six the places of ten elements were measurably not uniform. */
  private static final int ROUNDS = 12;

  private final RandomStream stream;
  private final int n;
  private final int halfBits;
  private final int mask;

  /** The keys of the epoch last asked for; immutable, so that a race costs a recomputation only. */
  private EpochKeys current;

  private record EpochKeys(long epoch, int[] rounds) {}

  public Permutation(RandomStream stream, int n) {
    this.stream = stream;
    this.n = Check.atLeast("n", n, 1);
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, n - 1));
    this.halfBits = Math.max(1, (bits + 1) / 2);
    this.mask = (1 << halfBits) - 1;
    this.current = keys(0);
  }

  /** The number of elements permuted. */
  public int size() {
    return n;
  }

  /** Where position {@code position} of this epoch's order points. */
  public int at(long epoch, int position) {
    EpochKeys keys = current;
    if (keys.epoch() != epoch) {
      keys = keys(epoch);
      current = keys;
    }
    int value = position;
    do {
      value = feistel(keys.rounds(), value);
    } while (Integer.compareUnsigned(value, n) >= 0);
    return value;
  }

  private EpochKeys keys(long epoch) {
    int[] rounds = new int[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rounds[round] = (int) stream.bits(epoch, round);
    }
    return new EpochKeys(epoch, rounds);
  }

  private int feistel(int[] keys, int value) {
    int left = value >>> halfBits;
    int right = value & mask;
    for (int key : keys) {
      int next = left ^ (mix(right + key) & mask);
      left = right;
      right = next;
    }
    return (left << halfBits) | right;
  }

  /** Every bit of the result depends on every bit of the argument. */
  private static int mix(int value) {
    int a = (value ^ (value >>> 16)) * 0x7FEB352D;
    int b = (a ^ (a >>> 15)) * 0x846CA68B;
    return b ^ (b >>> 16);
  }
}
