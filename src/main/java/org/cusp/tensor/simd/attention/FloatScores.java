package org.cusp.tensor.simd.attention;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.simd.lanes.FloatMath;

/**
 * The scores of one head of a sequence, a row for each position that is seen and a column for each
 * that sees: the lanes of a vector are positions that see, and sums over what they see need no sum
 * over lanes. Those in double precision are written after these.
 */
final class FloatScores {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FloatTiles.LANES;

  /** Row i of the matrix that is 0 where lane t sees row i of its own vector, t >= i. */
  private static final float[] HIDDEN = corner(Float.NEGATIVE_INFINITY, 0);

  /** The same with 0 for 0 and 1 for what is seen. */
  private static final float[] SEEN = corner(0, 1);

  private float[] weights = new float[0];
  private float[] slopes = new float[0];
  private float[] largest = new float[0];
  private float[] shares = new float[0];
  private int columns;

  private static float[] corner(float hidden, float seen) {
    float[] rows = new float[LANES * LANES];
    Arrays.fill(rows, seen);
    for (int i = 0; i < LANES; i++) {
      Arrays.fill(rows, i * LANES, i * LANES + i, hidden);
    }
    return rows;
  }

  void fit(Heads heads) {
    columns = FloatTiles.lanes(heads.positions());
    int size = FloatTiles.rows(heads.positions()) * columns;
    if (weights.length < size) {
      weights = new float[size];
      slopes = new float[size];
    }
    if (largest.length < columns) {
      largest = new float[columns];
      shares = new float[columns];
    }
  }

  /** Scores, then weights. */
  float[] weights() {
    return weights;
  }

  /** With respect to weights, then with respect to scores. */
  float[] slopes() {
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
  void softmax(Heads heads, int head, float[] moments) {
    for (int first = 0; first < columns; first += LANES) {
      largest(heads, first).intoArray(largest, first);
      exponentials(heads, first);
      FloatVector total = FloatVector.zero(F);
      for (int s = 0; s < seenBySome(heads, first); s++) {
        total = total.add(FloatVector.fromArray(F, weights, s * columns + first));
      }
      FloatVector share = FloatVector.broadcast(F, 1).div(total);
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
  private FloatVector largest(Heads heads, int first) {
    FloatVector most = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    int all = seenByAll(heads, first);
    for (int s = 0; s < seenBySome(heads, first); s++) {
      int at = s * columns + first;
      FloatVector score = FloatVector.fromArray(F, weights, at).mul((float) heads.scale());
      if (s > all) {
        score = score.add(FloatVector.fromArray(F, HIDDEN, (s - all) * LANES));
      }
      score.intoArray(weights, at);
      most = most.max(score);
    }
    return most;
  }

  /** exp(score - largest), 0 where it is hidden, and in what else tiles read of these columns. */
  private void exponentials(Heads heads, int first) {
    FloatVector most = FloatVector.fromArray(F, largest, first);
    int all = seenByAll(heads, first);
    int some = seenBySome(heads, first);
    for (int s = 0; s < some; s++) {
      int at = s * columns + first;
      FloatVector power = FloatMath.exp(FloatVector.fromArray(F, weights, at).sub(most));
      if (s > all) {
        power = power.mul(FloatVector.fromArray(F, SEEN, (s - all) * LANES));
      }
      power.intoArray(weights, at);
    }
    for (int s = some; s < FloatTiles.rows(some); s++) {
      FloatVector.zero(F).intoArray(weights, s * columns + first);
    }
  }

  private void share(Heads heads, int first) {
    FloatVector share = FloatVector.fromArray(F, shares, first);
    for (int s = 0; s < seenBySome(heads, first); s++) {
      int at = s * columns + first;
      FloatVector.fromArray(F, weights, at).mul(share).intoArray(weights, at);
    }
  }

  /** Products become weights by what was kept. */
  void again(Heads heads, int head, float[] moments) {
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
      FloatVector mean = FloatVector.zero(F);
      for (int s = 0; s < some; s++) {
        int at = s * columns + first;
        mean =
            FloatVector.fromArray(F, weights, at).fma(FloatVector.fromArray(F, slopes, at), mean);
      }
      for (int s = 0; s < some; s++) {
        int at = s * columns + first;
        FloatVector.fromArray(F, slopes, at)
            .sub(mean)
            .mul(FloatVector.fromArray(F, weights, at))
            .mul((float) heads.scale())
            .intoArray(slopes, at);
      }
      for (int s = some; s < FloatTiles.rows(some); s++) {
        FloatVector.zero(F).intoArray(slopes, s * columns + first);
      }
    }
  }
}
