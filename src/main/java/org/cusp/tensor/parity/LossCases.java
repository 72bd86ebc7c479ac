package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;

/** Losses of a batch with their gradients, and their excess over others. */
final class LossCases {
  private static final int POSITIONS = 3;

  private LossCases() {}

  static List<KernelCase> of(Shape s) {
    List<KernelCase> cases = new ArrayList<>();
    int[] labels = new int[s.rows()];
    Arrays.setAll(labels, i -> i * 31 % s.width());
    cases.add(
        new KernelCase(
            "categorical",
            Rounding.OF_SUMS,
            (k, x, c) -> {
              try (IntSlab all = IntSlab.row(c.memory(), labels);
                  IntSlab numbers = Numbers.of(c, s, s.rows());
                  Slab losses = c.doublesBeside(s.chains(), s.rows() + 1)) {
                k.categorical(s.matrix(x[0]), all, new Rows.Chosen(numbers), 1, 0.25, losses);
                k.categorical(s.matrix(x[1]), all, new Rows.From(0), 1, 0.25, losses);
                return losses.values();
              }
            }));
    cases.add(
        new KernelCase(
            "categorical of positions",
            Rounding.OF_SUMS,
            (k, x, c) -> {
              int[] each = new int[s.rows() * POSITIONS];
              Arrays.setAll(each, i -> (5 * i + i / 7) % s.width());
              try (IntSlab all = IntSlab.row(c.memory(), each);
                  IntSlab numbers = Numbers.of(c, s, s.rows());
                  Slab logits = c.zerosBeside(s.chains(), s.rows() * POSITIONS * s.width());
                  Slab losses = c.doublesBeside(s.chains(), s.rows())) {
                MatrixStack data = MatrixStack.of(logits, 0, s.rows(), POSITIONS * s.width());
                for (int t = 0; t < POSITIONS; t++) {
                  MatrixStack part =
                      MatrixStack.of(logits, t * s.rows() * s.width(), s.rows(), s.width());
                  k.scale(s.matrix(x[0]), 1 - 0.3 * t, part);
                }
                k.categorical(data, all, new Rows.Chosen(numbers), POSITIONS, 0.25, losses);
                double[] found = losses.values();
                k.scale(
                    MatrixStack.of(logits, 2 * s.width(), s.rows(), s.width()), 1, s.matrix(x[1]));
                k.categorical(data, all, new Rows.From(0), POSITIONS, 0, losses);
                double[] again = losses.values();
                double[] both = Arrays.copyOf(found, found.length + again.length);
                System.arraycopy(again, 0, both, found.length, again.length);
                return both;
              }
            }));
    cases.add(
        new KernelCase(
            "gaussian",
            Rounding.OF_SUMS,
            (k, x, c) -> {
              try (Slab losses = c.doublesBeside(s.chains(), s.rows())) {
                k.gaussian(s.matrix(x[0]), s.matrix(x[1]), 0.7, 0.25, losses);
                return losses.values();
              }
            }));
    cases.add(
        new KernelCase(
            "bernoulli",
            Rounding.OF_SUMS,
            (k, x, c) -> {
              try (Slab losses = c.doublesBeside(s.chains(), s.rows())) {
                k.bernoulli(s.matrix(x[0]), s.matrix(c), 0.25, losses);
                return losses.values();
              }
            }));
    cases.add(
        new KernelCase(
            "addExcess",
            Rounding.OF_SUMS,
            (k, x, c) -> {
              double[] reference = new double[s.rows() + 2];
              Arrays.setAll(reference, i -> Math.sin(i));
              try (Slab losses = c.doublesBeside(s.chains(), s.rows());
                  Slab elsewhere = Slab.row(c.memory(), Precision.FLOAT64, reference);
                  IntSlab numbers = Numbers.of(c, s, s.rows());
                  Slab sums = c.doublesBeside(s.chains(), 1)) {
                k.gaussian(s.matrix(x[0]), s.matrix(x[1]), 0.7, 0, losses);
                k.addExcess(losses, s.rows(), elsewhere, new Rows.Chosen(numbers), sums);
                k.addExcess(losses, s.rows(), elsewhere, new Rows.From(2), sums);
                return sums.values();
              }
            }));
    return cases;
  }
}
