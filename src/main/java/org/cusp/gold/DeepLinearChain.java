package org.cusp.gold;

/**
 * A Markov chain on the weights of a deep linear network with law proportional to
 *
 * <pre>  exp(-t K(W) - |W|^2 / 2),   K = |W_L ... W_1 - B|^2 / 2.</pre>
 *
 * Two moves, neither with anything to tune:
 *
 * <ul>
 *   <li>Each layer is drawn from its exact conditional law, which is Gaussian: with {@code C = W_L
 *       ... W_(l+1)}, {@code A = W_(l-1) ... W_1} and the eigenvectors U, V of C^T C (values c_i)
 *       and A A^T (values a_j), the entries of {@code U^T W_l V} are independent of variance {@code
 *       1/(1 + t c_i a_j)}. The conditional mean of tK follows in closed form and is what is
 *       averaged (Rao-Blackwell).
 *   <li>Between neighbouring layers a singular value is moved from one to the other: along a left
 *       singular vector u of W_l, {@code W_l} is scaled by e^s and {@code W_(l+1)} by e^-s. The
 *       product, and K, stay as they are, so a step may cross all scales at once, where the first
 *       move would walk. Accepted by Metropolis and Hastings' rule with the Jacobian of singular
 *       values (R. J. Muirhead, Aspects of Multivariate Statistical Theory, 1982, section 3.2).
 * </ul>
 */
final class DeepLinearChain {
  private static final double LONG = 4;

  private final double[][] target;
  private final double[][][] layers;
  private final Draws draws;

  /**
   * Starts at a draw from the prior.
   *
   * @param widths inputs, hidden ..., outputs
   * @param rank of B, whose other singular values are 1
   */
  DeepLinearChain(int[] widths, int rank, Draws draws) {
    this.draws = draws;
    target = new double[widths[widths.length - 1]][widths[0]];
    for (int i = 0; i < rank; i++) {
      target[i][i] = 1;
    }
    layers = new double[widths.length - 1][][];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = new double[widths[l + 1]][widths[l]];
      for (double[] row : layers[l]) {
        for (int j = 0; j < row.length; j++) {
          row[j] = draws.normal();
        }
      }
    }
  }

  /** One sweep over all layers at t; the mean of tK given all but one layer, over the layers. */
  double sweep(double t) {
    double[][][] above = new double[layers.length][][];
    double[][] product = Matrices.identity(target.length);
    for (int l = layers.length - 1; l >= 0; l--) {
      above[l] = product;
      product = Matrices.product(product, layers[l]);
    }
    double[][] below = Matrices.identity(target[0].length);
    double energy = 0;
    for (int l = 0; l < layers.length; l++) {
      energy += drawLayer(l, above[l], below, t);
      below = Matrices.product(layers[l], below);
    }
    for (int l = 0; l + 1 < layers.length; l++) {
      rebalance(l);
    }
    return energy / layers.length;
  }

  private double drawLayer(int l, double[][] above, double[][] below, double t) {
    double[][] aboveTransposed = Matrices.transpose(above);
    SymmetricEigen left = SymmetricEigen.of(Matrices.gram(aboveTransposed));
    SymmetricEigen right = SymmetricEigen.of(Matrices.gram(below));
    double[][] pull =
        Matrices.product(
            Matrices.product(Matrices.transpose(left.vectors()), aboveTransposed),
            Matrices.product(target, Matrices.product(Matrices.transpose(below), right.vectors())));
    double energy = 0;
    double[][] noise = new double[pull.length][pull[0].length];
    for (int i = 0; i < pull.length; i++) {
      for (int j = 0; j < pull[0].length; j++) {
        double stiffness = t * left.values()[i] * right.values()[j];
        energy += stiffness / (1 + stiffness) / 2;
        noise[i][j] = draws.normal() / Math.sqrt(1 + stiffness);
        pull[i][j] *= t / (1 + stiffness);
      }
    }
    double[][] rightTransposed = Matrices.transpose(right.vectors());
    double[][] mean = Matrices.product(left.vectors(), Matrices.product(pull, rightTransposed));
    double[][] rest = Matrices.product(left.vectors(), Matrices.product(noise, rightTransposed));
    double[][] map = Matrices.product(above, Matrices.product(mean, below));
    energy += t * Matrices.squaredDistance(map, target) / 2;
    for (int i = 0; i < mean.length; i++) {
      for (int j = 0; j < mean[0].length; j++) {
        layers[l][i][j] = mean[i][j] + rest[i][j];
      }
    }
    return energy;
  }

  private void rebalance(int l) {
    double[][] lower = layers[l];
    double[][] upper = layers[l + 1];
    SymmetricEigen eigen = SymmetricEigen.of(Matrices.gram(lower));
    int hidden = lower.length;
    double[][] rows = Matrices.product(Matrices.transpose(eigen.vectors()), lower);
    double[] square = new double[hidden];
    for (int i = 0; i < hidden; i++) {
      for (double x : rows[i]) {
        square[i] += x * x;
      }
    }
    boolean[] isNull = nullDirections(square, lower[0].length);
    for (int i = 0; i < hidden; i++) {
      if (!isNull[i]) {
        scale(lower, upper, eigen.vectors(), square, isNull, i);
      }
    }
  }

  /** With more rows than columns the smallest singular values are zero and have no density. */
  private static boolean[] nullDirections(double[] square, int columns) {
    boolean[] isNull = new boolean[square.length];
    for (int excess = square.length - columns; excess > 0; excess--) {
      int smallest = -1;
      for (int i = 0; i < square.length; i++) {
        if (!isNull[i] && (smallest < 0 || square[i] < square[smallest])) {
          smallest = i;
        }
      }
      isNull[smallest] = true;
    }
    return isNull;
  }

  private void scale(
      double[][] lower,
      double[][] upper,
      double[][] vectors,
      double[] square,
      boolean[] isNull,
      int i) {
    int hidden = lower.length;
    double s = (draws.uniform() < 0.5 ? 1 : LONG) * draws.normal();
    double factor = Math.exp(s);
    double scaled = square[i] * factor * factor;
    double column = 0;
    double[] image = new double[upper.length];
    for (int r = 0; r < upper.length; r++) {
      for (int k = 0; k < hidden; k++) {
        image[r] += upper[r][k] * vectors[k][i];
      }
      column += image[r] * image[r];
    }
    double ratio = (Math.abs(lower[0].length - hidden) + 1 - upper.length) * s;
    for (int j = 0; j < hidden; j++) {
      if (j != i && !isNull[j]) {
        ratio += Math.log(Math.abs((scaled - square[j]) / (square[i] - square[j])));
      }
    }
    ratio -= (scaled - square[i]) / 2 + column * (1 / (factor * factor) - 1) / 2;
    if (Math.log(draws.uniform()) < ratio) {
      for (int c = 0; c < lower[0].length; c++) {
        double along = 0;
        for (int k = 0; k < hidden; k++) {
          along += vectors[k][i] * lower[k][c];
        }
        for (int k = 0; k < hidden; k++) {
          lower[k][c] += (factor - 1) * along * vectors[k][i];
        }
      }
      for (int r = 0; r < upper.length; r++) {
        for (int k = 0; k < hidden; k++) {
          upper[r][k] += (1 / factor - 1) * image[r] * vectors[k][i];
        }
      }
      square[i] = scaled;
    }
  }
}
