package org.cusp.estimate.covariance;

import java.util.Arrays;
import java.util.List;
import org.cusp.tensor.dense.Matrix;

/**
 * What components have to do with each other over the draws: with C_ab the covariance of the
 * weights of a with those of b,
 *
 * <pre>
 *   U_ab = |C_ab|^2   (sum of squares)
 *   r_ab = U_ab / sqrt(U_aa U_bb)
 * </pre>
 *
 * r is 0 for components that move independently of each other and 1 where one moves with the other
 * in all its directions (the RV coefficient: Y. Escoufier, Biometrics 29 (1973) 751-760,
 * doi:10.2307/2529140). From one sample U is too large by tr C_aa tr C_bb / N, however independent
 * they are. Here it is the mean of (x_i . x_j)_a (x_i . x_j)_b over draws i and j of different
 * chains, each about the mean of its own chain, which know nothing of each other: unbiased, so it
 * may be negative. Errors are the jackknife's over chains; NaN of fewer than three.
 *
 * @param squares U [component][component]
 * @param r likewise; NaN where U of one component with itself is not positive
 * @param se of r
 */
record Between(double[][] squares, double[][] r, double[][] se) {
  /** Numbers of the Gram matrices of all components. */
  private static final long MOST_NUMBERS = 1L << 24;

  private static final int FEWEST_CHAINS = 3;

  /** Of components by the places of their parameters; of a single chain everything is NaN. */
  static Between of(Sampled sampled, List<int[]> components) {
    int chains = sampled.window().chains().length;
    int draws = (int) Math.sqrt((double) MOST_NUMBERS / components.size());
    Matrix x = sampled.thinned(0, chains, Math.min(SampleSpectrum.THINNED, draws));
    int each = x.rows() / chains;
    centre(x, each);
    List<Matrix> grams =
        components.stream()
            .map(places -> Sampled.columns(x, places))
            .map(some -> some.timesTransposed(some))
            .toList();
    int count = components.size();
    double[][] squares = new double[count][count];
    double[][] r = new double[count][count];
    double[][] se = new double[count][count];
    double[][][][] pairs = new double[count][count][][];
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        pairs[a][b] = pairs(grams.get(a), grams.get(b), chains, each);
        squares[a][b] = mean(pairs[a][b], -1);
        squares[b][a] = squares[a][b];
      }
    }
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        r[a][b] = ratio(pairs, a, b, -1);
        se[a][b] = chains < FEWEST_CHAINS ? Double.NaN : jackknife(pairs, a, b, chains);
        r[b][a] = r[a][b];
        se[b][a] = se[a][b];
      }
    }
    return new Between(squares, r, se);
  }

  /**
   * Each chain about its own mean: with a mean that they share chains would know of each other, and
   * the traces of the covariances, over the square of the effective draws, would be left.
   */
  private static void centre(Matrix x, int each) {
    double[] all = x.values();
    int columns = x.columns();
    for (int first = 0; first < x.rows(); first += each) {
      for (int i = 0; i < columns; i++) {
        double sum = 0;
        for (int row = first; row < first + each; row++) {
          sum += all[row * columns + i];
        }
        for (int row = first; row < first + each; row++) {
          all[row * columns + i] -= sum / each;
        }
      }
    }
  }

  /** The mean over draws of two chains, of every two chains. */
  private static double[][] pairs(Matrix a, Matrix b, int chains, int each) {
    double[][] means = new double[chains][chains];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.rows(); j++) {
        int place = i * a.rows() + j;
        means[i / each][j / each] += a.values()[place] * b.values()[place] / ((double) each * each);
      }
    }
    return means;
  }

  /** Over different chains, one of them left out. */
  private static double mean(double[][] pairs, int without) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < pairs.length; i++) {
      for (int j = 0; j < pairs.length; j++) {
        if (i != j && i != without && j != without) {
          sum += pairs[i][j];
          count++;
        }
      }
    }
    return sum / count;
  }

  private static double ratio(double[][][][] pairs, int a, int b, int without) {
    double own = mean(pairs[a][a], without) * mean(pairs[b][b], without);
    return own > 0 && mean(pairs[a][a], without) > 0
        ? mean(pairs[a][b], without) / Math.sqrt(own)
        : Double.NaN;
  }

  private static double jackknife(double[][][][] pairs, int a, int b, int chains) {
    double[] without = new double[chains];
    Arrays.setAll(without, chain -> ratio(pairs, a, b, chain));
    double mean = Arrays.stream(without).average().orElseThrow();
    double squares = Arrays.stream(without).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt((chains - 1.0) / chains * squares);
  }
}
