package org.cusp.tensor.simd;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.cusp.tensor.Sums;
import org.cusp.tensor.sequence.Heads;

/**
 * Attention in single precision, one sequence at a time on the heap, one head after the other:
 * scores of a head fit a cache, and what no position sees is not computed. On the way back they are
 * computed again. Those in double precision are written after these.
 */
final class FloatHeads implements HeadKernels {
  private final FloatHeadRows q = new FloatHeadRows();
  private final FloatHeadRows k = new FloatHeadRows();
  private final FloatHeadRows v = new FloatHeadRows();
  private final FloatHeadRows o = new FloatHeadRows();
  private final FloatHeadRows gradient = new FloatHeadRows();
  private final FloatHeadRows keyGradient = new FloatHeadRows();
  private final FloatHeadRows valueGradient = new FloatHeadRows();
  private float[] scores = new float[0];
  private float[] slopes = new float[0];
  private float[] turnedKeys = new float[0];
  private float[] turnedValues = new float[0];
  private float[] moments = new float[0];
  private int width;
  private int columns;

  private void fit(Heads heads) {
    width = FloatTiles.lanes(heads.width());
    columns = FloatTiles.lanes(heads.positions());
    int size = FloatTiles.rows(heads.positions()) * columns;
    if (scores.length < size) {
      scores = new float[size];
      slopes = new float[size];
    }
    if (turnedKeys.length < heads.width() * columns) {
      turnedKeys = new float[heads.width() * columns];
      turnedValues = new float[heads.width() * columns];
    }
    int numbers = 2 * heads.queries() * heads.positions();
    if (moments.length < numbers) {
      moments = new float[numbers];
    }
  }

  @Override
  public void attend(Heads heads, Operands on, int chain) {
    fit(heads);
    int numbers = 2 * heads.queries() * heads.positions();
    FloatBuffer kept = on.moments().slab().floats(on.moments().slab().rowOf(chain));
    for (int datum = 0;
        datum < on.mixed().size() / (heads.positions() * heads.queryWidth());
        datum++) {
      q.load(on.queries(), chain, datum, heads.queries(), heads);
      k.load(on.keys(), chain, datum, heads.keys(), heads);
      v.load(on.values(), chain, datum, heads.keys(), heads);
      q.turn(heads, 1);
      k.turn(heads, 1);
      o.clear(heads.queries(), heads);
      for (int h = 0; h < heads.queries(); h++) {
        if (h % heads.sharing() == 0) {
          k.transposed(h / heads.sharing(), heads, turnedKeys, columns);
        }
        products(heads, q, h, turnedKeys, scores);
        softmax(heads, h);
        mix(heads, scores, v, h / heads.sharing(), o, h);
      }
      o.store(on.mixed(), chain, datum, heads);
      kept.put(on.moments().offset() + datum * numbers, moments, 0, numbers);
    }
  }

  /** Row t of the products is that of a with all columns of b that position t sees. */
  private void products(Heads heads, FloatHeadRows a, int head, float[] b, float[] products) {
    int from = a.start(head);
    for (int t = 0; t < heads.positions(); t += FloatTiles.ROWS) {
      int seen = FloatTiles.lanes(seenByTile(heads, t));
      for (int row = t; row < t + FloatTiles.ROWS; row++) {
        Arrays.fill(products, row * columns, row * columns + seen, 0);
      }
      FloatTiles.add(
          a.values(),
          from + t * width,
          width,
          1,
          b,
          0,
          columns,
          products,
          t * columns,
          columns,
          seen,
          heads.width());
    }
  }

  private static int seenByTile(Heads heads, int first) {
    return heads.seen(Math.min(first + FloatTiles.ROWS, heads.positions()) - 1);
  }

  /** Scores become weights, and what they were divided by is kept. */
  private void softmax(Heads heads, int head) {
    for (int t = 0; t < heads.positions(); t++) {
      int at = t * columns;
      int seen = heads.seen(t);
      float largest = Float.NEGATIVE_INFINITY;
      for (int s = at; s < at + seen; s++) {
        scores[s] *= (float) heads.scale();
        largest = Math.max(largest, scores[s]);
      }
      int place = 2 * (t * heads.queries() + head);
      exponentials(heads, t, largest);
      float share = (float) (1 / Sums.of(scores, at, seen));
      for (int s = at; s < at + seen; s++) {
        scores[s] *= share;
      }
      moments[place] = largest;
      moments[place + 1] = share;
    }
  }

