package org.cusp.tensor.simd.attention;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.simd.lanes.DoubleMath;

/** What {@link FloatScores} does, in double precision; written after it. */
final class DoubleScores {
  private static final VectorSpecies<Double> F = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = DoubleTiles.LANES;

  /** Row i of the matrix that is 0 where lane t sees row i of its own vector, t >= i. */
  private static final double[] HIDDEN = corner(Double.NEGATIVE_INFINITY, 0);

  /** The same with 0 for 0 and 1 for what is seen. */
  private static final double[] SEEN = corner(0, 1);

  private double[] weights = new double[0];
  private double[] slopes = new double[0];
  private double[] largest = new double[0];
  private double[] shares = new double[0];
  private int columns;

  private static double[] corner(double hidden, double seen) {
    double[] rows = new double[LANES * LANES];
    Arrays.fill(rows, seen);
    for (int i = 0; i < LANES; i++) {
      Arrays.fill(rows, i * LANES, i * LANES + i, hidden);
    }
    return rows;
  }

  void fit(Heads heads) {
    columns = DoubleTiles.lanes(heads.positions());
    int size = DoubleTiles.rows(heads.positions()) * columns;
    if (weights.length < size) {
      weights = new double[size];
      slopes = new double[size];
    }
    if (largest.length < columns) {
      largest = new double[columns];
      shares = new double[columns];
    }
  }

  /** Scores, then weights. */
  double[] weights() {
    return weights;
  }

  /** With respect to weights, then with respect to scores. */
  double[] slopes() {
    return slopes;
  }

  /** Rows that all lanes from column {@code first} on see. */
  private static int seenByAll(Heads heads, int first) {
    return Math.min(heads.positions(), heads.seen(first) == 1 + first ? first : heads.seen(first));
  }

  /** Rows that some lane from column {@code first} on sees. */
  private static int seenBySome(Heads heads, int first) {
    return heads.seen(Math.min(heads.positions(), first + LANES) - 1);
  }

  /** Products become weights; by what they were made is kept, {@code 2 (t heads + head)}. */
  void softmax(Heads heads, int head, double[] moments) {
    for (int first = 0; first < columns; first += LANES) {
      largest(heads, first).intoArray(largest, first);
      exponentials(heads, first);
      DoubleVector total = DoubleVector.zero(F);
      for (int s = 0; s < seenBySome(heads, first); s++) {
        total = total.add(DoubleVector.fromArray(F, weights, s * columns + first));
      }
      DoubleVector share = DoubleVector.broadcast(F, 1).div(total);
      share.intoArray(shares, first);
      share(heads, first);
    }
    for (int t = 0; t < heads.positions(); t++) {
      int place = 2 * (t * heads.queries() + head);
      moments[place] = largest[t];
      moments[place + 1] = shares[t];
    }
  }

  /** Products of what is seen become scores, others minus infinity; the largest of each lane. */
  private DoubleVector largest(Heads heads, int first) {
    DoubleVector most = DoubleVector.broadcast(F, Double.NEGATIVE_INFINITY);
    int all = seenByAll(heads, first);
    for (int s = 0; s < seenBySome(heads, first); s++) {
      int at = s * columns + first;
      DoubleVector score = DoubleVector.fromArray(F, weights, at).mul(heads.scale());
      if (s > all) {
        score = score.add(DoubleVector.fromArray(F, HIDDEN, (s - all) * LANES));
      }
      score.intoArray(weights, at);
      most = most.max(score);
    }
    return most;
  }

  /** exp(score - largest), 0 where it is hidden, and in what else tiles read of these columns. */
  private void exponentials(Heads heads, int first) {
    DoubleVector most = DoubleVector.fromArray(F, largest, first);
    int all = seenByAll(heads, first);
    int some = seenBySome(heads, first);
    for (int s = 0; s < some; s++) {
      int at = s * columns + first;
      DoubleVector power = DoubleMath.exp(DoubleVector.fromArray(F, weights, at).sub(most));
      if (s > all) {
        power = power.mul(DoubleVector.fromArray(F, SEEN, (s - all) * LANES));
      }
      power.intoArray(weights, at);
    }
    for (int s = some; s < DoubleTiles.rows(some); s++) {
      DoubleVector.zero(F).intoArray(weights, s * columns + first);
    }
  }

  private void share(Heads heads, int first) {
    DoubleVector share = DoubleVector.fromArray(F, shares, first);
    for (int s = 0; s < seenBySome(heads, first); s++) {
      int at = s * columns + first;
      DoubleVector.fromArray(F, weights, at).mul(share).intoArray(weights, at);
    }
  }

  /** Products become weights by what was kept. */
  void again(Heads heads, int head, double[] moments) {
    Arrays.fill(largest, heads.positions(), columns, 0);
    Arrays.fill(shares, heads.positions(), columns, 0);
    for (int t = 0; t < heads.positions(); t++) {
      int place = 2 * (t * heads.queries() + head);
      largest[t] = moments[place];
      shares[t] = moments[place + 1];
    }
    for (int first = 0; first < columns; first += LANES) {
      largest(heads, first);
      exponentials(heads, first);
      share(heads, first);
    }
  }

  /** With respect to weights p they become with respect to products: p (d - sum p d) scale. */
  void back(Heads heads) {
    for (int first = 0; first < columns; first += LANES) {
      int some = seenBySome(heads, first);
      DoubleVector mean = DoubleVector.zero(F);
      for (int s = 0; s < some; s++) {
        int at = s * columns + first;
        mean =
            DoubleVector.fromArray(F, weights, at).fma(DoubleVector.fromArray(F, slopes, at), mean);
      }
      for (int s = 0; s < some; s++) {
        int at = s * columns + first;
        DoubleVector.fromArray(F, slopes, at)
            .sub(mean)
            .mul(DoubleVector.fromArray(F, weights, at))
            .mul(heads.scale())
            .intoArray(slopes, at);
      }
      for (int s = some; s < DoubleTiles.rows(some); s++) {
        DoubleVector.zero(F).intoArray(slopes, s * columns + first);
      }
    }
  }
}
