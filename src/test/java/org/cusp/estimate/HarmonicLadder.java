package org.cusp.estimate;

import org.cusp.estimate.freeenergy.TemperedEnergies;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Exactly drawn energies E = (s/2) |w|^2 - offset with the prior w ~ N(0, I) in d dimensions: under
 * exp(-b E) the coordinates are N(0, 1 / (1 + b s)), and
 *
 * <pre>A(b) = (d/2) log(1 + b s) - b offset,  E_b[E] = (d/2) s / (1 + b s) - offset.</pre>
 *
 * @param correlation of a coordinate with itself one draw before
 */
public record HarmonicLadder(int dimension, double stiffness, double offset, double correlation) {
  public static HarmonicLadder independent(int dimension, double stiffness) {
    return new HarmonicLadder(dimension, stiffness, 0, 0);
  }

  public double a(double beta) {
    return dimension / 2.0 * Math.log1p(beta * stiffness) - beta * offset;
  }

  public double meanEnergy(double beta) {
    return dimension / 2.0 * stiffness / (1 + beta * stiffness) - offset;
  }

  public double variance(double beta) {
    return dimension / 2.0 * Math.pow(stiffness / (1 + beta * stiffness), 2);
  }

  /** From 0 to 1, with equal steps of log(1 + b s) between. */
  public double[] ladder(int rungs) {
    double[] betas = new double[rungs];
    for (int k = 0; k < rungs; k++) {
      betas[k] = Math.expm1(Math.log1p(stiffness) * k / (rungs - 1)) / stiffness;
    }
    betas[rungs - 1] = 1;
    return betas;
  }

  public TemperedEnergies draws(double[] betas, int chains, int draws, long seed) {
    double[][][] energy = new double[betas.length][chains][draws];
    double[] w = new double[dimension];
    double[] noise = new double[dimension];
    for (int k = 0; k < betas.length; k++) {
      for (int chain = 0; chain < chains; chain++) {
        RandomStream stream = RandomStream.of(seed, Purpose.NOISE, k * 1000L + chain);
        stream.normals(draws, 0, w, dimension);
        for (int draw = 0; draw < draws; draw++) {
          stream.normals(draw, 0, noise, dimension);
          double square = 0;
          for (int i = 0; i < dimension; i++) {
            w[i] = correlation * w[i] + Math.sqrt(1 - correlation * correlation) * noise[i];
            square += w[i] * w[i];
          }
          energy[k][chain][draw] = stiffness / 2 * square / (1 + betas[k] * stiffness) - offset;
        }
      }
    }
    return new TemperedEnergies(betas, energy);
  }
}
