package org.cusp.tensor.simd.attention;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** What {@link FloatTiles} does, in double precision; written after it. */
final class DoubleTiles {
  private static final VectorSpecies<Double> F = DoubleVector.SPECIES_PREFERRED;

  static final int LANES = F.length();

  /** How many rows are computed at once. */
  static final int ROWS = 8;

  private static final int HALF = ROWS / 2;

  private DoubleTiles() {}

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
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      double[] c,
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
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      double[] c,
      int cAt,
      int cRow,
      int k) {
    DoubleVector c0 = DoubleVector.fromArray(F, c, cAt);
    DoubleVector d0 = DoubleVector.fromArray(F, c, cAt + LANES);
    DoubleVector c1 = DoubleVector.fromArray(F, c, cAt + cRow);
    DoubleVector d1 = DoubleVector.fromArray(F, c, cAt + cRow + LANES);
    DoubleVector c2 = DoubleVector.fromArray(F, c, cAt + 2 * cRow);
    DoubleVector d2 = DoubleVector.fromArray(F, c, cAt + 2 * cRow + LANES);
    DoubleVector c3 = DoubleVector.fromArray(F, c, cAt + 3 * cRow);
    DoubleVector d3 = DoubleVector.fromArray(F, c, cAt + 3 * cRow + LANES);
    int at = aAt;
    int from = bAt;
    for (int p = 0; p < k; p++) {
      DoubleVector x = DoubleVector.fromArray(F, b, from);
      DoubleVector y = DoubleVector.fromArray(F, b, from + LANES);
      DoubleVector f = DoubleVector.broadcast(F, a[at]);
      c0 = f.fma(x, c0);
      d0 = f.fma(y, d0);
      f = DoubleVector.broadcast(F, a[at + aRow]);
      c1 = f.fma(x, c1);
      d1 = f.fma(y, d1);
      f = DoubleVector.broadcast(F, a[at + 2 * aRow]);
      c2 = f.fma(x, c2);
      d2 = f.fma(y, d2);
      f = DoubleVector.broadcast(F, a[at + 3 * aRow]);
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
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int bRow,
      double[] c,
      int cAt,
      int cRow,
      int k) {
    DoubleVector c0 = DoubleVector.fromArray(F, c, cAt);
    DoubleVector c1 = DoubleVector.fromArray(F, c, cAt + cRow);
    DoubleVector c2 = DoubleVector.fromArray(F, c, cAt + 2 * cRow);
    DoubleVector c3 = DoubleVector.fromArray(F, c, cAt + 3 * cRow);
    DoubleVector c4 = DoubleVector.fromArray(F, c, cAt + 4 * cRow);
    DoubleVector c5 = DoubleVector.fromArray(F, c, cAt + 5 * cRow);
    DoubleVector c6 = DoubleVector.fromArray(F, c, cAt + 6 * cRow);
    DoubleVector c7 = DoubleVector.fromArray(F, c, cAt + 7 * cRow);
    int at = aAt;
    int from = bAt;
    for (int p = 0; p < k; p++) {
      DoubleVector x = DoubleVector.fromArray(F, b, from);
      c0 = DoubleVector.broadcast(F, a[at]).fma(x, c0);
      c1 = DoubleVector.broadcast(F, a[at + aRow]).fma(x, c1);
      c2 = DoubleVector.broadcast(F, a[at + 2 * aRow]).fma(x, c2);
      c3 = DoubleVector.broadcast(F, a[at + 3 * aRow]).fma(x, c3);
      c4 = DoubleVector.broadcast(F, a[at + 4 * aRow]).fma(x, c4);
      c5 = DoubleVector.broadcast(F, a[at + 5 * aRow]).fma(x, c5);
      c6 = DoubleVector.broadcast(F, a[at + 6 * aRow]).fma(x, c6);
      c7 = DoubleVector.broadcast(F, a[at + 7 * aRow]).fma(x, c7);
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
