package org.cusp.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.cusp.contract.Nearest;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.format.Json;
import org.cusp.model.Evaluator;
import org.cusp.model.LayerNetwork;
import org.cusp.model.batch.TensorData;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.yaml.snakeyaml.Yaml;

/**
 * Gradients of several chains on one batch, each chain computed by one thread, in float32. {@code
 * benchmarks/gradients} sets it beside PyTorch on the same networks.
 */
public final class GradientRate {
  private static final double MILLISECOND = 1e6;
  private static final int CHAINS = 4;

  private GradientRate() {}

  /** A network and how much it is given. */
  private record Case(List<Integer> input, String layers, int batch, int vocabulary) {
    LayerNetwork model() {
      Sequential read = Layers.read("", "layers.", new Yaml().<List<?>>load(layers));
      Shape shape = new Shape(input);
      Shape output = read.output(shape);
      return new LayerNetwork(shape, read, law(output));
    }

    private Likelihood law(Shape output) {
      if (output.isVector()) {
        return new Likelihood.Categorical(output.size());
      }
      return isOfTokens()
          ? new PerPosition(
              new Likelihood.Categorical(output.width()),
              output.axes().get(0),
              PerPosition.Datum.SEQUENCE)
          : new Likelihood.Gaussian(output.size(), 1);
    }

    private boolean isOfTokens() {
      return input.size() == 1;
    }

    DataSet data(LayerNetwork model) {
      RandomStream stream = RandomStream.of(1, Purpose.INPUTS, 0);
      double[] x = new double[batch * model.inputs()];
      stream.normals(0, 0, x, x.length);
      if (!isOfTokens()) {
        return new DataSet("speed", batch, model.inputs(), x, targets(model, stream));
      }
      Arrays.setAll(x, i -> (int) (vocabulary * stream.uniform(1, i)));
      int[] next = new int[x.length];
      Arrays.setAll(next, i -> (int) x[(i + 1) % x.length]);
      return new DataSet(
          "speed", batch, model.inputs(), x, new Targets.Sequences(next, vocabulary, input.get(0)));
    }

    private Targets targets(LayerNetwork model, RandomStream stream) {
      if (model.likelihood() instanceof Likelihood.Categorical classes) {
        int[] labels = new int[batch];
        Arrays.setAll(labels, i -> i % classes.classes());
        return new Targets.Classes(labels, classes.classes());
      }
      double[] y = new double[batch * model.likelihood().outputs()];
      stream.normals(2, 0, y, y.length);
      return new Targets.Values(y, model.likelihood().outputs());
    }
  }

  private static final String REGRESSION_BLOCK =
      "residual: [residual: [layer-norm, attention: {heads: 4, bias: false}],"
          + " residual: [layer-norm, dense: 64, relu, dense: 64]]";

  private static final String GPT_BLOCK =
      "residual: [layer-norm, attention: 4],"
          + " residual: [layer-norm, dense: 512, gelu-tanh, dense: 128]";

  private static final String PYTHIA_BLOCK =
      "residual: [sum: [[layer-norm, attention: {heads: 4, rotary: 0.25}],"
          + " [layer-norm, dense: 512, gelu, dense: 128]]]";

  private static final Map<String, Case> CASES =
      Map.of(
          "regression",
          new Case(
              List.of(16, 5),
              "[dense: {outputs: 64, bias: false}, positions: 16, "
                  + (REGRESSION_BLOCK + ", ").repeat(2)
                  + "layer-norm, dense: 5]",
              256,
              0),
          "gpt2",
          new Case(
              List.of(128),
              "[tied: {vocabulary: 256, width: 128, layers: [positions: 128, "
                  + (GPT_BLOCK + ", ").repeat(4)
                  + "layer-norm]}]",
              16,
              256),
          "pythia",
          new Case(
              List.of(128),
              "[embedding: {vocabulary: 50304, width: 128}, "
                  + (PYTHIA_BLOCK + ", ").repeat(6)
                  + "layer-norm, dense: {outputs: 50304, bias: false}]",
              16,
              50304),
          "lenet",
          new Case(
              List.of(1, 28, 28),
              "[conv2d: {outputs: 6, kernel: 5}, relu, max-pool2d: 2,"
                  + " conv2d: {outputs: 12, kernel: 5}, relu, max-pool2d: 2, flatten,"
                  + " dense: 20, relu, dense: 10]",
              512,
              0));

  /** Arguments: the case, seconds to measure, threads, chains (4). */
  public static void main(String[] arguments) {
    Case chosen = CASES.get(arguments[0]);
    if (chosen == null) {
      throw Nearest.unknown("case", arguments[0], CASES.keySet());
    }
    double seconds = Double.parseDouble(arguments[1]);
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : Workers.defaultThreads();
    int chains = arguments.length > 3 ? Integer.parseInt(arguments[3]) : CHAINS;
    try (Workers workers = new Workers(threads)) {
      Map<String, Object> found = measure(arguments[0], chosen, seconds, workers, chains);
      System.out.println(Json.text(found));
    }
  }

  private static Map<String, Object> measure(
      String name, Case chosen, double seconds, Workers workers, int chains) {
    LayerNetwork model = chosen.model();
    KernelProvider kernels = KernelProvider.best();
    double[] w = model.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    List<AutoCloseable> held = new ArrayList<>();
    try (TensorData data = TensorData.of(chosen.data(model), kernels.memory(), Precision.FLOAT32)) {
      Runnable[] passes = new Runnable[chains];
      for (int chain = 0; chain < passes.length; chain++) {
        Slab at = Slab.row(kernels.memory(), Precision.FLOAT32, w);
        Slab gradient = at.zerosBeside(1, w.length);
        Slab losses = at.doublesBeside(1, chosen.batch());
        Evaluator evaluator = model.evaluator(kernels.create(), at, chosen.batch());
        held.addAll(List.of(evaluator, losses, gradient, at));
        passes[chain] =
            () -> evaluator.lossesAndGradient(data.slice(0, chosen.batch()), gradient, losses);
      }
      Map<String, Object> found =
          new LinkedHashMap<>(
              Map.of("case", name, "parameters", w.length, "chains", passes.length));
      found.putAll(times(workers, passes, seconds));
      peak().ifPresent(it -> found.put("peakMegabytes", it));
      held.forEach(GradientRate::close);
      return found;
    }
  }

  private static void close(AutoCloseable it) {
    try {
      it.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Median of wall time and mean of processor time, whose clock is coarse, after a third of the
   * time.
   */
  private static Map<String, Object> times(Workers workers, Runnable[] passes, double seconds) {
    var machine =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    List<Double> walls = new ArrayList<>();
    long used = 0;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < seconds * 1e9) {
      long start = System.nanoTime();
      workers.run(passes.length, chain -> passes[chain].run());
      if (System.nanoTime() - begin > seconds * 1e9 / 3) {
        walls.add((System.nanoTime() - start) / MILLISECOND);
      } else {
        used = machine.getProcessCpuTime();
      }
    }
    used = machine.getProcessCpuTime() - used;
    return Map.of(
        "milliseconds", median(walls), "processorMilliseconds", used / MILLISECOND / walls.size());
  }

  /** The most memory that the process has had, in 10^6 bytes, where Linux tells. */
  private static OptionalDouble peak() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> 1.024e-3 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  private static double median(List<Double> values) {
    values.sort(null);
    return values.get(values.size() / 2);
  }
}
