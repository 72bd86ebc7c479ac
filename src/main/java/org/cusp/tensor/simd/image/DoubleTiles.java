package org.cusp.tensor.simd.image;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** What {@link FloatTiles} does, in double precision; written after it. */
final class DoubleTiles {
  private static final VectorSpecies<Double> F =
      DoubleVector.SPECIES_PREFERRED.vectorBitSize() <= 256
          ? DoubleVector.SPECIES_PREFERRED
          : DoubleVector.SPECIES_256;

  static final int LANES = F.length();

  private static final double[] NONE = new double[Planes.HIGH];

  private DoubleTiles() {}

  /**
   * Vector (r, s) of y, at rows[row + r] + to[first + s], becomes the shift of the row and the sum
   * over t of weight (t, r) times the vector at starts[t] + from[first + s].
   *
   * @param weights entry (t, r) at at + 3 t + r
   * @param high how many rows there are, at most 3
   */
  static void sums(
      double[] weights,
      int at,
      int[] starts,
      double[] x,
      int[] from,
      int first,
      double[] shifts,
      double[] y,
      int[] rows,
      int row,
      int high,
      int[] to) {
    DoubleVector zero = DoubleVector.zero(F);
    DoubleVector a0 = zero;
    DoubleVector a1 = zero;
    DoubleVector a2 = zero;
    DoubleVector b0 = zero;
    DoubleVector b1 = zero;
    DoubleVector b2 = zero;
    DoubleVector c0 = zero;
    DoubleVector c1 = zero;
    DoubleVector c2 = zero;
    int from0 = from[first + 0];
    int from1 = from[first + 1];
    int from2 = from[first + 2];
    int to0 = to[first + 0];
    int to1 = to[first + 1];
    int to2 = to[first + 2];
    int next = at;
    for (int start : starts) {
      DoubleVector x0 = DoubleVector.fromArray(F, x, start + from0);
      DoubleVector x1 = DoubleVector.fromArray(F, x, start + from1);
      DoubleVector x2 = DoubleVector.fromArray(F, x, start + from2);
      DoubleVector w0 = DoubleVector.broadcast(F, weights[next]);
      a0 = w0.fma(x0, a0);
      a1 = w0.fma(x1, a1);
      a2 = w0.fma(x2, a2);
      DoubleVector w1 = DoubleVector.broadcast(F, weights[next + 1]);
      b0 = w1.fma(x0, b0);
      b1 = w1.fma(x1, b1);
      b2 = w1.fma(x2, b2);
      DoubleVector w2 = DoubleVector.broadcast(F, weights[next + 2]);
      c0 = w2.fma(x0, c0);
      c1 = w2.fma(x1, c1);
      c2 = w2.fma(x2, c2);
      next += 3;
    }
    if (high > 0) {
      int line = rows[row + 0];
      DoubleVector shift = DoubleVector.broadcast(F, shifts[row + 0]);
      shift.add(a0).intoArray(y, line + to0);
      shift.add(a1).intoArray(y, line + to1);
      shift.add(a2).intoArray(y, line + to2);
    }
    if (high > 1) {
      int line = rows[row + 1];
      DoubleVector shift = DoubleVector.broadcast(F, shifts[row + 1]);
      shift.add(b0).intoArray(y, line + to0);
      shift.add(b1).intoArray(y, line + to1);
      shift.add(b2).intoArray(y, line + to2);
    }
    if (high > 2) {
      int line = rows[row + 2];
      DoubleVector shift = DoubleVector.broadcast(F, shifts[row + 2]);
      shift.add(c0).intoArray(y, line + to0);
      shift.add(c1).intoArray(y, line + to1);
      shift.add(c2).intoArray(y, line + to2);
    }
  }

  /** The same sums are added, row after row, to what is there: rows may overlap. */
  static void addSums(
      double[] weights,
      int at,
      int[] starts,
      double[] x,
      int[] from,
      int first,
      double[] y,
      int[] rows,
      int row,
      int high,
      int[] to) {
    DoubleVector zero = DoubleVector.zero(F);
    DoubleVector a0 = zero;
    DoubleVector a1 = zero;
    DoubleVector a2 = zero;
    DoubleVector b0 = zero;
    DoubleVector b1 = zero;
    DoubleVector b2 = zero;
    DoubleVector c0 = zero;
    DoubleVector c1 = zero;
    DoubleVector c2 = zero;
    int from0 = from[first + 0];
    int from1 = from[first + 1];
    int from2 = from[first + 2];
    int to0 = to[first + 0];
    int to1 = to[first + 1];
    int to2 = to[first + 2];
    int next = at;
    for (int start : starts) {
      DoubleVector x0 = DoubleVector.fromArray(F, x, start + from0);
      DoubleVector x1 = DoubleVector.fromArray(F, x, start + from1);
      DoubleVector x2 = DoubleVector.fromArray(F, x, start + from2);
      DoubleVector w0 = DoubleVector.broadcast(F, weights[next]);
      a0 = w0.fma(x0, a0);
      a1 = w0.fma(x1, a1);
      a2 = w0.fma(x2, a2);
      DoubleVector w1 = DoubleVector.broadcast(F, weights[next + 1]);
      b0 = w1.fma(x0, b0);
      b1 = w1.fma(x1, b1);
      b2 = w1.fma(x2, b2);
      DoubleVector w2 = DoubleVector.broadcast(F, weights[next + 2]);
      c0 = w2.fma(x0, c0);
      c1 = w2.fma(x1, c1);
      c2 = w2.fma(x2, c2);
      next += 3;
    }
    if (high > 0) {
      int line = rows[row + 0];
      DoubleVector one = DoubleVector.broadcast(F, 1);
      one.fma(a0, DoubleVector.fromArray(F, y, line + to0)).intoArray(y, line + to0);
      one.fma(a1, DoubleVector.fromArray(F, y, line + to1)).intoArray(y, line + to1);
      one.fma(a2, DoubleVector.fromArray(F, y, line + to2)).intoArray(y, line + to2);
    }
    if (high > 1) {
      int line = rows[row + 1];
      DoubleVector one = DoubleVector.broadcast(F, 1);
      one.fma(b0, DoubleVector.fromArray(F, y, line + to0)).intoArray(y, line + to0);
      one.fma(b1, DoubleVector.fromArray(F, y, line + to1)).intoArray(y, line + to1);
      one.fma(b2, DoubleVector.fromArray(F, y, line + to2)).intoArray(y, line + to2);
    }
    if (high > 2) {
      int line = rows[row + 2];
      DoubleVector one = DoubleVector.broadcast(F, 1);
      one.fma(c0, DoubleVector.fromArray(F, y, line + to0)).intoArray(y, line + to0);
      one.fma(c1, DoubleVector.fromArray(F, y, line + to1)).intoArray(y, line + to1);
      one.fma(c2, DoubleVector.fromArray(F, y, line + to2)).intoArray(y, line + to2);
    }
  }

