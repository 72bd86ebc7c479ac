package org.cusp.problem;

import org.cusp.rng.RandomStream;

/**
 * The law of the inputs: independent coordinates, symmetric around 0.
 *
 * @param secondMoment E x^2
 * @param fourthMoment E x^4
 */
record InputLaw(Draw draw, double secondMoment, double fourthMoment) {
  /** One coordinate. */
  interface Draw {
    double at(RandomStream stream, long index);
  }

  /** x ~ N(0, 1). */
  static InputLaw normal() {
    return new InputLaw((stream, index) -> stream.normal(0, index), 1, 3);
  }

  /** x uniform on [-halfWidth, halfWidth]. */
  static InputLaw uniform(double halfWidth) {
    double square = halfWidth * halfWidth;
    return new InputLaw(
        (stream, index) -> halfWidth * (2 * stream.uniform(0, index) - 1),
        square / 3,
        square * square / 5);
  }

  /** All inputs of a data set, row-major. */
  double[] fill(RandomStream stream, int count) {
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = draw.at(stream, i);
    }
    return x;
  }
}
