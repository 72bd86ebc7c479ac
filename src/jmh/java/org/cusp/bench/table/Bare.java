package org.cusp.bench.table;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.cusp.model.LayerNetwork;
import org.cusp.model.LayeredModel;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.tensor.Workers;

/**
 * What bounds a step: nothing but the products of its dense layers, forward, to weights and to
 * inputs (not those of the data), in OpenBLAS and float32; for other networks products of 128 x 128
 * with as many operations; for models of a few numbers a copy of the batch. Each chain has memory
 * of its own; where there are fewer chains than threads, rows are shared out.
 */
final class Bare implements Timed {
  private static final int SIZE = 128;

  private final Workers workers;
  private final int weight;
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<FloatPointer> held = new ArrayList<>();

  Bare(Model model, int chains, int batch, Workers workers) {
    this.workers = workers;
    this.weight = chains;
    int parts = chains < workers.threads() ? workers.threads() : 1;
    for (int i = 0; i < chains * parts; i++) {
      tasks.add(task(model, batch / parts));
    }
  }

  private Runnable task(Model model, int rows) {
    if (model instanceof LayerNetwork network) {
      return products(3 * rows * network.layers().flops(network.inputShape()));
    }
    return model instanceof LayeredModel layered && model.size() > SIZE
        ? dense(layered, rows)
        : copy(model, rows);
  }

  private static Runnable copy(Model model, int rows) {
    double[] from = new double[rows * (model.inputs() + model.likelihood().outputs())];
    double[] to = from.clone();
    return () -> System.arraycopy(from, 0, to, 0, from.length);
  }

  private Runnable products(double flops) {
    int times = (int) Math.max(1, Math.round(flops / (2.0 * SIZE * SIZE * SIZE)));
    FloatPointer a = numbers(SIZE * SIZE);
    FloatPointer b = numbers(SIZE * SIZE);
    FloatPointer c = numbers(SIZE * SIZE);
    return () -> {
      for (int i = 0; i < times; i++) {
        multiply(false, false, new int[] {SIZE, SIZE, SIZE}, List.of(a, b, c));
      }
    };
  }

  private Runnable dense(LayeredModel model, int rows) {
    List<Runnable> all = new ArrayList<>();
    for (ParamSpace.Tensor tensor : model.parameters().tensors()) {
      if (tensor.shape().size() == 2) {
        layer(tensor.shape().get(0), tensor.shape().get(1), rows, all);
      }
    }
    return () -> all.forEach(Runnable::run);
  }

  private void layer(int outputs, int inputs, int rows, List<Runnable> all) {
    FloatPointer x = numbers((long) rows * inputs);
    FloatPointer w = numbers((long) outputs * inputs);
    FloatPointer y = numbers((long) rows * outputs);
    boolean first = all.isEmpty();
    all.add(() -> multiply(false, true, new int[] {rows, outputs, inputs}, List.of(x, w, y)));
    all.add(() -> multiply(true, false, new int[] {outputs, inputs, rows}, List.of(y, x, w)));
    if (!first) {
      all.add(() -> multiply(false, false, new int[] {rows, inputs, outputs}, List.of(y, w, x)));
    }
  }

  /** With rows, columns and inner length of the product, and its factors and itself. */
  private static void multiply(
      boolean turnA, boolean turnB, int[] size, List<FloatPointer> matrices) {
    openblas.cblas_sgemm(
        CblasRowMajor,
        turnA ? CblasTrans : CblasNoTrans,
        turnB ? CblasTrans : CblasNoTrans,
        size[0],
        size[1],
        size[2],
        1e-3f,
        matrices.get(0),
        turnA ? size[0] : size[2],
        matrices.get(1),
        turnB ? size[2] : size[1],
        0f,
        matrices.get(2),
        size[1]);
  }

  private FloatPointer numbers(long count) {
    FloatPointer numbers = new FloatPointer(count);
    for (long i = 0; i < count; i++) {
      numbers.put(i, i % 7 - 3f);
    }
    held.add(numbers);
    return numbers;
  }

  @Override
  public void run(int steps) {
    workers.run(
        tasks.size(),
        task -> {
          for (int i = 0; i < steps; i++) {
            tasks.get(task).run();
          }
        });
  }

  @Override
  public int weight() {
    return weight;
  }

  @Override
  public void close() {
    held.forEach(FloatPointer::close);
  }
}
