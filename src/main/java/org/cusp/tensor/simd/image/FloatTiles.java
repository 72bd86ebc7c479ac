package org.cusp.tensor.simd.image;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products that stay in registers: three by three vectors of at most 256 bits. The loops
 * are written out, since arrays of vectors would not stay in registers. More vectors are more than
 * a compiler of Java 17 takes whole: beyond some thousand nodes it no longer knows what it stores,
 * and keeps it on the heap. For the same reason what a loop has summed is added to a constant
 * before it is stored.
 */
final class FloatTiles {
  private static final VectorSpecies<Float> F =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() <= 256
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_256;

  static final int LANES = F.length();

  private static final float[] NONE = new float[Planes.HIGH];

  private FloatTiles() {}

  /**
   * Vector (r, s) of y, at rows[row + r] + to[first + s], becomes the shift of the row and the sum
   * over t of weight (t, r) times the vector at starts[t] + from[first + s].
   *
   * @param weights entry (t, r) at at + 3 t + r
   * @param high how many rows there are, at most 3
   */
  static void sums(
      float[] weights,
      int at,
      int[] starts,
      float[] x,
      int[] from,
      int first,
      float[] shifts,
      float[] y,
      int[] rows,
      int row,
      int high,
      int[] to) {
    FloatVector zero = FloatVector.zero(F);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector a2 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector b2 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    int from0 = from[first + 0];
    int from1 = from[first + 1];
    int from2 = from[first + 2];
    int to0 = to[first + 0];
    int to1 = to[first + 1];
    int to2 = to[first + 2];
    int next = at;
    for (int start : starts) {
      FloatVector x0 = FloatVector.fromArray(F, x, start + from0);
      FloatVector x1 = FloatVector.fromArray(F, x, start + from1);
      FloatVector x2 = FloatVector.fromArray(F, x, start + from2);
      FloatVector w0 = FloatVector.broadcast(F, weights[next]);
      a0 = w0.fma(x0, a0);
      a1 = w0.fma(x1, a1);
      a2 = w0.fma(x2, a2);
      FloatVector w1 = FloatVector.broadcast(F, weights[next + 1]);
      b0 = w1.fma(x0, b0);
      b1 = w1.fma(x1, b1);
      b2 = w1.fma(x2, b2);
      FloatVector w2 = FloatVector.broadcast(F, weights[next + 2]);
      c0 = w2.fma(x0, c0);
      c1 = w2.fma(x1, c1);
      c2 = w2.fma(x2, c2);
      next += 3;
    }
    if (high > 0) {
      int line = rows[row + 0];
      FloatVector shift = FloatVector.broadcast(F, shifts[row + 0]);
      shift.add(a0).intoArray(y, line + to0);
      shift.add(a1).intoArray(y, line + to1);
      shift.add(a2).intoArray(y, line + to2);
    }
    if (high > 1) {
      int line = rows[row + 1];
      FloatVector shift = FloatVector.broadcast(F, shifts[row + 1]);
      shift.add(b0).intoArray(y, line + to0);
      shift.add(b1).intoArray(y, line + to1);
      shift.add(b2).intoArray(y, line + to2);
    }
    if (high > 2) {
      int line = rows[row + 2];
      FloatVector shift = FloatVector.broadcast(F, shifts[row + 2]);
      shift.add(c0).intoArray(y, line + to0);
      shift.add(c1).intoArray(y, line + to1);
      shift.add(c2).intoArray(y, line + to2);
    }
  }

