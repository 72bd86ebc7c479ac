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
