package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.wiring.Axis;
import org.cusp.tensor.wiring.Windows;
import org.cusp.tensor.wiring.Wiring;

/**
 * Sums and maxima over windows of a datum's numbers, some of which lie beyond its end; rows of
 * tables.
 */
final class WiringCases {
  private static final int WINDOW = 3;

  private WiringCases() {}

  static List<KernelCase> of(Shape s) {
    List<KernelCase> cases = new ArrayList<>();
    Wiring windows = windows(s.width());
    Function<Slab, MatrixStack> out = slab -> MatrixStack.of(slab, 0, s.rows(), windows.outputs());
    cases.add(
        KernelCase.act(
            "sums",
            Rounding.OF_SUMS,
            (k, x, c) -> {
              k.sums(s.matrix(x[0]), windows, 0.3, out.apply(x[1]));
              k.sums(s.matrix(c), windows, 2, out.apply(x[2]));
              k.sums(out.apply(x[1]), windows.transposed(), 0.7, s.matrix(x[3]));
            }));
    cases.add(
        KernelCase.act(
            "maxima",
            Rounding.NONE,
            (k, x, c) -> {
              k.maxima(s.matrix(x[0]), windows, out.apply(x[1]));
              k.maxima(s.matrix(c), windows, out.apply(x[2]));
            }));
    cases.add(
        KernelCase.act(
            "maximaBackward",
            Rounding.OF_SUMS,
            (k, x, c) -> {
              k.maxima(s.matrix(x[0]), windows, out.apply(x[1]));
              k.maximaBackward(
                  s.matrix(x[0]), out.apply(x[1]), windows, out.apply(x[2]), s.matrix(x[3]));
            }));
    squares(s, cases);
    cases.add(
        KernelCase.act(
            "lookUp",
            Rounding.NONE,
            (k, x, c) -> {
              int places = Math.max(1, s.rows() / 2);
              try (Slab ids = ids(s, c, s.chains(), places)) {
                MatrixStack shared = MatrixStack.of(ids, 0, 1, places);
                k.lookUp(shared, s.matrix(x[0]), top(s, x[1], places));
              }
              try (Slab ids = ids(s, c, 1, places)) {
                MatrixStack shared = MatrixStack.of(ids, 0, places, 1);
                k.lookUp(shared, s.matrix(c), top(s, x[2], places));
              }
            }));
    cases.add(
        KernelCase.act(
            "lookUpBackward",
            Rounding.OF_SUMS,
            (k, x, c) -> {
              int places = s.rows();
              try (Slab ids = ids(s, c, s.chains(), places)) {
                MatrixStack own = MatrixStack.of(ids, 0, 1, places);
                k.lookUpBackward(own, top(s, x[0], places), 0, s.matrix(x[1]));
                k.lookUpBackward(own, top(s, x[0], places), 1, s.matrix(x[2]));
              }
            }));
    return cases;
  }

  /** Of images, one below the other, none over another: two rows of vectors and a part of one. */
  private static void squares(Shape s, List<KernelCase> cases) {
    Wiring squares = new Windows(2, new Axis(4, 2, 2, 0, 1), new Axis(38, 2, 2, 0, 1)).wiring();
    cases.add(
        KernelCase.act(
            "maxima",
            Rounding.NONE,
            (k, x, c) -> {
              try (Slab image = image(s, c, squares.inputs());
                  Slab most = c.zerosBeside(s.chains(), squares.outputs());
                  Slab back = c.zerosBeside(s.chains(), squares.inputs())) {
                MatrixStack given = MatrixStack.rowsOf(image);
                MatrixStack maxima = MatrixStack.rowsOf(most);
                k.maxima(given, squares, maxima);
                k.maximaBackward(given, maxima, squares, maxima, MatrixStack.rowsOf(back));
                int width = Math.min(s.columns(), squares.outputs());
                k.scale(MatrixStack.of(most, 0, 1, width), 1, MatrixStack.of(x[0], 0, 1, width));
                int places = Math.min(s.columns(), squares.inputs());
                k.scale(MatrixStack.of(back, 0, 1, places), 1, MatrixStack.of(x[1], 0, 1, places));
              }
            }));
  }

  /** Some of its numbers are the same. */
  private static Slab image(Shape s, Slab like, int places) {
    Slab image = like.zerosBeside(s.chains(), places);
    for (int chain = 0; chain < s.chains(); chain++) {
      double[] row = new double[places];
      int of = chain;
      Arrays.setAll(row, i -> (7 * i + i * i / 3 + of) % 9);
      image.setRow(chain, row);
    }
    return image;
  }

  private static MatrixStack top(Shape s, Slab slab, int rows) {
    return s.matrix(slab).top(rows);
  }

  /** Numbers of rows, some of them twice and some never. */
  private static Slab ids(Shape s, Slab like, int chains, int places) {
    Slab ids = like.zerosBeside(chains, places);
    for (int chain = 0; chain < chains; chain++) {
      double[] row = new double[places];
      int of = chain;
      Arrays.setAll(row, i -> (3 * of + i * i + i / 2) % s.rows());
      ids.setRow(chain, row);
    }
    return ids;
  }

  /** Every other number with the two after it. */
  private static Wiring windows(int inputs) {
    int outputs = (inputs + 1) / 2;
    int[] places = new int[outputs * WINDOW];
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.min(inputs, 2 * (i / WINDOW) + i % WINDOW);
    }
    return new Wiring(inputs, WINDOW, places);
  }
}
