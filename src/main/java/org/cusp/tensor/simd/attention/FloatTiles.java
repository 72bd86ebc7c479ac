package org.cusp.tensor.simd.attention;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of small matrices on the heap, where a call of BLAS would cost more than its work. Sums
 * are in the order of the inner index.
 */
final class FloatTiles {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

  static final int LANES = F.length();

  /** How many rows are computed at once. */
  static final int ROWS = 8;

  private static final int HALF = ROWS / 2;

  private FloatTiles() {}

  /** So many numbers as whole vectors. */
  static int lanes(int width) {
    return (width + LANES - 1) / LANES * LANES;
  }

  /** So many rows as whole tiles. */
  static int rows(int count) {
    return (count + ROWS - 1) / ROWS * ROWS;
  }

  /**
   * C = C + A B for {@value #ROWS} rows of C.
   *
   * @param a entry (i, p) at aAt + i aRow + p aColumn
   * @param b entry (p, j) at bAt + p bRow + j
   * @param c entry (i, j) at cAt + i cRow + j
   * @param n columns of C, whole vectors
   * @param k inner size
   */
  static void add(
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      int n,
      int k) {
    int j = 0;
    for (; j + 2 * LANES <= n; j += 2 * LANES) {
      four(a, aAt, aRow, aColumn, b, bAt + j, bRow, c, cAt + j, cRow, k);
      four(
          a, aAt + HALF * aRow, aRow, aColumn, b, bAt + j, bRow, c, cAt + HALF * cRow + j, cRow, k);
    }
    if (j < n) {
      eight(a, aAt, aRow, aColumn, b, bAt + j, bRow, c, cAt + j, cRow, k);
    }
  }

  /** Four rows, two vectors. */
  private static void four(
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      int k) {
    FloatVector c0 = FloatVector.fromArray(F, c, cAt);
    FloatVector d0 = FloatVector.fromArray(F, c, cAt + LANES);
    FloatVector c1 = FloatVector.fromArray(F, c, cAt + cRow);
    FloatVector d1 = FloatVector.fromArray(F, c, cAt + cRow + LANES);
    FloatVector c2 = FloatVector.fromArray(F, c, cAt + 2 * cRow);
    FloatVector d2 = FloatVector.fromArray(F, c, cAt + 2 * cRow + LANES);
    FloatVector c3 = FloatVector.fromArray(F, c, cAt + 3 * cRow);
    FloatVector d3 = FloatVector.fromArray(F, c, cAt + 3 * cRow + LANES);
    int at = aAt;
    int from = bAt;
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.fromArray(F, b, from);
      FloatVector y = FloatVector.fromArray(F, b, from + LANES);
      FloatVector f = FloatVector.broadcast(F, a[at]);
      c0 = f.fma(x, c0);
      d0 = f.fma(y, d0);
      f = FloatVector.broadcast(F, a[at + aRow]);
      c1 = f.fma(x, c1);
      d1 = f.fma(y, d1);
      f = FloatVector.broadcast(F, a[at + 2 * aRow]);
      c2 = f.fma(x, c2);
      d2 = f.fma(y, d2);
      f = FloatVector.broadcast(F, a[at + 3 * aRow]);
      c3 = f.fma(x, c3);
      d3 = f.fma(y, d3);
      at += aColumn;
      from += bRow;
    }
    c0.intoArray(c, cAt);
    d0.intoArray(c, cAt + LANES);
    c1.intoArray(c, cAt + cRow);
    d1.intoArray(c, cAt + cRow + LANES);
    c2.intoArray(c, cAt + 2 * cRow);
    d2.intoArray(c, cAt + 2 * cRow + LANES);
    c3.intoArray(c, cAt + 3 * cRow);
    d3.intoArray(c, cAt + 3 * cRow + LANES);
  }

  /** Eight rows, one vector. */
  private static void eight(
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      int k) {
    FloatVector c0 = FloatVector.fromArray(F, c, cAt);
    FloatVector c1 = FloatVector.fromArray(F, c, cAt + cRow);
    FloatVector c2 = FloatVector.fromArray(F, c, cAt + 2 * cRow);
    FloatVector c3 = FloatVector.fromArray(F, c, cAt + 3 * cRow);
    FloatVector c4 = FloatVector.fromArray(F, c, cAt + 4 * cRow);
    FloatVector c5 = FloatVector.fromArray(F, c, cAt + 5 * cRow);
    FloatVector c6 = FloatVector.fromArray(F, c, cAt + 6 * cRow);
    FloatVector c7 = FloatVector.fromArray(F, c, cAt + 7 * cRow);
    int at = aAt;
    int from = bAt;
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.fromArray(F, b, from);
      c0 = FloatVector.broadcast(F, a[at]).fma(x, c0);
      c1 = FloatVector.broadcast(F, a[at + aRow]).fma(x, c1);
      c2 = FloatVector.broadcast(F, a[at + 2 * aRow]).fma(x, c2);
      c3 = FloatVector.broadcast(F, a[at + 3 * aRow]).fma(x, c3);
      c4 = FloatVector.broadcast(F, a[at + 4 * aRow]).fma(x, c4);
      c5 = FloatVector.broadcast(F, a[at + 5 * aRow]).fma(x, c5);
      c6 = FloatVector.broadcast(F, a[at + 6 * aRow]).fma(x, c6);
      c7 = FloatVector.broadcast(F, a[at + 7 * aRow]).fma(x, c7);
      at += aColumn;
      from += bRow;
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + cRow);
    c2.intoArray(c, cAt + 2 * cRow);
    c3.intoArray(c, cAt + 3 * cRow);
    c4.intoArray(c, cAt + 4 * cRow);
    c5.intoArray(c, cAt + 5 * cRow);
    c6.intoArray(c, cAt + 6 * cRow);
    c7.intoArray(c, cAt + 7 * cRow);
  }
}
