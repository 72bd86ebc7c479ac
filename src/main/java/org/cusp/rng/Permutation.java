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
  private final int leftBits;
  private final int rightBits;

  /** The keys of the epoch last asked for; immutable, so that a race costs a recomputation only. */
  private EpochKeys current;

  private record EpochKeys(long epoch, int[] rounds) {}

  public Permutation(RandomStream stream, int n) {
    this.stream = stream;
    this.n = Check.atLeast("n", n, 1);
    int bits = Math.max(2, 32 - Integer.numberOfLeadingZeros(n - 1));
    this.leftBits = bits / 2;
    this.rightBits = bits - leftBits;
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

  /** Rounds change the left and the right part in turn, each by a function of the other. */
  private int feistel(int[] keys, int value) {
    int leftMask = (1 << leftBits) - 1;
    int rightMask = (1 << rightBits) - 1;
    int left = value >>> rightBits;
    int right = value & rightMask;
    for (int round = 0; round < ROUNDS; round += 2) {
      left ^= mix(right + keys[round]) & leftMask;
      right ^= mix(left + keys[round + 1]) & rightMask;
    }
    return (left << rightBits) | right;
  }

  /** Every bit of the result depends on every bit of the argument. */
  private static int mix(int value) {
    int a = (value ^ (value >>> 16)) * 0x7FEB352D;
    int b = (a ^ (a >>> 15)) * 0x846CA68B;
    return b ^ (b >>> 16);
  }
}
