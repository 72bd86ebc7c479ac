package org.cusp.bench.guard;

import java.util.Arrays;
import java.util.List;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Clock;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.sequence.Rotary;
import org.cusp.tensor.update.LangevinStep;

/** One kernel on numbers in memory, beside a copy of as many. */
record ElementWork(Runnable kernel, Floor floor, List<Slab> slabs) implements Work {
  private static final KernelProvider PROVIDER = KernelProvider.best();

  /** The update of SGLD with its noise. */
  static Work langevin(int parameters) {
    Kernels kernels = PROVIDER.create();
    Slab w = normals(parameters);
    Slab gradient = normals(parameters);
    Slab centre = normals(parameters);
    Memory memory = PROVIDER.memory();
    Clock clock = Clock.in(memory);
    RandomStream[] noise = {RandomStream.of(1, Purpose.NOISE, 0)};
    Move move =
        Move.of(
                LangevinStep.UPDATE,
                new LangevinStep(1e-9, 100, 1, 1).factors(),
                w,
                gradient,
                centre)
            .with(NoiseStreams.of(memory, noise), clock);
    clock.set(1);
    return new ElementWork(
        () -> kernels.update(move), Floor.Copies.of(parameters), List.of(w, gradient, centre));
  }

  /** Losses of classes and their gradients, in place. */
  static Work categorical(int data, int classes) {
    Kernels kernels = PROVIDER.create();
    Slab outputs = normals(data * classes);
    Slab losses = outputs.doublesBeside(1, data);
    int[] labels = new int[data];
    Arrays.setAll(labels, i -> i % classes);
    IntSlab classesOf = IntSlab.row(PROVIDER.memory(), labels);
    MatrixStack rows = MatrixStack.of(outputs, 0, data, classes);
    Rows all = new Rows.From(0);
    return new ElementWork(
        () -> kernels.categorical(rows, classesOf, all, 1, 1, losses),
        Floor.Copies.of(data * classes),
        List.of(outputs, losses));
  }

  /** Losses of numbers and their gradients, in place. */
  static Work gaussian(int data, int outputs) {
    Kernels kernels = PROVIDER.create();
    return losses(
        data, outputs, (rows, targets, losses) -> kernels.gaussian(rows, targets, 1, 1, losses));
  }

  /** Losses of zeros and ones and their gradients, in place. */
  static Work bernoulli(int data, int outputs) {
    Kernels kernels = PROVIDER.create();
    return losses(
        data, outputs, (rows, targets, losses) -> kernels.bernoulli(rows, targets, 1, losses));
  }

  /** Replaces outputs by gradients. */
  @FunctionalInterface
  private interface Loss {
    void run(MatrixStack outputs, MatrixStack targets, Slab losses);
  }

  private static Work losses(int data, int width, Loss loss) {
    Slab outputs = normals(data * width);
    Slab targets = outputs.zerosBeside(1, data * width);
    Slab losses = outputs.doublesBeside(1, data);
    MatrixStack rows = MatrixStack.of(outputs, 0, data, width);
    MatrixStack wanted = MatrixStack.of(targets, 0, data, width);
    return new ElementWork(
        () -> loss.run(rows, wanted, losses),
        Floor.Copies.of(data * width),
        List.of(outputs, targets, losses));
  }

  /** Causal attention of sequences of 16 positions, forward. */
  static Work attention(int sequences, int heads, int width) {
    Kernels kernels = PROVIDER.create();
    int positions = 16;
    int all = sequences * positions;
    Heads how =
        new Heads(
            new Heads.Counts(positions, heads, heads, width),
            Heads.Reach.CAUSAL,
            0.25,
            Rotary.NONE);
    MatrixStack[] of = new MatrixStack[4];
    for (int i = 0; i < of.length; i++) {
      of[i] = MatrixStack.of(normals(all * heads * width), 0, all, heads * width);
    }
    Slab moments = of[0].slab().zerosBeside(1, all * 2 * heads);
    MatrixStack kept = MatrixStack.of(moments, 0, all, 2 * heads);
    return new ElementWork(
        () -> kernels.attend(how, of[0], of[1], of[2], kept, of[3]),
        Floor.Products.of(2.0 * sequences * heads * positions * positions * width),
        List.of(of[0].slab(), of[1].slab(), of[2].slab(), of[3].slab(), moments));
  }

  /** Sums of the columns of a matrix: gradients of biases. */
  static Work columns(int rows, int width) {
    Kernels kernels = PROVIDER.create();
    Slab matrix = normals(rows * width);
    Slab sums = matrix.zerosBeside(1, width);
    MatrixStack from = MatrixStack.of(matrix, 0, rows, width);
    MatrixStack to = MatrixStack.of(sums, 0, 1, width);
    return new ElementWork(
        () -> kernels.columnSums(from, to), Floor.Copies.of(rows * width), List.of(matrix, sums));
  }

  /** |w - w*|^2. */
  static Work squares(int parameters) {
    Kernels kernels = PROVIDER.create();
    Slab w = normals(parameters);
    Slab centre = normals(parameters);
    Slab sum = w.doublesBeside(1, 1);
    return new ElementWork(
        () -> kernels.squaredDistance(w, centre, sum),
        Floor.Copies.of(parameters),
        List.of(w, centre, sum));
  }

  private static Slab normals(int count) {
    double[] values = new double[count];
    RandomStream.of(1, Purpose.INPUTS, 0).normals(0, 0, values, count);
    return Slab.row(PROVIDER.memory(), Precision.FLOAT32, values);
  }

  @Override
  public void run() {
    kernel.run();
  }

  @Override
  public void close() {
    slabs.forEach(Slab::close);
    floor.close();
  }
}
