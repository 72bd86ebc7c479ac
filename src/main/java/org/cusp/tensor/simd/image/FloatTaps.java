package org.cusp.tensor.simd.image;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.wiring.Convolution;

/**
 * A convolution of a block of data. Sums over taps, over outputs on the way back, and over segments
 * for the weights; three outputs or taps by three vectors at a time.
 */
final class FloatTaps {
  private static final int LANES = FloatTiles.LANES;
  private static final int TILE = Planes.HIGH * Planes.WIDE * LANES;

  private final Planes planes;
  private final FloatImages images;
  private final int outputs;
  private final int seen;
  private final int[] taps;
  private final int[] numbers;
  private final int[] rows;
  private final int[] starts;
  private final int[] inputFrom;
  private final int[] outputFrom;
  private final float[] given;
  private final float[] weights;
  private final float[] backWeights;
  private final float[] bias;
  private final float[] tile = new float[TILE];
  private final float[] sums;
  private final float[] biasSums;

  FloatTaps(Convolution by) {
    this.planes = new Planes(by, LANES);
    this.images = new FloatImages(planes);
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
    this.given = new float[outputs * seen];
    this.weights = new float[whole(outputs, Planes.HIGH) * seen];
    this.backWeights = new float[whole(seen, Planes.HIGH) * outputs];
    this.bias = new float[outputs];
    this.sums = new float[whole(outputs, Planes.HIGH) * whole(seen, Planes.WIDE) * LANES];
    this.biasSums = new float[outputs * LANES];
  }

  private static int whole(int count, int of) {
    return (count + of - 1) / of * of;
  }

  FloatImages images() {
    return images;
  }

  int block() {
    return planes.block();
  }

  private static FloatBuffer floats(MatrixStack matrix, int chain) {
    return matrix.slab().floats(matrix.slab().rowOf(chain));
  }

  /** Weights in the order in which they are used, 0 for outputs that are not there. */
  void take(MatrixStack weight, Optional<MatrixStack> shift, int chain) {
    floats(weight, chain).get(weight.offset(), given, 0, given.length);
    for (int o = 0; o < outputs; o++) {
      int to = o / Planes.HIGH * Planes.HIGH * seen + o % Planes.HIGH;
      for (int t = 0; t < seen; t++) {
        weights[to + t * Planes.HIGH] = given[o * seen + numbers[t]];
      }
    }
    Arrays.fill(bias, 0);
    shift.ifPresent(it -> floats(it, chain).get(it.offset(), bias, 0, outputs));
  }

  void forward(int count) {
    int segments = count * planes.segments();
    for (int o = 0; o < outputs; o += Planes.HIGH) {
      int high = Math.min(Planes.HIGH, outputs - o);
      for (int i = 0; i < segments; i += Planes.WIDE) {
        FloatTiles.sums(
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
    floats(weight, chain).get(weight.offset(), given, 0, given.length);
    for (int t = 0; t < seen; t++) {
      int to = t / Planes.HIGH * Planes.HIGH * outputs + t % Planes.HIGH;
      for (int o = 0; o < outputs; o++) {
        backWeights[to + o * Planes.HIGH] = given[o * seen + numbers[t]];
      }
    }
  }

  void backward(int count) {
    float[] passed = images.cleared();
    int[] all = Arrays.copyOf(rows, outputs);
    int segments = count * planes.segments();
    for (int t = 0; t < seen; t += Planes.HIGH) {
      int high = Math.min(Planes.HIGH, seen - t);
      for (int i = 0; i < segments; i += Planes.WIDE) {
        FloatTiles.addSums(
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
        FloatTiles.products(
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
        FloatTiles.add(tile, sums, at);
      }
    }
  }

  void addBiases(int count) {
    for (int i = 0; i < count; i++) {
      for (int o = 0; o < outputs; o++) {
        int at = i * planes.output() + rows[o];
        FloatTiles.add(images.y(), at, planes.plane(), biasSums, o * LANES);
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
    floats(gradient, chain).put(gradient.offset(), given, 0, given.length);
  }

  void giveBiases(MatrixStack gradient, int chain) {
    for (int o = 0; o < outputs; o++) {
      bias[o] = sum(biasSums, o * LANES);
    }
    floats(gradient, chain).put(gradient.offset(), bias, 0, outputs);
  }

  /** Of the lanes, in their order. */
  private static float sum(float[] lanes, int at) {
    double sum = 0;
    for (int i = 0; i < LANES; i++) {
      sum += lanes[at + i];
    }
    return (float) sum;
  }
}
