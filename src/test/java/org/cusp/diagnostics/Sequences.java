package org.cusp.diagnostics;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws for the tests, each a pure function of its arguments. */
final class Sequences {
  private Sequences() {}

  /**
   * AR(1) with uniform innovations on (-1/2, 1/2) from Lehmer's generator (multiplier 16807,
   * modulus 2^31 - 1): the same doubles as in reference.R. Chains use one stream, one after
   * another.
   */
  static double[][] lehmerAr1(int chains, int draws, double rho, long seed) {
    double[][] x = lehmerUniforms(chains, draws, seed);
    for (double[] chain : x) {
      chain[0] -= 0.5;
      for (int t = 1; t < draws; t++) {
        chain[t] = rho * chain[t - 1] + (chain[t] - 0.5);
      }
    }
    return x;
  }

  static double[][] lehmerUniforms(int chains, int draws, long seed) {
    double[][] u = new double[chains][draws];
    long state = seed;
    for (double[] chain : u) {
      for (int t = 0; t < draws; t++) {
        state = 16807 * state % 2147483647L;
        chain[t] = state / 2147483647.0;
      }
    }
    return u;
  }

  /** Stationary Gaussian AR(1) with mean 0 and variance 1. */
  static double[][] gaussianAr1(int chains, int draws, double rho, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double innovation = Math.sqrt(1 - rho * rho);
    double[][] x = new double[chains][draws];
    for (double[] chain : x) {
      chain[0] = random.nextGaussian();
      for (int t = 1; t < draws; t++) {
        chain[t] = rho * chain[t - 1] + innovation * random.nextGaussian();
      }
    }
    return x;
  }

  /** Each chain mapped by its own line: {@code offset[c] + scale[c] x}. */
  static double[][] perChain(double[][] draws, double[] offset, double[] scale) {
    return IntStream.range(0, draws.length)
        .mapToObj(c -> Chains.map(new double[][] {draws[c]}, x -> offset[c] + scale[c] * x)[0])
        .toArray(double[][]::new);
  }

  /** Whole numbers from, from + 1, ..., count of them. */
  static double[] count(int from, int count) {
    return IntStream.range(from, from + count).asDoubleStream().toArray();
  }

  static double[] alternating(int count) {
    return IntStream.range(0, count).mapToDouble(t -> t % 2 == 0 ? 1 : -1).toArray();
  }
}
