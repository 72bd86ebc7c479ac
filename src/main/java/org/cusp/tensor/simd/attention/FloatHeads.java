package org.cusp.tensor.simd.attention;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.cusp.tensor.sequence.Heads;

/**
 * Attention in single precision, one sequence at a time on the heap, one head after the other:
 * scores of a head fit a cache, and what no position sees is not computed. On the way back they are
 * computed again. Those in double precision are written after these.
 */
public final class FloatHeads implements HeadKernels {
  private final FloatHeadRows q = new FloatHeadRows();
  private final FloatHeadRows k = new FloatHeadRows();
  private final FloatHeadRows v = new FloatHeadRows();
  private final FloatHeadRows o = new FloatHeadRows();
  private final FloatHeadRows gradient = new FloatHeadRows();
  private final FloatHeadRows keyGradient = new FloatHeadRows();
  private final FloatHeadRows valueGradient = new FloatHeadRows();
  private final FloatScores scores = new FloatScores();
  private float[] turned = new float[0];
  private float[] moments = new float[0];
  private int width;
  private int columns;

  private void fit(Heads heads) {
    width = FloatTiles.lanes(heads.width());
    columns = FloatTiles.lanes(heads.positions());
    scores.fit(heads);
    if (turned.length < heads.width() * columns) {
      turned = new float[heads.width() * columns];
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
    for (int datum = 0; datum < data(heads, on); datum++) {
      load(heads, on, chain, datum);
      o.clear(heads.queries(), heads);
      for (int h = 0; h < heads.queries(); h++) {
        int key = h / heads.sharing();
        products(heads, k, key, q, h, scores.weights());
        scores.softmax(heads, h, moments);
        mix(heads, scores.weights(), v, key, o, h);
      }
      o.store(on.mixed(), chain, datum, heads);
      kept.put(on.moments().offset() + datum * numbers, moments, 0, numbers);
    }
  }

  private static int data(Heads heads, Operands on) {
    return on.mixed().size() / (heads.positions() * heads.queryWidth());
  }

  private void load(Heads heads, Operands on, int chain, int datum) {
    q.load(on.queries(), chain, datum, heads.queries(), heads);
    k.load(on.keys(), chain, datum, heads.keys(), heads);
    v.load(on.values(), chain, datum, heads.keys(), heads);
    q.turn(heads, 1);
    k.turn(heads, 1);
  }

  /** Entry (s, t) is the product of row s of a with row t of b, where position t sees s. */
  private void products(
      Heads heads, FloatHeadRows a, int head, FloatHeadRows b, int other, float[] products) {
    b.transposed(other, heads, turned, columns);
    for (int s = 0; s < heads.positions(); s += FloatTiles.ROWS) {
      int from = heads.firstSeeing(s) / FloatTiles.LANES * FloatTiles.LANES;
      for (int row = s; row < s + FloatTiles.ROWS; row++) {
        Arrays.fill(products, row * columns + from, (row + 1) * columns, 0);
      }
      FloatTiles.add(
          a.values(),
          a.start(head) + s * a.stride(),
          a.stride(),
          1,
          turned,
          from,
          columns,
          products,
          s * columns + from,
          columns,
          columns - from,
          heads.width());
    }
  }

  /** Row t of the target is the sum of all rows that it sees, weighted. */
  private void mix(
      Heads heads, float[] weights, FloatHeadRows rows, int head, FloatHeadRows target, int to) {
    for (int t = 0; t < heads.positions(); t += FloatTiles.ROWS) {
      FloatTiles.add(
          weights,
          t,
          1,
          columns,
          rows.values(),
          rows.start(head),
          rows.stride(),
          target.values(),
          target.start(to) + t * target.stride(),
          target.stride(),
          width,
          heads.seen(Math.min(t + FloatTiles.ROWS, heads.positions()) - 1));
    }
  }

  /** Row s of the target gets the rows of all positions that see it, weighted. */
  private void mixBack(
      Heads heads, float[] weights, FloatHeadRows rows, int head, FloatHeadRows target, int to) {
    for (int s = 0; s < heads.positions(); s += FloatTiles.ROWS) {
      int first = heads.firstSeeing(s);
      FloatTiles.add(
          weights,
          s * columns + first,
          columns,
          1,
          rows.values(),
          rows.start(head) + first * rows.stride(),
          rows.stride(),
          target.values(),
          target.start(to) + s * target.stride(),
          target.stride(),
          width,
          heads.positions() - first);
    }
  }

  @Override
  public void attendBackward(Heads heads, Operands on, int chain) {
    fit(heads);
    int numbers = 2 * heads.queries() * heads.positions();
    FloatBuffer kept = on.moments().slab().floats(on.moments().slab().rowOf(chain));
    for (int datum = 0; datum < data(heads, on); datum++) {
      kept.get(on.moments().offset() + datum * numbers, moments, 0, numbers);
      load(heads, on, chain, datum);
      o.load(on.mixed(), chain, datum, heads.queries(), heads);
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
    products(heads, k, key, q, head, scores.weights());
    scores.again(heads, head, moments);
    products(heads, v, key, o, head, scores.slopes());
    scores.back(heads);
    mixBack(heads, scores.weights(), o, head, valueGradient, key);
    mixBack(heads, scores.slopes(), q, head, keyGradient, key);
    mix(heads, scores.slopes(), k, key, gradient, head);
  }
}
