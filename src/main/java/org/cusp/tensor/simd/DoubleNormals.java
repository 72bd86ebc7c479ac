package org.cusp.tensor.simd;

import org.cusp.rng.RandomStream;

/** Standard normals in double precision, called as {@link FloatNormalVectors} are. */
final class DoubleNormals {
  /** Normals {@code first .. first + length - 1} of a step, into the start of {@code out}. */
  void fill(RandomStream stream, long step, long first, double[] out, int length) {
    stream.normals(step, first, out, length);
  }
}
