package org.cusp.tensor.simd.image;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Convolution;

/** What {@link FloatTaps} does, in double precision; written after it. */
final class DoubleTaps {
  private static final int LANES = DoubleTiles.LANES;
  private static final int TILE = Planes.HIGH * Planes.WIDE * LANES;

  private final Planes planes;
  private final DoubleImages images;
  private final int outputs;
  private final int seen;
  private final int[] taps;
  private final int[] numbers;
  private final int[] rows;
  private final int[] starts;
  private final int[] inputFrom;
  private final int[] outputFrom;
  private final double[] given;
  private final double[] weights;
  private final double[] backWeights;
  private final double[] bias;
  private final double[] tile = new double[TILE];
  private final double[] sums;
  private final double[] biasSums;

  DoubleTaps(Convolution by) {
    this.planes = new Planes(by, LANES);
    this.images = new DoubleImages(planes);
    this.outputs = by.outputs();
    this.seen = by.seen();
    this.taps = planes.taps();
    this.numbers = planes.weights();
    this.rows = new int[whole(outputs, Planes.HIGH)];
    Arrays.setAll(rows, i -> Math.min(i, outputs - 1) * planes.plane());
    this.starts = new int[whole(seen, Planes.WIDE)];
    Arrays.setAll(starts, i -> taps[Math.min(i, seen - 1)]);
    int all = planes.block() * planes.segments();
    this.inputFrom = new int[all + Planes.WIDE];
    this.outputFrom = new int[all + Planes.WIDE];
    int[] segments = planes.segmentsOfInput();
    for (int i = 0; i < inputFrom.length; i++) {
      int datum = Math.min(planes.block(), i / segments.length);
      int segment = datum == planes.block() ? 0 : i % segments.length;
      inputFrom[i] = datum * planes.input() + segments[segment];
      outputFrom[i] = datum * planes.output() + segment * LANES;
    }
    this.given = new double[outputs * seen];
    this.weights = new double[whole(outputs, Planes.HIGH) * seen];
    this.backWeights = new double[whole(seen, Planes.HIGH) * outputs];
    this.bias = new double[outputs];
    this.sums = new double[whole(outputs, Planes.HIGH) * whole(seen, Planes.WIDE) * LANES];
    this.biasSums = new double[outputs * LANES];
  }

  private static int whole(int count, int of) {
    return (count + of - 1) / of * of;
  }

  DoubleImages images() {
    return images;
  }

  int block() {
    return planes.block();
  }

  private static DoubleBuffer doubles(MatrixStack matrix, int chain) {
    return matrix.slab().doubles(matrix.slab().rowOf(chain));
  }

  /** Weights in the order in which they are used, 0 for outputs that are not there. */
  void take(MatrixStack weight, Optional<MatrixStack> shift, int chain) {
    doubles(weight, chain).get(weight.offset(), given, 0, given.length);
    for (int o = 0; o < outputs; o++) {
      int to = o / Planes.HIGH * Planes.HIGH * seen + o % Planes.HIGH;
      for (int t = 0; t < seen; t++) {
        weights[to + t * Planes.HIGH] = given[o * seen + numbers[t]];
      }
    }
    Arrays.fill(bias, 0);
    shift.ifPresent(it -> doubles(it, chain).get(it.offset(), bias, 0, outputs));
  }

  void forward(int count) {
    int segments = count * planes.segments();
    for (int o = 0; o < outputs; o += Planes.HIGH) {
      int high = Math.min(Planes.HIGH, outputs - o);
      for (int i = 0; i < segments; i += Planes.WIDE) {
        DoubleTiles.sums(
            weights,
            o * seen,
            taps,
            images.x(),
            inputFrom,
            i,
            bias,
            images.y(),
            rows,
            o,
            high,
            outputFrom);
      }
    }
  }

  void takeBack(MatrixStack weight, int chain) {
    doubles(weight, chain).get(weight.offset(), given, 0, given.length);
    for (int t = 0; t < seen; t++) {
      int to = t / Planes.HIGH * Planes.HIGH * outputs + t % Planes.HIGH;
      for (int o = 0; o < outputs; o++) {
        backWeights[to + o * Planes.HIGH] = given[o * seen + numbers[t]];
      }
    }
  }

  void backward(int count) {
    double[] passed = images.cleared();
    int[] all = Arrays.copyOf(rows, outputs);
    int segments = count * planes.segments();
    for (int t = 0; t < seen; t += Planes.HIGH) {
      int high = Math.min(Planes.HIGH, seen - t);
      for (int i = 0; i < segments; i += Planes.WIDE) {
        DoubleTiles.addSums(
            backWeights,
            t * outputs,
            all,
            images.y(),
            outputFrom,
            i,
            passed,
            taps,
            t,
            high,
            inputFrom);
      }
    }
  }

  /** Sums of weights and biases begin. */
  void clear() {
    Arrays.fill(sums, 0);
    Arrays.fill(biasSums, 0);
  }

  void addWeights(int count) {
    int at = 0;
    for (int o = 0; o < outputs; o += Planes.HIGH) {
      for (int t = 0; t < seen; t += Planes.WIDE, at += TILE) {
        DoubleTiles.products(
            images.y(),
            rows,
            o,
            images.x(),
            starts,
            t,
            outputFrom,
            inputFrom,
            count * planes.segments(),
            tile);
        DoubleTiles.add(tile, sums, at);
      }
    }
  }

  void addBiases(int count) {
    for (int i = 0; i < count; i++) {
      for (int o = 0; o < outputs; o++) {
        int at = i * planes.output() + rows[o];
        DoubleTiles.add(images.y(), at, planes.plane(), biasSums, o * LANES);
      }
    }
  }

  void giveWeights(MatrixStack gradient, int chain) {
    int across = whole(seen, Planes.WIDE) / Planes.WIDE;
    for (int o = 0; o < outputs; o++) {
      for (int t = 0; t < seen; t++) {
        int of = o / Planes.HIGH * across + t / Planes.WIDE;
        int within = o % Planes.HIGH * Planes.WIDE + t % Planes.WIDE;
        given[o * seen + numbers[t]] = sum(sums, of * TILE + within * LANES);
      }
    }
    doubles(gradient, chain).put(gradient.offset(), given, 0, given.length);
  }

  void giveBiases(MatrixStack gradient, int chain) {
    for (int o = 0; o < outputs; o++) {
      bias[o] = sum(biasSums, o * LANES);
    }
    doubles(gradient, chain).put(gradient.offset(), bias, 0, outputs);
  }

  /** Of the lanes, in their order. */
  private static double sum(double[] lanes, int at) {
    double sum = 0;
    for (int i = 0; i < LANES; i++) {
      sum += lanes[at + i];
    }
    return sum;
  }
}
