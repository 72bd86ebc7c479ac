package org.cusp.bench.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cusp.format.Json;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures works in processes of their own. */
final class Ratios {
  private Ratios() {}

  /**
   * The ratio of each work to its floor in each of some processes.
   *
   * @param halves half works done where one is counted
   */
  static Map<GuardedWork, List<Double>> measure(
      Collection<GuardedWork> works, int forks, int halves) {
    Map<GuardedWork, List<Double>> found = new EnumMap<>(GuardedWork.class);
    try {
      Path raw = Files.createTempFile("cusp-guard", ".json");
      new Runner(
              new OptionsBuilder()
                  .include(RatioBenchmark.class.getName())
                  .param("guarded", works.stream().map(Enum::name).toArray(String[]::new))
                  .param("halves", Integer.toString(halves))
                  .forks(forks)
                  .warmupIterations(0)
                  .measurementIterations(1)
                  .verbosity(VerboseMode.SILENT)
                  .resultFormat(ResultFormatType.JSON)
                  .result(raw.toString())
                  .build(),
              OutputFormatFactory.createFormatInstance(
                  new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT))
          .run();
      for (JsonNode result : Json.read(raw, JsonNode.class)) {
        found.put(
            GuardedWork.valueOf(result.get("params").get("guarded").asText()), numbers(result));
      }
      Files.delete(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RunnerException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  private static List<Double> numbers(JsonNode result) {
    List<Double> ratios = new ArrayList<>();
    result
        .get("secondaryMetrics")
        .get("ratio")
        .get("rawData")
        .forEach(fork -> ratios.add(fork.get(0).asDouble()));
    return ratios;
  }
}
