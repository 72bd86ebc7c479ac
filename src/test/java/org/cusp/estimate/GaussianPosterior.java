package org.cusp.estimate;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Independent exact draws of the posterior of dL = (1/2) sum h_i w_i^2 about w* = 0, whose LLC and
 * every derivative of it are known; w_i ~ N(0, 1 / (nBeta h_i + gamma)).
 */
record GaussianPosterior(double[] curvatures, double nBeta, double gamma) {
  static final int CHAINS = 4;

  EnergyDraws draws(int draws, long seed) {
    double[][] deltaLoss = new double[CHAINS][draws];
    double[][] squaredDistance = new double[CHAINS][draws];
    double[] w = new double[curvatures.length];
    for (int chain = 0; chain < CHAINS; chain++) {
      RandomStream stream = RandomStream.of(seed, Purpose.NOISE, chain);
      for (int draw = 0; draw < draws; draw++) {
        stream.normals(draw, 0, w, w.length);
        for (int i = 0; i < w.length; i++) {
          double square = w[i] * w[i] / (nBeta * curvatures[i] + gamma);
          deltaLoss[chain][draw] += curvatures[i] * square / 2;
          squaredDistance[chain][draw] += square;
        }
      }
    }
    return new EnergyDraws(deltaLoss, squaredDistance, nBeta, gamma, EnergyDraws.Energies.EXACT);
  }

  /** The sum over directions of a function of s = nBeta h / (nBeta h + gamma). */
  private double sum(DoubleUnaryOperator function) {
    return Arrays.stream(curvatures).map(h -> nBeta * h / (nBeta * h + gamma)).map(function).sum();
  }

  double llc() {
    return sum(s -> s / 2);
  }

  double heatCapacity() {
    return sum(s -> s * s / 2);
  }

  double slopeInLogGamma() {
    return sum(s -> -s * (1 - s) / 2);
  }

  GaussianPosterior withGamma(double other) {
    return new GaussianPosterior(curvatures, nBeta, other);
  }

  GaussianPosterior withNBeta(double other) {
    return new GaussianPosterior(curvatures, other, gamma);
  }
}
