package org.cusp.tensor.parity;

import java.util.Arrays;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;

/** A stream of noise for each row of a slab. */
final class Streams {
  private Streams() {}

  static NoiseStreams of(Slab like, long seed) {
    RandomStream[] noise = new RandomStream[like.rows()];
    Arrays.setAll(noise, chain -> RandomStream.of(seed, Purpose.NOISE, chain));
    return NoiseStreams.of(like.memory(), noise);
  }
}
