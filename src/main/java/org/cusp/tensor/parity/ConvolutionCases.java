package org.cusp.tensor.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;
import org.cusp.tensor.wiring.Axis;
import org.cusp.tensor.wiring.Convolution;

/** Convolutions with padding, strides, dilation and groups; input of each chain or shared. */
final class ConvolutionCases {
  private static final int DATA = 5;

  private ConvolutionCases() {}

  private static List<Convolution> all() {
    return List.of(
        new Convolution(3, 7, 1, new Axis(6, 3, 1, 0, 1), new Axis(10, 3, 1, 0, 1)),
        new Convolution(2, 5, 1, new Axis(7, 3, 2, 1, 1), new Axis(17, 2, 2, 1, 3)),
        new Convolution(4, 6, 2, new Axis(4, 2, 1, 1, 2), new Axis(3, 3, 1, 2, 1)));
  }

  static List<KernelCase> of(Shape s) {
    List<KernelCase> cases = new ArrayList<>();
    for (Convolution by : all()) {
      cases.add(
          new KernelCase(
              "convolve",
              Rounding.OF_SUMS,
              (k, x, c) -> {
                try (Memories m = new Memories(s, by, c)) {
                  MatrixStack weight = m.part(m.filter, by.outputs() * by.seen());
                  Optional<MatrixStack> bias = Optional.of(m.part(m.shift, by.outputs()));
                  k.convolve(by, m.input(), weight, bias, m.scratch(), m.output());
                  double[] first = m.made.values();
                  k.convolve(by, m.shared(), weight, Optional.empty(), m.scratch(), m.output());
                  return Memories.both(first, m.made.values());
                }
              }));
      cases.add(
          new KernelCase(
              "convolveGradients",
              Rounding.OF_SUMS,
              (k, x, c) -> {
                try (Memories m = new Memories(s, by, c)) {
                  Optional<MatrixStack> weight =
                      Optional.of(m.part(m.filter, by.outputs() * by.seen()));
                  Optional<MatrixStack> bias = Optional.of(m.part(m.shift, by.outputs()));
                  k.convolveGradients(by, m.input(), m.output(), m.scratch(), weight, bias);
                  double[] first = Memories.both(m.filter.values(), m.shift.values());
                  k.convolveGradients(
                      by, m.shared(), m.output(), m.scratch(), weight, Optional.empty());
                  return Memories.both(first, m.filter.values());
                }
              }));
      cases.add(
          new KernelCase(
              "convolveBackward",
              Rounding.OF_SUMS,
              (k, x, c) -> {
                try (Memories m = new Memories(s, by, c)) {
                  MatrixStack weight = m.part(m.filter, by.outputs() * by.seen());
                  k.convolveBackward(by, m.output(), weight, m.scratch(), m.input());
                  return m.given.values();
                }
              }));
    }
    return cases;
  }

  /** What a convolution works on, filled with numbers of its own. */
  private static final class Memories implements AutoCloseable {
    private final Convolution by;
    private final Slab given;
    private final Slab all;
    private final Slab made;
    private final Slab filter;
    private final Slab shift;
    private final Slab working;

    Memories(Shape s, Convolution by, Slab like) {
      this.by = by;
      this.given = filled(like, s.chains(), DATA * by.given(), 1);
      this.all = filled(like, 1, DATA * by.given(), 2);
      this.made = filled(like, s.chains(), DATA * by.made(), 3);
      this.filter = filled(like, s.chains(), by.outputs() * by.seen(), 4);
      this.shift = filled(like, s.chains(), by.outputs(), 5);
      this.working = like.zerosBeside(s.chains(), by.scratch());
    }

    private static Slab filled(Slab like, int rows, int columns, int number) {
      Slab slab = like.zerosBeside(rows, columns);
      for (int row = 0; row < rows; row++) {
        double[] values = new double[columns];
        for (int i = 0; i < columns; i++) {
          values[i] = Math.sin(number + 7 * row + 0.37 * i * (1 + number % 3));
        }
        slab.setRow(row, values);
      }
      return slab;
    }

    MatrixStack part(Slab slab, int size) {
      return MatrixStack.of(slab, 0, 1, size);
    }

    MatrixStack input() {
      return MatrixStack.of(given, 0, DATA, by.given());
    }

    MatrixStack shared() {
      return MatrixStack.of(all, 0, DATA, by.given());
    }

    MatrixStack output() {
      return MatrixStack.of(made, 0, DATA, by.made());
    }

    MatrixStack scratch() {
      return MatrixStack.of(working, 0, 1, by.scratch());
    }

    static double[] both(double[] first, double[] second) {
      double[] both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    }

    @Override
    public void close() {
      List.of(given, all, made, filter, shift, working).forEach(Slab::close);
    }
  }
}