  /** exp(score - largest) of what position t sees, 0 of what else its tile does. */
  private void exponentials(Heads heads, int t, float largest) {
    int at = t * columns;
    int seen = heads.seen(t);
    for (int s = at; s < at + seen; s++) {
      scores[s] -= largest;
    }
    FloatMath.expInPlace(scores, at, seen);
    int tile = t / FloatTiles.ROWS * FloatTiles.ROWS;
    Arrays.fill(scores, at + seen, at + FloatTiles.lanes(seenByTile(heads, tile)), 0);
  }

  /** Row t of the target is the sum of all rows that it sees, weighted. */
  private void mix(
      Heads heads, float[] weights, FloatHeadRows rows, int head, FloatHeadRows target, int to) {
    for (int t = 0; t < heads.positions(); t += FloatTiles.ROWS) {
      FloatTiles.add(
          weights,
          t * columns,
          columns,
          1,
          rows.values(),
          rows.start(head),
          width,
          target.values(),
          target.start(to) + t * width,
          width,
          width,
          seenByTile(heads, t));
    }
  }

  /** Row s of the target gets the rows of all positions that see it, weighted. */
  private void mixBack(
      Heads heads, float[] weights, FloatHeadRows rows, int head, FloatHeadRows target, int to) {
    for (int s = 0; s < heads.positions(); s += FloatTiles.ROWS) {
      int first = heads.firstSeeing(s);
      FloatTiles.add(
          weights,
          first * columns + s,
          1,
          columns,
          rows.values(),
          rows.start(head) + first * width,
          width,
          target.values(),
          target.start(to) + s * width,
          width,
          width,
          heads.positions() - first);
    }
  }

  @Override
  public void attendBackward(Heads heads, Operands on, int chain) {
    fit(heads);
    int numbers = 2 * heads.queries() * heads.positions();
    FloatBuffer kept = on.moments().slab().floats(on.moments().slab().rowOf(chain));
    for (int datum = 0;
        datum < on.mixed().size() / (heads.positions() * heads.queryWidth());
        datum++) {
      kept.get(on.moments().offset() + datum * numbers, moments, 0, numbers);
      q.load(on.queries(), chain, datum, heads.queries(), heads);
      k.load(on.keys(), chain, datum, heads.keys(), heads);
      v.load(on.values(), chain, datum, heads.keys(), heads);
      o.load(on.mixed(), chain, datum, heads.queries(), heads);
      q.turn(heads, 1);
      k.turn(heads, 1);
      gradient.clear(heads.queries(), heads);
      keyGradient.clear(heads.keys(), heads);
      valueGradient.clear(heads.keys(), heads);
      for (int h = 0; h < heads.queries(); h++) {
        back(heads, h);
      }
      gradient.turn(heads, -1);
      keyGradient.turn(heads, -1);
      gradient.store(on.queries(), chain, datum, heads);
      keyGradient.store(on.keys(), chain, datum, heads);
      valueGradient.store(on.values(), chain, datum, heads);
    }
  }

  private void back(Heads heads, int head) {
    int key = head / heads.sharing();
    if (head % heads.sharing() == 0) {
      k.transposed(key, heads, turnedKeys, columns);
      v.transposed(key, heads, turnedValues, columns);
    }
    products(heads, q, head, turnedKeys, scores);
    weightsAgain(heads, head);
    products(heads, o, head, turnedValues, slopes);
    scoreSlopes(heads);
    mixBack(heads, scores, o, head, valueGradient, key);
    mixBack(heads, slopes, q, head, keyGradient, key);
    mix(heads, slopes, k, key, gradient, head);
  }

  private void weightsAgain(Heads heads, int head) {
    for (int t = 0; t < heads.positions(); t++) {
      int at = t * columns;
      int seen = heads.seen(t);
      int place = 2 * (t * heads.queries() + head);
      for (int s = at; s < at + seen; s++) {
        scores[s] *= (float) heads.scale();
      }
      exponentials(heads, t, moments[place]);
      float share = moments[place + 1];
      for (int s = at; s < at + seen; s++) {
        scores[s] *= share;
      }
    }
  }

  /** With respect to weights p they become with respect to q . k: p (d - sum p d) scale. */
  private void scoreSlopes(Heads heads) {
    for (int t = 0; t < heads.positions(); t++) {
      int at = t * columns;
      int seen = heads.seen(t);
      float middle = (float) Sums.ofProducts(scores, slopes, at, seen);
      for (int s = at; s < at + seen; s++) {
        slopes[s] = scores[s] * (slopes[s] - middle) * (float) heads.scale();
      }
      int tile = t / FloatTiles.ROWS * FloatTiles.ROWS;
      Arrays.fill(slopes, at + seen, at + FloatTiles.lanes(seenByTile(heads, tile)), 0);
    }
  }
}