  /**
   * Vector (r, t) of the tile becomes the sum over segments of the vector at rows[r] + yFrom[i]
   * times that at starts[t] + xFrom[i].
   *
   * @param rows of vectors
   * @param firstRow the first of them
   * @param starts of vectors
   * @param firstStart the first of them
   * @param tile vector (r, t) at (3 r + t) lanes
   */
  static void products(
      double[] y,
      int[] rows,
      int firstRow,
      double[] x,
      int[] starts,
      int firstStart,
      int[] yFrom,
      int[] xFrom,
      int count,
      double[] tile) {
    DoubleVector zero = DoubleVector.zero(F);
    DoubleVector a0 = zero;
    DoubleVector a1 = zero;
    DoubleVector a2 = zero;
    DoubleVector b0 = zero;
    DoubleVector b1 = zero;
    DoubleVector b2 = zero;
    DoubleVector c0 = zero;
    DoubleVector c1 = zero;
    DoubleVector c2 = zero;
    int row0 = rows[firstRow + 0];
    int row1 = rows[firstRow + 1];
    int row2 = rows[firstRow + 2];
    int start0 = starts[firstStart + 0];
    int start1 = starts[firstStart + 1];
    int start2 = starts[firstStart + 2];
    for (int i = 0; i < count; i++) {
      int here = yFrom[i];
      int seen = xFrom[i];
      DoubleVector x0 = DoubleVector.fromArray(F, x, start0 + seen);
      DoubleVector x1 = DoubleVector.fromArray(F, x, start1 + seen);
      DoubleVector x2 = DoubleVector.fromArray(F, x, start2 + seen);
      DoubleVector y0 = DoubleVector.fromArray(F, y, row0 + here);
      a0 = y0.fma(x0, a0);
      a1 = y0.fma(x1, a1);
      a2 = y0.fma(x2, a2);
      DoubleVector y1 = DoubleVector.fromArray(F, y, row1 + here);
      b0 = y1.fma(x0, b0);
      b1 = y1.fma(x1, b1);
      b2 = y1.fma(x2, b2);
      DoubleVector y2 = DoubleVector.fromArray(F, y, row2 + here);
      c0 = y2.fma(x0, c0);
      c1 = y2.fma(x1, c1);
      c2 = y2.fma(x2, c2);
    }
    DoubleVector shift0 = DoubleVector.broadcast(F, NONE[0]);
    shift0.add(a0).intoArray(tile, 0 * LANES);
    shift0.add(a1).intoArray(tile, 1 * LANES);
    shift0.add(a2).intoArray(tile, 2 * LANES);
    DoubleVector shift1 = DoubleVector.broadcast(F, NONE[1]);
    shift1.add(b0).intoArray(tile, 3 * LANES);
    shift1.add(b1).intoArray(tile, 4 * LANES);
    shift1.add(b2).intoArray(tile, 5 * LANES);
    DoubleVector shift2 = DoubleVector.broadcast(F, NONE[2]);
    shift2.add(c0).intoArray(tile, 6 * LANES);
    shift2.add(c1).intoArray(tile, 7 * LANES);
    shift2.add(c2).intoArray(tile, 8 * LANES);
  }

  /** Adds the whole tile to sums. */
  static void add(double[] tile, double[] sums, int to) {
    for (int i = 0; i < tile.length; i += LANES) {
      DoubleVector.broadcast(F, 1)
          .fma(DoubleVector.fromArray(F, sums, to + i), DoubleVector.fromArray(F, tile, i))
          .intoArray(sums, to + i);
    }
  }

  /** Adds so many numbers, whole vectors, to the lanes of a sum. */
  static void add(double[] y, int at, int length, double[] lanes, int to) {
    DoubleVector sum = DoubleVector.fromArray(F, lanes, to);
    for (int i = 0; i < length; i += LANES) {
      sum = sum.add(DoubleVector.fromArray(F, y, at + i));
    }
    DoubleVector.zero(F).add(sum).intoArray(lanes, to);
  }
}
