package org.cusp.gold.spectrum;

import org.cusp.rng.RandomStream;
import org.cusp.state.HasState;
import org.cusp.state.State;

/** Random numbers one after another: the consecutive addresses of one stream. */
final class Draws implements HasState {
  /** Numbers to a step of the stream; the stream counts both in 32 bits. */
  private static final long PER_STEP = 1L << 20;

  private final RandomStream stream;
  private long drawn;

  Draws(RandomStream stream) {
    this.stream = stream;
  }

  @Override
  public void state(State at) {
    drawn = at.whole("drawn", drawn);
  }

  /** Uniform on (0, 1). */
  double uniform() {
    long at = drawn++;
    return stream.uniform(at / PER_STEP, at % PER_STEP);
  }

  /** Standard normal, by the Box-Muller transform of two uniform numbers. */
  double normal() {
    return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  }

  /** Uniform on 0 .. bound - 1. */
  int below(int bound) {
    return Math.min((int) (uniform() * bound), bound - 1);
  }
}
