package org.cusp.rng;

/**
 * A random stream addressed by (seed, purpose, chain): number {@code index} of step {@code step} is
 * a pure function of the address. Nothing is consumed, so chains do not depend on each other, on
 * the number of threads, or on what was drawn before.
 *
 * <p>Steps and blocks are counted in 32 bits each: up to 2^32 steps of 2^33 normals.
 *
 * @param key the 64-bit Threefry key that the address is hashed to
 */
public record RandomStream(long key) {
  /** Normals are made in tiles: the first half from cosines, the second from sines of one block. */
  public static final int TILE = 32;

  static final int HALF_TILE = TILE / 2;
  private static final double TWO_TO_MINUS_32 = 0x1p-32;

  /** The stream at this address. */
  public static RandomStream of(long seed, Purpose purpose, long chain) {
    long byPurpose = Threefry.block(seed, purpose.code());
    return new RandomStream(Threefry.block(byPurpose, chain));
  }

  /** 64 uniform bits. */
  public long bits(long step, long index) {
    return Threefry.block(key, (index & 0xFFFFFFFFL) | (step << 32));
  }

  /** Uniform on the open interval (0, 1): the midpoints of 2^53 equal cells. */
  public double uniform(long step, long index) {
    return ((bits(step, index) >>> 11) + 0.5) * 0x1p-53;
  }

  /** Standard normal {@code index} of step {@code step}, by the Box-Muller transform. */
  public double normal(long step, long index) {
    long inTile = index % TILE;
    long bits = bits(step, index / TILE * HALF_TILE + inTile % HALF_TILE);
    double radius = Math.sqrt(-2 * Math.log(((bits & 0xFFFFFFFFL) + 0.5) * TWO_TO_MINUS_32));
    double angle = 2 * Math.PI * ((bits >>> 32) + 0.5) * TWO_TO_MINUS_32;
    return radius * (inTile < HALF_TILE ? Math.cos(angle) : Math.sin(angle));
  }

  /** Normals {@code first .. first + length - 1} of a step, into the start of {@code out}. */
  public void normals(long step, long first, double[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = normal(step, first + i);
    }
  }
}
