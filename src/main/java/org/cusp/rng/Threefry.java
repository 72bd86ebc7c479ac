package org.cusp.rng;

/**
 * Threefry-2x32 with 20 rounds: a keyed bijection of 64-bit blocks whose outputs are independent
 * uniform bits. Being a pure function of key and counter, it needs no state, so a number can be
 * drawn in any order, thread or process.
 *
 * <p>Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3", SC'11, DOI 10.1145/2063384.2063405.
 */
public final class Threefry {
  /** Makes the third word of the key schedule; guards against an all-zero key. */
  public static final int PARITY = 0x1BD11BDA;

  private static final int[] ROTATIONS = {13, 15, 26, 6, 17, 29, 16, 24};

  /** Number of rounds: the authors' recommended safety margin. */
  public static final int ROUNDS = 20;

  private Threefry() {}

  /** The rotation of the given round, counted from 0. */
  public static int rotation(int round) {
    return ROTATIONS[round & 7];
  }

  /**
   * One block. The rounds are written out: as a loop they take twice the time.
   *
   * @param key first key word in the low 32 bits, second in the high 32 bits
   * @param counter laid out like the key
   * @return 64 random bits, laid out like the key
   */
  public static long block(long key, long counter) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int k2 = k0 ^ k1 ^ PARITY;
    int a = (int) counter + k0;
    int b = (int) (counter >>> 32) + k1;
    a += b;
    b = Integer.rotateLeft(b, 13) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 15) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 26) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 6) ^ a;
    a += k1;
    b += k2 + 1;
    a += b;
    b = Integer.rotateLeft(b, 17) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 29) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 16) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 24) ^ a;
    a += k2;
    b += k0 + 2;
    a += b;
    b = Integer.rotateLeft(b, 13) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 15) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 26) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 6) ^ a;
    a += k0;
    b += k1 + 3;
    a += b;
    b = Integer.rotateLeft(b, 17) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 29) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 16) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 24) ^ a;
    a += k1;
    b += k2 + 4;
    a += b;
    b = Integer.rotateLeft(b, 13) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 15) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 26) ^ a;
    a += b;
    b = Integer.rotateLeft(b, 6) ^ a;
    a += k2;
    b += k0 + 5;
    return (a & 0xFFFFFFFFL) | ((long) b << 32);
  }
}
