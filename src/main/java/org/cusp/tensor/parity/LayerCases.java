package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.List;
import org.cusp.tensor.Activation;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Transpose;

/** Kernels of layers: products, biases, activations. */
final class LayerCases {
  private LayerCases() {}

  static List<KernelCase> of(Shape s) {
    List<KernelCase> cases = new ArrayList<>();
    cases.add(
        KernelCase.act(
            "addBias",
            Rounding.OF_ELEMENTS,
            (k, x, c) -> {
              k.addBias(s.matrix(x[0]), MatrixStack.of(x[1], 1, 1, s.width()));
              k.addBias(s.matrix(x[2]), MatrixStack.of(c, 0, 1, s.width()));
            }));
    cases.add(
        KernelCase.act(
            "bias and activation",
            Rounding.OF_ELEMENTS,
            (k, x, c) -> {
              k.addBias(s.matrix(x[0]), MatrixStack.of(c, 0, 1, s.width()));
              k.activate(Activation.TANH, s.matrix(x[0]), s.matrix(x[1]));
              k.addBias(s.matrix(x[2]), MatrixStack.of(x[3], 0, 1, s.width()));
              k.activate(Activation.GELU, s.matrix(x[2]), s.matrix(x[2]));
              k.addBias(s.matrix(x[1]), MatrixStack.of(c, 0, 1, s.width()));
              k.activate(Activation.RELU, s.matrix(x[3]), s.matrix(x[3]));
            }));
    cases.add(
        KernelCase.act(
            "scale",
            Rounding.OF_ELEMENTS,
            (k, x, c) -> {
              k.scale(s.matrix(x[0]), -0.3, s.matrix(x[1]));
              k.scale(s.matrix(c), 7, s.matrix(x[2]));
            }));
    cases.add(
        KernelCase.act(
            "columnSums",
            Rounding.OF_SUMS,
            (k, x, c) -> k.columnSums(s.matrix(x[0]), MatrixStack.of(x[1], 2, 1, s.width()))));
    for (Activation f : Activation.values()) {
      // Library functions of these differ between Java and C by a unit in the last place.
      boolean byLibrary = f == Activation.SOFTPLUS || f == Activation.ELU;
      Rounding rounding = byLibrary ? Rounding.OF_SUMS : Rounding.OF_ELEMENTS;
      cases.add(
          KernelCase.act(
              f + " forward",
              rounding,
              (k, x, c) -> k.activate(f, s.matrix(x[0]), s.matrix(x[1]))));
      cases.add(
          KernelCase.act(
              f + " backward",
              rounding,
              (k, x, c) -> k.activateBackward(f, s.matrix(x[0]), s.matrix(x[1]))));
    }
    products(s, cases);
    return cases;
  }

  private static void products(Shape s, List<KernelCase> cases) {
    int m = Math.min(s.rows(), 37);
    int n = Math.min(s.width(), 29);
    int inner = Math.max(1, Math.min(11, (s.columns() - 3) / Math.max(m, n)));
    for (Transpose a : Transpose.values()) {
      for (Transpose b : Transpose.values()) {
        cases.add(
            KernelCase.act(
                "multiply " + a + " " + b,
                Rounding.OF_SUMS,
                (k, x, c) -> {
                  MatrixStack left =
                      MatrixStack.of(
                          x[0], 1, a == Transpose.YES ? inner : m, a == Transpose.YES ? m : inner);
                  MatrixStack right =
                      MatrixStack.of(
                          x[1], 2, b == Transpose.YES ? n : inner, b == Transpose.YES ? inner : n);
                  MatrixStack shared = MatrixStack.of(c, 2, right.rows(), right.columns());
                  k.multiply(left, a, right, b, MatrixStack.of(x[2], 1, m, n), 0.5);
                  k.multiply(left, a, shared, b, MatrixStack.of(x[3], 1, m, n), 0);
                }));
      }
    }
  }
}
