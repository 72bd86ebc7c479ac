package org.cusp.select;

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
        scale(a[j], 1 / Math.sqrt(target.gamma));
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
      double[][] root = cholesky(precision);
      for (int i = 0; i < b.length; i++) {
        double[] linear = new double[h];
        for (int j = 0; j < a.length; j++) {
          addTo(linear, a[j], c * target.fit.scales()[j] * target.fit.rotated()[j][i]);
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
          addTo(precision[k], gram[k], c * scale * scale);
        }
        double[] projected = new double[h];
        for (int i = 0; i < b.length; i++) {
          addTo(projected, b[i], target.fit.rotated()[j][i]);
        }
        double[][] root = cholesky(precision);
        double[] linear = projected.clone();
        scale(linear, c * scale);
        double[] mean = solveTransposed(root, solve(root, linear));
        double spread = (h - target.gamma * traceOfInverse(root)) / c;
        double squares = scale * scale * quadratic(gram, mean) + spread;
        energy += (squares - 2 * scale * dot(projected, mean)) / (2 * noise);
        a[j] = draw(root, linear, (long) (b.length + j) * h);
      }
      return energy;
    }

    /** From N(P^-1 linear, P^-1) with P = root root^T. */
    private double[] draw(double[][] root, double[] linear, long first) {
      double[] z = solve(root, linear);
      for (int k = 0; k < h; k++) {
        z[k] += stream.normal(step, first + k);
      }
      return solveTransposed(root, z);
    }

    private double[][] diagonal(double value) {
      double[][] matrix = new double[h][h];
      for (int k = 0; k < h; k++) {
        matrix[k][k] = value;
      }
      return matrix;
    }
  }

  private static void scale(double[] vector, double factor) {
    for (int k = 0; k < vector.length; k++) {
      vector[k] *= factor;
    }
  }

  private static void addTo(double[] sum, double[] vector, double factor) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += factor * vector[k];
    }
  }

  private static void addOuter(double[][] sum, double[] vector, double factor) {
    for (int k = 0; k < sum.length; k++) {
      addTo(sum[k], vector, factor * vector[k]);
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  private static double quadratic(double[][] matrix, double[] x) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * dot(matrix[k], x);
    }
    return sum;
  }

  /** The lower triangular L with L L^T = matrix. */
  private static double[][] cholesky(double[][] matrix) {
    int n = matrix.length;
    double[][] root = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(sum) : sum / root[j][j];
      }
    }
    return root;
  }

  /** L^-1 x. */
  private static double[] solve(double[][] root, double[] x) {
    double[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < i; k++) {
        y[i] -= root[i][k] * y[k];
      }
      y[i] /= root[i][i];
    }
    return y;
  }

  /** L^-T x. */
  private static double[] solveTransposed(double[][] root, double[] x) {
    double[] y = x.clone();
    for (int i = y.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < y.length; k++) {
        y[i] -= root[k][i] * y[k];
      }
      y[i] /= root[i][i];
    }
    return y;
  }

  /** tr (L L^T)^-1 = |L^-1|^2; column k of the inverse begins in row k. */
  private static double traceOfInverse(double[][] root) {
    int n = root.length;
    double sum = 0;
    double[] column = new double[n];
    for (int k = 0; k < n; k++) {
      for (int i = k; i < n; i++) {
        double value = i == k ? 1 : 0;
        for (int j = k; j < i; j++) {
          value -= root[i][j] * column[j];
        }
        column[i] = value / root[i][i];
        sum += column[i] * column[i];
      }
    }
    return sum;
  }
}
