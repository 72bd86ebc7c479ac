package org.cusp.estimate.criteria;

import org.cusp.numerics.LogSums;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * What consecutive draws of one chain say of each of n data whose losses are l = -log p(y | x, w):
 * the mean of l and the sum of its squared deviations (B. P. Welford, Technometrics 4 (1962) 419),
 * and the logarithms of the sums of p, of the importance ratio p^-beta of leaving the datum out,
 * and of their product. Its size does not depend on the number of draws.
 */
public final class DatumSums implements HasState {
  private final double beta;
  private final double[] mean;
  private final double[] squares;
  private final LogSums density;
  private final LogSums ratio;
  private final LogSums product;
  private long draws;

  /**
   * @param beta of the posterior that the draws are from; 0 for data that it has not seen, which
   *     need no ratios
   */
  public DatumSums(int n, double beta) {
    this.beta = beta;
    this.mean = new double[n];
    this.squares = new double[n];
    this.density = new LogSums(n);
    this.ratio = beta == 0 ? null : new LogSums(n);
    this.product = beta == 0 || beta == 1 ? null : new LogSums(n);
  }

  /** A draw begins: the losses of every datum are to follow. */
  void begin() {
    draws++;
  }

  /** The losses of data {@code from .. from + count - 1} at the draw that has begun. */
  public void add(int from, double[] losses, int count) {
    for (int k = 0; k < count; k++) {
      int i = from + k;
      double loss = losses[k];
      double deviation = loss - mean[i];
      mean[i] += deviation / draws;
      squares[i] += deviation * (loss - mean[i]);
      density.add(i, -loss);
      if (ratio != null) {
        ratio.add(i, beta * loss);
      }
      if (product != null) {
        product.add(i, (beta - 1) * loss);
      }
    }
  }

  /** Adds what other draws say (T. F. Chan et al., The American Statistician 37 (1983) 242). */
  public void add(DatumSums other) {
    if (other.draws == 0) {
      return;
    }
    double all = draws + other.draws;
    for (int i = 0; i < mean.length; i++) {
      double gap = other.mean[i] - mean[i];
      mean[i] += gap * other.draws / all;
      squares[i] += other.squares[i] + gap * gap * draws * other.draws / all;
    }
    density.add(other.density);
    if (ratio != null) {
      ratio.add(other.ratio);
    }
    if (product != null) {
      product.add(other.product);
    }
    draws += other.draws;
  }

  @Override
  public void state(State at) {
    System.arraycopy(at.numbers("mean", mean), 0, mean, 0, mean.length);
    System.arraycopy(at.numbers("squares", squares), 0, squares, 0, squares.length);
    state(at, "density", density);
    state(at, "ratio", ratio);
    state(at, "product", product);
    draws = at.whole("draws", draws);
  }

  private static void state(State at, String name, LogSums sums) {
    if (sums != null) {
      sums.restore(at.rows(name, sums.state()));
    }
  }

  public long draws() {
    return draws;
  }

  public double mean(int datum) {
    return mean[datum];
  }

  /** The sum of the squared deviations of the loss from its mean. */
  public double squares(int datum) {
    return squares[datum];
  }

  /** log sum p. */
  public double density(int datum) {
    return density.at(datum);
  }

  /** log sum p^-beta. */
  double ratio(int datum) {
    return ratio.at(datum);
  }

  /** log sum p^(1 - beta). */
  double product(int datum) {
    return product == null ? Math.log(draws) : product.at(datum);
  }
}
