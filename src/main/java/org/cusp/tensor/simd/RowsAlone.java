package org.cusp.tensor.simd;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Pointer;
import org.cusp.tensor.HostMemory;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;

/**
 * Whether rows of a product that are computed by themselves have the bits that they have in the
 * whole. It holds where the library adds the terms of a sum in an order that does not depend on the
 * number of rows, as OpenBLAS does in the kernels that were looked at; which kernels it takes
 * depends on the processor and on sizes. So it is tried, once for each shape, on numbers of its
 * own: results must not depend on the number of threads.
 */
final class RowsAlone {
  /** Rows are cut at multiples of this: a multiple of the tiles of all kernels. */
  static final int STRETCH = 64;

  /** Stretches of the trial, and where it is cut. */
  private static final int TRIED = 7;

  private static final int[] CUTS = {0, 1, 3, TRIED};

  private record Shape(Transpose opA, Transpose opB, int columns, int inner, Precision precision) {
    static Shape of(DenseProduct product) {
      Precision precision = product.c().slab().precision();
      return new Shape(
          product.opA(), product.opB(), product.c().columns(), product.inner(), precision);
    }
  }

  private static final Map<Shape, Boolean> FOUND = new ConcurrentHashMap<>();

  private RowsAlone() {}

  static boolean haveTheirBits(DenseProduct product) {
    return FOUND.computeIfAbsent(Shape.of(product), RowsAlone::tried);
  }

  private static boolean tried(Shape shape) {
    // The last rows of a matrix need not fill a stretch.
    int rows = TRIED * STRETCH - STRETCH / 3;
    try (Slab a = numbers(shape, rows * shape.inner());
        Slab b = numbers(shape, shape.inner() * shape.columns());
        Slab whole = numbers(shape, rows * shape.columns());
        Slab parts = numbers(shape, rows * shape.columns())) {
      DenseProduct all = product(shape, rows, a, b, whole);
      all.rows(0, 0, rows);
      DenseProduct cut = product(shape, rows, a, b, parts);
      for (int i = 1; i < CUTS.length; i++) {
        cut.rows(0, CUTS[i - 1] * STRETCH, Math.min(rows, CUTS[i] * STRETCH));
      }
      long bytes = (long) rows * shape.columns() * shape.precision().bytes();
      return Pointer.memcmp(all.result(0), cut.result(0), bytes) == 0;
    }
  }

  private static DenseProduct product(Shape shape, int rows, Slab a, Slab b, Slab c) {
    return new DenseProduct(
        matrix(a, shape.opA(), rows, shape.inner()),
        shape.opA(),
        matrix(b, shape.opB(), shape.inner(), shape.columns()),
        shape.opB(),
        MatrixStack.of(c, 0, rows, shape.columns()),
        0);
  }

  private static MatrixStack matrix(Slab slab, Transpose op, int rows, int columns) {
    return op == Transpose.YES
        ? MatrixStack.of(slab, 0, columns, rows)
        : MatrixStack.of(slab, 0, rows, columns);
  }

  /** Such whose sums are rounded: no multiples of a power of 2. */
  private static Slab numbers(Shape shape, int count) {
    double[] row = new double[count];
    for (int i = 0; i < count; i++) {
      row[i] = Math.sin(1 + i * 1.37);
    }
    return Slab.row(new HostMemory(), shape.precision(), row);
  }
}
