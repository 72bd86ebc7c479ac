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
   * One block.
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
    for (int group = 1; group <= ROUNDS / 4; group++) {
      for (int round = 4 * (group - 1); round < 4 * group; round++) {
        a += b;
        b = Integer.rotateLeft(b, ROTATIONS[round & 7]) ^ a;
      }
      a += word(group, k0, k1, k2);
      b += word(group + 1, k0, k1, k2) + group;
    }
    return (a & 0xFFFFFFFFL) | ((long) b << 32);
  }

  private static int word(int index, int k0, int k1, int k2) {
    return switch (index % 3) {
      case 0 -> k0;
      case 1 -> k1;
      default -> k2;
    };
  }
}
