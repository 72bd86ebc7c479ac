package org.cusp.select;

import org.cusp.numerics.Cholesky;
import org.cusp.numerics.Matrices;
import org.cusp.numerics.Vectors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * The tempered posterior of a reduced-rank regression y = B A x + N(0, sigma^2 I) with the prior
 * N(0, 1/gamma) for every entry, by Gibbs sampling (J. Geweke, J. Econometrics 75 (1996) 121):
 * given A the rows of B are independent Gaussians, and given B so are the columns of A, once the
 * inputs are rotated so that their second moments are diagonal, which changes neither prior nor
 * loss.
 *
 * <p>Recorded is the expectation of n L_n given B: it has the mean of n L_n and varies less.
 *
 * @param fit the data, as far as they matter
 * @param rank H, at least 1
 * @param beta the inverse temperature, positive
 * @param gamma precision of the prior, positive
 */
record RankGibbs(RankFit fit, double sigma, int rank, double beta, double gamma) {
  /**
   * One chain from the prior.
   *
   * @return E[n L_n | B] in nats after each sweep
   */
  double[] chain(long seed, int chain, int burnIn, int draws) {
    Sweeps sweeps = new Sweeps(this, RandomStream.of(seed, Purpose.NOISE, chain));
    double[] energy = new double[draws];
    for (int t = 0; t < burnIn + draws; t++) {
      double value = sweeps.next();
      if (t >= burnIn) {
        energy[t - burnIn] = value;
      }
    }
    return energy;
  }

  /** The state of a chain. */
  private static final class Sweeps {
    private final RankGibbs target;
    private final RandomStream stream;
    private final int h;
    private final double constant;

    /** [input][hidden]. */
    private final double[][] a;

    /** [output][hidden]. */
    private final double[][] b;

    private long step;

    Sweeps(RankGibbs target, RandomStream stream) {
      this.target = target;
      this.stream = stream;
      h = target.rank;
      constant = -target.fit.logLikelihoods(0, target.sigma)[0];
      a = new double[target.fit.scales().length][h];
      b = new double[target.fit.outputs()][h];
      for (int j = 0; j < a.length; j++) {
        stream.normals(0, (long) j * h, a[j], h);
        Vectors.scale(a[j], 1 / Math.sqrt(target.gamma));
      }
    }

    double next() {
      step++;
      drawB();
      return drawA();
    }

    private void drawB() {
      double c = target.beta / (target.sigma * target.sigma);
      double[][] precision = diagonal(target.gamma);
      for (int j = 0; j < a.length; j++) {
        double square = target.fit.scales()[j] * target.fit.scales()[j];
        addOuter(precision, a[j], c * square);
      }
      Cholesky root = Cholesky.of(precision);
      for (int i = 0; i < b.length; i++) {
        double[] linear = new double[h];
        for (int j = 0; j < a.length; j++) {
          Vectors.add(linear, c * target.fit.scales()[j] * target.fit.rotated()[j][i], a[j]);
        }
        b[i] = draw(root, linear, (long) i * h);
      }
    }

    /** Draws A and returns the expectation of n L_n before it is drawn. */
    private double drawA() {
      double noise = target.sigma * target.sigma;
      double c = target.beta / noise;
      double[][] gram = new double[h][h];
      for (double[] row : b) {
        addOuter(gram, row, 1);
      }
      double energy = constant;
      for (int j = 0; j < a.length; j++) {
        double scale = target.fit.scales()[j];
        double[][] precision = diagonal(target.gamma);
        for (int k = 0; k < h; k++) {
          Vectors.add(precision[k], c * scale * scale, gram[k]);
        }
        double[] projected = new double[h];
        for (int i = 0; i < b.length; i++) {
          Vectors.add(projected, target.fit.rotated()[j][i], b[i]);
        }
        Cholesky root = Cholesky.of(precision);
        double[] linear = projected.clone();
        Vectors.scale(linear, c * scale);
        double[] mean = root.solve(linear);
        double spread = (h - target.gamma * root.traceOfInverse()) / c;
        double squares = scale * scale * Matrices.bilinear(mean, gram, mean) + spread;
        energy += (squares - 2 * scale * Vectors.dot(projected, mean)) / (2 * noise);
        a[j] = draw(root, linear, (long) (b.length + j) * h);
      }
      return energy;
    }

    /** From N(P^-1 linear, P^-1) with P = root root^T. */
    private double[] draw(Cholesky root, double[] linear, long first) {
      double[] z = root.forward(linear);
      for (int k = 0; k < h; k++) {
        z[k] += stream.normal(step, first + k);
      }
      return root.backward(z);
    }

    private double[][] diagonal(double value) {
      double[][] matrix = new double[h][h];
      for (int k = 0; k < h; k++) {
        matrix[k][k] = value;
      }
      return matrix;
    }
  }

  private static void addOuter(double[][] sum, double[] vector, double factor) {
    for (int k = 0; k < sum.length; k++) {
      Vectors.add(sum[k], factor * vector[k], vector);
    }
  }
}
