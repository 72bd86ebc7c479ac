package org.cusp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Json;
import org.cusp.run.Provenance;
import org.cusp.tensor.KernelProvider;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and writes JMH's results with the machine described beside them. */
public final class BenchmarkRun {
  private static final long SEED = 1;

  private BenchmarkRun() {}

  /** How long to measure. */
  public enum Length {
    /** Enough for ratios within one run. */
    FULL(2, 5, 5),
    /** Enough to see that it runs. */
    QUICK(1, 1, 1);

    private final int forks;
    private final int warmup;
    private final int measured;

    Length(int forks, int warmup, int measured) {
      this.forks = forks;
      this.warmup = warmup;
      this.measured = measured;
    }
  }

  /**
   * Runs the benchmarks whose name matches.
   *
   * @param out the file for the results
   */
  public static void run(String pattern, Length length, Path out) {
    try {
      Path raw = Files.createTempFile("cusp-jmh", ".json");
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .include("org\\.cusp\\.bench\\..*" + pattern)
              .forks(length.forks)
              .warmupIterations(length.warmup)
              .warmupTime(TimeValue.seconds(1))
              .measurementIterations(length.measured)
              .measurementTime(TimeValue.seconds(1))
              .resultFormat(ResultFormatType.JSON)
              .result(raw.toString());
      if (new Runner(options.build()).run().isEmpty()) {
        throw new InvalidInput("no benchmark matches '" + pattern + "'");
      }
      Json.write(out, document(raw, pattern));
      Files.delete(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RunnerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> document(Path raw, String pattern) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(
        "provenance",
        Provenance.of("bench " + pattern, SEED, KernelProvider.best().create().name(), 1));
    List<Row> rows = new ArrayList<>();
    Json.read(raw, JsonNode.class).forEach(result -> rows.add(row(result)));
    document.put("results", rows);
    return document;
  }

  /**
   * What is worth keeping of a result: no paths of the machine, which JMH's own file is full of.
   */
  private record Row(
      String benchmark,
      Map<String, String> parameters,
      double score,
      double scoreError,
      String unit,
      int forks,
      int iterations) {}

  private static Map<String, String> parameters(JsonNode given) {
    Map<String, String> parameters = new LinkedHashMap<>();
    given.properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    return parameters;
  }

  private static Row row(JsonNode result) {
    JsonNode metric = result.get("primaryMetric");
    return new Row(
        result.get("benchmark").asText(),
        parameters(result.path("params")),
        metric.get("score").asDouble(),
        metric.get("scoreError").asDouble(Double.NaN),
        metric.get("scoreUnit").asText(),
        result.get("forks").asInt(),
        result.get("measurementIterations").asInt());
  }
}
