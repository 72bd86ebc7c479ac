package org.cusp.tensor.simd.image;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Convolution;

/** What {@link FloatImages} does, in double precision; written after it. */
final class DoubleImages {
  private final Planes planes;
  private final double[] datum;
  private final double[] x;
  private final double[] y;
  private double[] passed = new double[0];

  DoubleImages(Planes planes) {
    this.planes = planes;
    Convolution by = planes.by();
    this.datum = new double[Math.max(by.given(), by.made())];
    this.x = new double[(planes.block() + 1) * planes.input()];
    this.y = new double[(planes.block() + 1) * planes.output()];
  }

  /** Of the input, with padding. */
  double[] x() {
    return x;
  }

  /** Of the output, or of the gradient with respect to it. */
  double[] y() {
    return y;
  }

  /** Of the gradient with respect to the input, with padding: zeros. */
  double[] cleared() {
    if (passed.length == 0) {
      passed = new double[x.length];
    } else {
      Arrays.fill(passed, 0);
    }
    return passed;
  }

  private static DoubleBuffer numbers(MatrixStack matrix, int chain) {
    return matrix.slab().doubles(matrix.slab().rowOf(chain));
  }

  private static int start(MatrixStack matrix, int row) {
    return matrix.offset() + row * matrix.columns();
  }

  void loadInput(MatrixStack input, int chain, int from, int count) {
    DoubleBuffer numbers = numbers(input, chain);
    int width = input.columns();
    for (int i = 0; i < count; i++) {
      if (planes.inputLiesAsGiven()) {
        numbers.get(start(input, from + i), x, i * planes.input(), width);
      } else {
        numbers.get(start(input, from + i), datum, 0, width);
        spread(i * planes.input());
      }
    }
  }

  private void spread(int to) {
    Convolution by = planes.by();
    int width = by.columns().size();
    int at = 0;
    for (int channel = 0; channel < by.channels(); channel++) {
      for (int row = 0; row < by.rows().size(); row++, at += width) {
        int line = planes.line(channel, row);
        for (int column = 0; line >= 0 && column < width; column++) {
          int place = planes.column(column);
          if (place >= 0) {
            x[to + line + place] = datum[at + column];
          }
        }
      }
    }
  }

  /** What was passed back to each place that a window sees, and 0 elsewhere. */
  void storeInput(MatrixStack input, int chain, int from, int count) {
    DoubleBuffer numbers = numbers(input, chain);
    int width = input.columns();
    for (int i = 0; i < count; i++) {
      if (planes.inputLiesAsGiven()) {
        numbers.put(start(input, from + i), passed, i * planes.input(), width);
      } else {
        collect(i * planes.input());
        numbers.put(start(input, from + i), datum, 0, width);
      }
    }
  }

  private void collect(int start) {
    Convolution by = planes.by();
    int width = by.columns().size();
    int at = 0;
    for (int channel = 0; channel < by.channels(); channel++) {
      for (int row = 0; row < by.rows().size(); row++, at += width) {
        int line = planes.line(channel, row);
        for (int column = 0; column < width; column++) {
          int place = line < 0 ? -1 : planes.column(column);
          datum[at + column] = place < 0 ? 0 : passed[start + line + place];
        }
      }
    }
  }

  void storeOutput(MatrixStack output, int chain, int from, int count) {
    DoubleBuffer numbers = numbers(output, chain);
    int width = planes.by().columns().positions();
    for (int i = 0; i < count; i++) {
      if (planes.outputLiesAsGiven()) {
        numbers.put(start(output, from + i), y, i * planes.output(), output.columns());
        continue;
      }
      for (int row = 0; row < output.columns() / width; row++) {
        System.arraycopy(
            y, i * planes.output() + row * planes.outputRow(), datum, row * width, width);
      }
      numbers.put(start(output, from + i), datum, 0, output.columns());
    }
  }

  /** What is beyond the ends of rows becomes 0. */
  void loadDelta(MatrixStack delta, int chain, int from, int count) {
    DoubleBuffer numbers = numbers(delta, chain);
    int width = planes.by().columns().positions();
    for (int i = 0; i < count; i++) {
      if (planes.outputLiesAsGiven()) {
        numbers.get(start(delta, from + i), y, i * planes.output(), delta.columns());
        continue;
      }
      numbers.get(start(delta, from + i), datum, 0, delta.columns());
      for (int row = 0; row < delta.columns() / width; row++) {
        int to = i * planes.output() + row * planes.outputRow();
        System.arraycopy(datum, row * width, y, to, width);
        Arrays.fill(y, to + width, to + planes.outputRow(), 0);
      }
    }
  }
}
