package org.cusp.bench.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.bench.work.Networks;
import org.cusp.bench.work.RandomData;
import org.cusp.contract.Nearest;
import org.cusp.format.Json;
import org.cusp.model.Model;
import org.cusp.posterior.Posterior;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Sgld;
import org.cusp.tensor.Activation;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;

/**
 * Time and memory of chains of one size: a point of a figure of growth, in a process of its own.
 */
public final class Growth {
  private static final double SECONDS = 1.5;
  private static final int INPUTS = 64;
  private static final int CLASSES = 10;

  private Growth() {}

  private record Point(Model model, int n, int batch, int chains) {
    static Point of(String what, int size) {
      Model digits = Networks.classifier(Activation.TANH, INPUTS, 32, CLASSES);
      return switch (what) {
        case "chains" -> new Point(digits, 1_400, 128, size);
        case "parameters" -> new Point(ofSize(size), 1_000, 64, 4);
        case "data" -> new Point(digits, size, size, 4);
        default ->
            throw Nearest.unknown("growth", what, Arrays.asList("chains", "parameters", "data"));
      };
    }

    /** 64-h-h-10 with about so many parameters: h^2 + 76 h + 10. */
    private static Model ofSize(int parameters) {
      double half = (INPUTS + CLASSES + 2) / 2.0;
      int width = (int) Math.round(Math.sqrt(half * half + parameters - CLASSES) - half);
      return Networks.classifier(Activation.TANH, INPUTS, width, width, CLASSES);
    }
  }

  /** Arguments: chains, parameters or data; how many. */
  public static void main(String[] arguments) throws IOException {
    Point point = Point.of(arguments[0], Integer.parseInt(arguments[1]));
    Model model = point.model();
    double[] w = model.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    Posterior posterior =
        new Posterior(
            model, RandomData.of(model, point.n()), w, Posterior.defaultNBeta(point.n()), 100);
    ChainSteps.Settings settings =
        new ChainSteps.Settings(new Sgld(1e-9), Precision.FLOAT32, point.chains(), point.batch());
    try (Workers workers = new Workers(Workers.defaultThreads());
        ChainSteps steps = ChainSteps.of(posterior, settings, workers)) {
      steps.rate(SECONDS / 2);
      double rate = steps.rate(SECONDS);
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("size", "parameters".equals(arguments[0]) ? w.length : Long.valueOf(arguments[1]));
      found.put("parameters", w.length);
      found.put("chains", point.chains());
      found.put("data", point.n());
      found.put("secondsOfChainStep", 1 / rate);
      found.put("tensorBytes", steps.bytes());
      found.put("peakBytes", peak());
      found.put("energy", mean(steps.chains().energy()));
      System.out.println(Json.text(found));
    }
  }

  private static double mean(double[][] energy) {
    return Arrays.stream(energy).flatMapToDouble(Arrays::stream).average().orElse(Double.NaN);
  }

  /** Most memory of the process so far, Java and all; 0 where the system does not tell. */
  private static long peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return 1_024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }
}
