package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Wiring;

/** Sums and maxima over windows of a datum's numbers, some of which lie beyond its end. */
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
    return cases;
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