  /** The same sums are added, row after row, to what is there: rows may overlap. */
  static void addSums(
      float[] weights,
      int at,
      int[] starts,
      float[] x,
      int[] from,
      int first,
      float[] y,
      int[] rows,
      int row,
      int high,
      int[] to) {
    FloatVector zero = FloatVector.zero(F);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector a2 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector b2 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    int from0 = from[first + 0];
    int from1 = from[first + 1];
    int from2 = from[first + 2];
    int to0 = to[first + 0];
    int to1 = to[first + 1];
    int to2 = to[first + 2];
    int next = at;
    for (int start : starts) {
      FloatVector x0 = FloatVector.fromArray(F, x, start + from0);
      FloatVector x1 = FloatVector.fromArray(F, x, start + from1);
      FloatVector x2 = FloatVector.fromArray(F, x, start + from2);
      FloatVector w0 = FloatVector.broadcast(F, weights[next]);
      a0 = w0.fma(x0, a0);
      a1 = w0.fma(x1, a1);
      a2 = w0.fma(x2, a2);
      FloatVector w1 = FloatVector.broadcast(F, weights[next + 1]);
      b0 = w1.fma(x0, b0);
      b1 = w1.fma(x1, b1);
      b2 = w1.fma(x2, b2);
      FloatVector w2 = FloatVector.broadcast(F, weights[next + 2]);
      c0 = w2.fma(x0, c0);
      c1 = w2.fma(x1, c1);
      c2 = w2.fma(x2, c2);
      next += 3;
    }
    if (high > 0) {
      int line = rows[row + 0];
      FloatVector one = FloatVector.broadcast(F, 1);
      one.fma(a0, FloatVector.fromArray(F, y, line + to0)).intoArray(y, line + to0);
      one.fma(a1, FloatVector.fromArray(F, y, line + to1)).intoArray(y, line + to1);
      one.fma(a2, FloatVector.fromArray(F, y, line + to2)).intoArray(y, line + to2);
    }
    if (high > 1) {
      int line = rows[row + 1];
      FloatVector one = FloatVector.broadcast(F, 1);
      one.fma(b0, FloatVector.fromArray(F, y, line + to0)).intoArray(y, line + to0);
      one.fma(b1, FloatVector.fromArray(F, y, line + to1)).intoArray(y, line + to1);
      one.fma(b2, FloatVector.fromArray(F, y, line + to2)).intoArray(y, line + to2);
    }
    if (high > 2) {
      int line = rows[row + 2];
      FloatVector one = FloatVector.broadcast(F, 1);
      one.fma(c0, FloatVector.fromArray(F, y, line + to0)).intoArray(y, line + to0);
      one.fma(c1, FloatVector.fromArray(F, y, line + to1)).intoArray(y, line + to1);
      one.fma(c2, FloatVector.fromArray(F, y, line + to2)).intoArray(y, line + to2);
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
      float[] y,
      int[] rows,
      int firstRow,
      float[] x,
      int[] starts,
      int firstStart,
      int[] yFrom,
      int[] xFrom,
      int count,
      float[] tile) {
    FloatVector zero = FloatVector.zero(F);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector a2 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector b2 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    int row0 = rows[firstRow + 0];
    int row1 = rows[firstRow + 1];
    int row2 = rows[firstRow + 2];
    int start0 = starts[firstStart + 0];
    int start1 = starts[firstStart + 1];
    int start2 = starts[firstStart + 2];
    for (int i = 0; i < count; i++) {
      int here = yFrom[i];
      int seen = xFrom[i];
      FloatVector x0 = FloatVector.fromArray(F, x, start0 + seen);
      FloatVector x1 = FloatVector.fromArray(F, x, start1 + seen);
      FloatVector x2 = FloatVector.fromArray(F, x, start2 + seen);
      FloatVector y0 = FloatVector.fromArray(F, y, row0 + here);
      a0 = y0.fma(x0, a0);
      a1 = y0.fma(x1, a1);
      a2 = y0.fma(x2, a2);
      FloatVector y1 = FloatVector.fromArray(F, y, row1 + here);
      b0 = y1.fma(x0, b0);
      b1 = y1.fma(x1, b1);
      b2 = y1.fma(x2, b2);
      FloatVector y2 = FloatVector.fromArray(F, y, row2 + here);
      c0 = y2.fma(x0, c0);
      c1 = y2.fma(x1, c1);
      c2 = y2.fma(x2, c2);
    }
    FloatVector shift0 = FloatVector.broadcast(F, NONE[0]);
    shift0.add(a0).intoArray(tile, 0 * LANES);
    shift0.add(a1).intoArray(tile, 1 * LANES);
    shift0.add(a2).intoArray(tile, 2 * LANES);
    FloatVector shift1 = FloatVector.broadcast(F, NONE[1]);
    shift1.add(b0).intoArray(tile, 3 * LANES);
    shift1.add(b1).intoArray(tile, 4 * LANES);
    shift1.add(b2).intoArray(tile, 5 * LANES);
    FloatVector shift2 = FloatVector.broadcast(F, NONE[2]);
    shift2.add(c0).intoArray(tile, 6 * LANES);
    shift2.add(c1).intoArray(tile, 7 * LANES);
    shift2.add(c2).intoArray(tile, 8 * LANES);
  }

  /** Adds the whole tile to sums. */
  static void add(float[] tile, float[] sums, int to) {
    for (int i = 0; i < tile.length; i += LANES) {
      FloatVector.broadcast(F, 1)
          .fma(FloatVector.fromArray(F, sums, to + i), FloatVector.fromArray(F, tile, i))
          .intoArray(sums, to + i);
    }
  }

  /** Adds so many numbers, whole vectors, to the lanes of a sum. */
  static void add(float[] y, int at, int length, float[] lanes, int to) {
    FloatVector sum = FloatVector.fromArray(F, lanes, to);
    for (int i = 0; i < length; i += LANES) {
      sum = sum.add(FloatVector.fromArray(F, y, at + i));
    }
    FloatVector.zero(F).add(sum).intoArray(lanes, to);
  }
}
