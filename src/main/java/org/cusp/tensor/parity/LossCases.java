package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;

/** Losses of a batch with their gradients, and their excess over others. */
final class LossCases {
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
                k.categorical(s.matrix(x[0]), all, new Rows.Chosen(numbers), 0.25, losses);
                k.categorical(s.matrix(x[1]), all, new Rows.From(0), 0.25, losses);
                return losses.values();
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
