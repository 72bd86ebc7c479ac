package org.cusp.tensor.simd.attention;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.cusp.tensor.sequence.Heads;

/** What {@link FloatHeads} does, in double precision; written after it. */
public final class DoubleHeads implements HeadKernels {
  private final DoubleHeadRows q = new DoubleHeadRows();
  private final DoubleHeadRows k = new DoubleHeadRows();
  private final DoubleHeadRows v = new DoubleHeadRows();
  private final DoubleHeadRows o = new DoubleHeadRows();
  private final DoubleHeadRows gradient = new DoubleHeadRows();
  private final DoubleHeadRows keyGradient = new DoubleHeadRows();
  private final DoubleHeadRows valueGradient = new DoubleHeadRows();
  private final DoubleScores scores = new DoubleScores();
  private double[] turned = new double[0];
  private double[] moments = new double[0];
  private int width;
  private int columns;

  private void fit(Heads heads) {
    width = DoubleTiles.lanes(heads.width());
    columns = DoubleTiles.lanes(heads.positions());
    scores.fit(heads);
    if (turned.length < heads.width() * columns) {
      turned = new double[heads.width() * columns];
    }
    int numbers = 2 * heads.queries() * heads.positions();
    if (moments.length < numbers) {
      moments = new double[numbers];
    }
  }

  @Override
  public void attend(Heads heads, Operands on, int chain) {
    fit(heads);
    int numbers = 2 * heads.queries() * heads.positions();
    DoubleBuffer kept = on.moments().slab().doubles(on.moments().slab().rowOf(chain));
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
      Heads heads, DoubleHeadRows a, int head, DoubleHeadRows b, int other, double[] products) {
    b.transposed(other, heads, turned, columns);
    for (int s = 0; s < heads.positions(); s += DoubleTiles.ROWS) {
      int from = heads.firstSeeing(s) / DoubleTiles.LANES * DoubleTiles.LANES;
      for (int row = s; row < s + DoubleTiles.ROWS; row++) {
        Arrays.fill(products, row * columns + from, (row + 1) * columns, 0);
      }
      DoubleTiles.add(
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
      Heads heads, double[] weights, DoubleHeadRows rows, int head, DoubleHeadRows target, int to) {
    for (int t = 0; t < heads.positions(); t += DoubleTiles.ROWS) {
      DoubleTiles.add(
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
          heads.seen(Math.min(t + DoubleTiles.ROWS, heads.positions()) - 1));
    }
  }

  /** Row s of the target gets the rows of all positions that see it, weighted. */
  private void mixBack(
      Heads heads, double[] weights, DoubleHeadRows rows, int head, DoubleHeadRows target, int to) {
    for (int s = 0; s < heads.positions(); s += DoubleTiles.ROWS) {
      int first = heads.firstSeeing(s);
      DoubleTiles.add(
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
    DoubleBuffer kept = on.moments().slab().doubles(on.moments().slab().rowOf(chain));
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
