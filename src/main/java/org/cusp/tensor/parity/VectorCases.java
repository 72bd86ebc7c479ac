package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.sequence.Normalisation;
import org.cusp.tensor.sequence.Rotary;

/** Kernels of vectors and of sequences: products of entries, normalisation, attention. */
final class VectorCases {
  private VectorCases() {}

  static List<KernelCase> of(Shape s) {
    List<KernelCase> cases = new ArrayList<>();
    cases.add(
        KernelCase.act(
            "times",
            Rounding.OF_ELEMENTS,
            (k, x, c) -> {
              k.times(s.matrix(x[0]), s.matrix(x[1]), s.matrix(x[2]));
              k.times(s.matrix(x[3]), s.matrix(c), s.matrix(x[3]));
            }));
    for (Normalisation.Centre centre : Normalisation.Centre.values()) {
      normalisations(s, new Normalisation(centre, 1e-3), cases);
    }
    for (Heads.Reach reach : Heads.Reach.values()) {
      attention(s, heads(s, reach), cases);
    }
    return cases;
  }

  private static void normalisations(Shape s, Normalisation by, List<KernelCase> cases) {
    cases.add(
        KernelCase.act(
            "normalise " + by.centre(),
            Rounding.OF_SUMS,
            (k, x, c) -> {
              MatrixStack scale = MatrixStack.of(c, 0, 1, s.width());
              MatrixStack shift = MatrixStack.of(x[3], 1, 1, s.width());
              try (Slab kept = x[0].zerosBeside(s.chains(), 2 * s.rows())) {
                MatrixStack moments = MatrixStack.of(kept, 0, s.rows(), 2);
                MatrixStack y = s.matrix(x[1]);
                k.normalise(by, s.matrix(x[0]), Optional.of(scale), Optional.of(shift), moments, y);
                k.normaliseBackward(
                    by, s.matrix(x[0]), Optional.of(scale), moments, s.matrix(x[2]), y);
                k.normalisedProducts(s.matrix(x[0]), moments, s.matrix(x[2]), shift);
                k.normalise(by, y, Optional.empty(), Optional.of(scale), moments, y);
              }
            }));
    cases.add(
        KernelCase.act(
            "normalise data " + by.centre(),
            Rounding.OF_SUMS,
            (k, x, c) -> {
              try (Slab kept = x[0].zerosBeside(s.chains(), 2 * s.rows())) {
                MatrixStack moments = MatrixStack.of(kept, 0, s.rows(), 2);
                k.normalise(
                    by,
                    s.matrix(c),
                    Optional.of(MatrixStack.of(x[2], 0, 1, s.width())),
                    Optional.empty(),
                    moments,
                    s.matrix(x[1]));
                k.normaliseBackward(
                    by, s.matrix(c), Optional.empty(), moments, s.matrix(x[1]), s.matrix(x[3]));
              }
            }));
  }

  /** As many as there is room for, beside the moments. */
  private static Heads heads(Shape s, Heads.Reach reach) {
    if (s.columns() > 5000) {
      return new Heads(new Heads.Counts(19, 4, 2, 20), reach, 0.2, new Rotary(12, 10_000));
    }
    return s.columns() > 24
        ? new Heads(new Heads.Counts(3, 2, 1, 2), reach, 0.7, new Rotary(2, 100))
        : new Heads(new Heads.Counts(1, 1, 1, 1), reach, 1, Rotary.NONE);
  }

  private static void attention(Shape s, Heads heads, List<KernelCase> cases) {
    int data = s.columns() > 5000 ? 2 : 1;
    int rows = data * heads.positions();
    cases.add(
        KernelCase.act(
            "attend " + (heads.seen(0) == 1 ? "causal" : "all"),
            Rounding.OF_SUMS,
            (k, x, c) -> {
              MatrixStack q = MatrixStack.of(x[0], 1, rows, heads.queryWidth());
              MatrixStack keys = MatrixStack.of(x[1], 1, rows, heads.keyWidth());
              MatrixStack v = MatrixStack.of(x[2], 1, rows, heads.keyWidth());
              int numbers = 2 * heads.queries();
              MatrixStack moments = MatrixStack.of(x[3], 0, rows, numbers);
              MatrixStack out = MatrixStack.of(x[3], rows * numbers, rows, heads.queryWidth());
              k.attend(heads, q, keys, v, moments, out);
              k.attendBackward(heads, q, keys, v, moments, out);
            }));
  }
}
