package org.cusp.tensor;

import org.cusp.rng.RandomStream;

/**
 * The streams that the chains of a pass take their random numbers from, made once for a run, with
 * their keys in the memory of the provider: a number is a pure function of a chain's key, the time
 * and the number of the element.
 */
public final class NoiseStreams implements AutoCloseable {
  private static final int HIGH = 32;

  private final RandomStream[] streams;
  private final IntSlab keys;

  private NoiseStreams(Memory memory, RandomStream[] streams) {
    this.streams = streams.clone();
    this.keys = IntSlab.zeros(memory, streams.length, 2);
    for (int chain = 0; chain < streams.length; chain++) {
      long key = streams[chain].key();
      keys.setRow(chain, new int[] {(int) key, (int) (key >>> HIGH)});
    }
  }

  /**
   * In this memory.
   *
   * @param streams of each chain
   */
  public static NoiseStreams of(Memory memory, RandomStream... streams) {
    return new NoiseStreams(memory, streams);
  }

  /** The stream of a chain, for kernels on the host. */
  public RandomStream of(int chain) {
    return streams[chain];
  }

  /** [chains, 2]: the low and the high 32 bits of each key. */
  public IntSlab keys() {
    return keys;
  }

  @Override
  public void close() {
    keys.close();
  }
}
