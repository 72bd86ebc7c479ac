package org.cusp.gold.spectrum;

import org.cusp.numerics.Matrices;
import org.cusp.numerics.SymmetricEigen;
import org.cusp.state.HasState;
import org.cusp.state.State;

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
 *       1/(1 + t c_i a_j)}.
 *   <li>Between neighbouring layers a singular value is moved from one to the other: along a left
 *       singular vector u of W_l, {@code W_l} is scaled by e^s and {@code W_(l+1)} by e^-s. The
 *       product, and K, stay as they are, so a step may cross all scales at once, where the first
 *       move would walk. Accepted by Metropolis and Hastings' rule with the Jacobian of singular
 *       values (R. J. Muirhead, Aspects of Multivariate Statistical Theory, 1982, section 3.2).
 * </ul>
 *
 * What is averaged are conditional means of tK given all layers but one, in closed form (Rao and
 * Blackwell). With a true map {@code B = diag(I_r, 0)} they are taken block by block. Given C, the
 * first layer can bring every column of {@code W_L ... W_1} to where C allows, and given A the last
 * layer every row; but no layer can mend the rows that the layers above it, or the columns that
 * those below it have got wrong by {@code O(t^-1/2)}, and these contribute all the noise of regular
 * directions. So the rows up to r of the columns beyond r are taken from the first layer, the rows
 * beyond r of the columns up to r from the last, and the two diagonal blocks, in which such errors
 * appear squared, from all.
 */
final class DeepLinearChain implements HasState {
  private static final double LONG = 4;

  private final double[][] target;
  private final int rank;
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
    this.rank = rank;
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

  @Override
  public void state(State at) {
    for (int l = 0; l < layers.length; l++) {
      layers[l] = Matrices.copy(at.rows("layer " + l, layers[l]));
    }
  }

  /** One sweep over all layers at t; an unbiased estimate of E[tK] from conditional means. */
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
      double[][] blocks = drawLayer(l, above[l], below, t);
      energy += (blocks[0][0] + blocks[1][1]) / layers.length;
      energy += l == 0 ? blocks[0][1] : 0;
      energy += l == layers.length - 1 ? blocks[1][0] : 0;
      below = Matrices.product(layers[l], below);
    }
    for (int l = 0; l + 1 < layers.length; l++) {
      rebalance(l);
    }
    return energy;
  }

  /**
   * Draws a layer given the others.
   *
   * @return the conditional mean of tK: [rows up to the rank, rows beyond][columns alike]
   */
  private double[][] drawLayer(int l, double[][] above, double[][] below, double t) {
    double[][] aboveTransposed = Matrices.transpose(above);
    SymmetricEigen left = SymmetricEigen.of(Matrices.gram(aboveTransposed)).orThrow();
    SymmetricEigen right = SymmetricEigen.of(Matrices.gram(below)).orThrow();
    double[][] pull =
        Matrices.product(
            Matrices.product(Matrices.transpose(left.vectors()), aboveTransposed),
            Matrices.product(target, Matrices.product(Matrices.transpose(below), right.vectors())));
    double[][] variance = new double[pull.length][pull[0].length];
    double[][] noise = new double[pull.length][pull[0].length];
    for (int i = 0; i < pull.length; i++) {
      for (int j = 0; j < pull[0].length; j++) {
        variance[i][j] = 1 / (1 + t * left.values()[i] * right.values()[j]);
        noise[i][j] = draws.normal() * Math.sqrt(variance[i][j]);
        pull[i][j] *= t * variance[i][j];
      }
    }
    double[][] leftBasis = Matrices.product(above, left.vectors());
    double[][] rightTransposed = Matrices.transpose(right.vectors());
    double[][] rightBasis = Matrices.product(rightTransposed, below);
    double[][] map = Matrices.product(Matrices.product(leftBasis, pull), rightBasis);
    double[][] blocks = blocks(map, leftBasis, variance, rightBasis, t);
    for (int i = 0; i < pull.length; i++) {
      for (int j = 0; j < pull[0].length; j++) {
        pull[i][j] += noise[i][j];
      }
    }
    layers[l] = Matrices.product(left.vectors(), Matrices.product(pull, rightTransposed));
    return blocks;
  }

  /** {@code t/2 E|X - B|^2} by blocks, X of the given mean plus {@code left N right}. */
  private double[][] blocks(
      double[][] mean, double[][] left, double[][] variance, double[][] right, double t) {
    double[][] energy = new double[2][2];
    for (int p = 0; p < mean.length; p++) {
      for (int q = 0; q < mean[0].length; q++) {
        double off = mean[p][q] - target[p][q];
        energy[p < rank ? 0 : 1][q < rank ? 0 : 1] += t * off * off / 2;
      }
    }
    double[][] rows = new double[2][variance.length];
    for (int p = 0; p < left.length; p++) {
      for (int i = 0; i < variance.length; i++) {
        rows[p < rank ? 0 : 1][i] += left[p][i] * left[p][i];
      }
    }
    double[][] columns = new double[2][variance[0].length];
    for (int j = 0; j < variance[0].length; j++) {
      for (int q = 0; q < right[0].length; q++) {
        columns[q < rank ? 0 : 1][j] += right[j][q] * right[j][q];
      }
    }
    for (int i = 0; i < variance.length; i++) {
      for (int j = 0; j < variance[0].length; j++) {
        for (int block = 0; block < 4; block++) {
          energy[block / 2][block % 2] +=
              t * rows[block / 2][i] * variance[i][j] * columns[block % 2][j] / 2;
        }
      }
    }
    return energy;
  }

  private void rebalance(int l) {
    double[][] lower = layers[l];
    double[][] upper = layers[l + 1];
    SymmetricEigen eigen = SymmetricEigen.of(Matrices.gram(lower)).orThrow();
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
