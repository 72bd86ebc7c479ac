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
  /** With less of a processor than this, others took the caches and the compiler its time. */
  private static final double LEAST_SHARE = 0.7;

  private Ratios() {}

  /**
   * What one process found.
   *
   * @param ratio of the time of the work to that of its floor
   * @param share of a processor that it had
   */
  record Fork(double ratio, double share) {
    boolean isDisturbed() {
      return share < LEAST_SHARE;
    }
  }

  /**
   * What each of some processes found for each work.
   *
   * @param halves half works done where one is counted
   */
  static Map<GuardedWork, List<Fork>> measure(
      Collection<GuardedWork> works, int forks, int halves) {
    Map<GuardedWork, List<Fork>> found = new EnumMap<>(GuardedWork.class);
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
        found.put(GuardedWork.valueOf(result.get("params").get("guarded").asText()), forks(result));
      }
      Files.delete(raw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RunnerException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  private static List<Fork> forks(JsonNode result) {
    JsonNode ratios = data(result, "ratio");
    JsonNode shares = data(result, "share");
    List<Fork> forks = new ArrayList<>();
    for (int i = 0; i < ratios.size(); i++) {
      forks.add(new Fork(ratios.get(i).get(0).asDouble(), shares.get(i).get(0).asDouble()));
    }
    return forks;
  }

  private static JsonNode data(JsonNode result, String counter) {
    return result.get("secondaryMetrics").get(counter).get("rawData");
  }
}
