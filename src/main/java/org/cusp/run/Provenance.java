package org.cusp.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.tensor.nd4j.Backend;
import org.cusp.train.Build;

/**
 * Where a result comes from.
 *
 * @param command as typed
 * @param seed of all random streams
 * @param kernels that did the arithmetic
 * @param threads that shared the work; results do not depend on it
 * @param revision of the source, with "-dirty" if it was changed
 * @param versions of Cusp, Java and the libraries
 * @param machine processor, cores, system
 * @param time of the start, UTC
 */
public record Provenance(
    String command,
    long seed,
    String kernels,
    int threads,
    String revision,
    Map<String, String> versions,
    Map<String, String> machine,
    String time) {
  private static final String UNKNOWN = "unknown";

  /** Of this process. */
  public static Provenance of(String command, long seed, String kernels, int threads) {
    Map<String, String> versions = new TreeMap<>(Backend.versions());
    versions.put("cusp", Build.THIS.version());
    versions.put("java", System.getProperty("java.vm.version"));
    return new Provenance(
        command,
        seed,
        kernels,
        threads,
        Build.THIS.revision(),
        versions,
        thisMachine(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Processor, cores and operating system. */
  public static Map<String, String> thisMachine() {
    Map<String, String> machine = new TreeMap<>();
    machine.put("processor", processor());
    machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return machine;
  }

  private static String processor() {
    Path linux = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(linux)) {
      return System.getProperty("os.arch");
    }
    try {
      List<String> lines = Files.readAllLines(linux);
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
