package org.cusp.estimate.covariance;

import org.cusp.tensor.dense.Matrix;

/**
 * The largest eigenvalues of the covariance over draws of some parameters, each with its error.
 *
 * <p>The eigenvalues of a covariance from N effective draws of P parameters are spread: were all
 * true ones v, those of the sample would lie between v (1 - sqrt(P/N))^2 and v (1 + sqrt(P/N))^2
 * (V. Marchenko, L. Pastur, Math. USSR Sbornik 1 (1967) 457-483,
 * doi:10.1070/SM1967v001n04ABEH001994), since a direction in which the sample varies most is one in
 * which it varies too much. So the same is done with half of the chains, and the variance along the
 * directions found there is taken from the other half, which knows nothing of them: that one is
 * unbiased for its direction, and the two agree where an eigenvalue is more than the spread.
 *
 * <p>Up to {@link DenseCovariance#MOST} parameters the covariance is whole and all eigenvalues are
 * there; beyond, the largest come from the Gram matrix of at most {@link #THINNED} draws, and their
 * variances from all draws.
 *
 * @param parameters P
 * @param values of the sample, the largest first, with errors that take the directions as given
 * @param heldOut along directions of half of the chains, of the other half, by rank; fewer
 * @param fromDraws draws that the directions come from
 */
record SampleSpectrum(int parameters, Variances values, Variances heldOut, int fromDraws) {
  /** Directions with a variance of draws that know nothing of them. */
  static final int HELD_OUT = 16;

  /** Draws of a Gram matrix. */
  static final int THINNED = 1024;

  /** Directions from a Gram matrix. */
  private static final int LEADING = 64;

  private record Directions(Matrix vectors, int draws) {}

  /** Of some parameters. */
  static SampleSpectrum of(Sampled sampled, int[] places) {
    int chains = sampled.window().chains().length;
    Directions all = directions(sampled, places, 0, chains, Integer.MAX_VALUE);
    Variances values = Variances.along(sampled, places, all.vectors(), 0, chains);
    Variances heldOut = new Variances(new double[0], new double[0], new double[0]);
    if (chains > 1) {
      int half = (chains + 1) / 2;
      Matrix found = directions(sampled, places, 0, half, HELD_OUT).vectors();
      heldOut = Variances.along(sampled, places, found, half, chains);
    }
    return new SampleSpectrum(places.length, values, heldOut, all.draws());
  }

  /** The leading directions in columns, the largest variance first. */
  private static Directions directions(
      Sampled sampled, int[] places, int fromChain, int toChain, int most) {
    return places.length <= DenseCovariance.MOST
        ? ofCovariance(sampled, places, fromChain, toChain, Math.min(most, places.length))
        : ofGram(sampled, places, fromChain, toChain, Math.min(most, LEADING));
  }

  private static Directions ofCovariance(
      Sampled sampled, int[] places, int fromChain, int toChain, int count) {
    int size = places.length;
    double[] sum = new double[size * size];
    int[] draws = new int[1];
    sampled.each(
        fromChain,
        toChain,
        block -> {
          Matrix x = Sampled.columns(block.draws(), places);
          double[] product = x.transposedTimes(x).values();
          for (int i = 0; i < sum.length; i++) {
            sum[i] += product[i];
          }
          draws[0] += x.rows();
        });
    Matrix vectors = new Matrix(size, size, sum).eigen().vectors();
    return new Directions(last(vectors, count), draws[0]);
  }

  /** Eigenvectors X'u / |X'u| of X'X from those u of XX'. */
  private static Directions ofGram(
      Sampled sampled, int[] places, int fromChain, int toChain, int most) {
    Matrix x = Sampled.columns(sampled.thinned(fromChain, toChain, THINNED), places);
    Matrix vectors = x.timesTransposed(x).eigen().vectors();
    int count = Math.min(most, x.rows() - 1);
    Matrix found = x.transposedTimes(last(vectors, count));
    double[] norms = new double[count];
    for (int i = 0; i < found.values().length; i++) {
      norms[i % count] += found.values()[i] * found.values()[i];
    }
    for (int i = 0; i < found.values().length; i++) {
      double norm = Math.sqrt(norms[i % count]);
      found.values()[i] = norm > 0 ? found.values()[i] / norm : 0;
    }
    return new Directions(found, x.rows());
  }

  /** The last columns, in reverse. */
  private static Matrix last(Matrix vectors, int count) {
    Matrix some = Matrix.zeros(vectors.rows(), count);
    for (int row = 0; row < vectors.rows(); row++) {
      for (int i = 0; i < count; i++) {
        some.values()[row * count + i] = vectors.values()[(row + 1) * vectors.columns() - 1 - i];
      }
    }
    return some;
  }
}
