package org.cusp.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.cusp.tensor.Backend;

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
    Properties git = gitProperties();
    Map<String, String> versions = new TreeMap<>(Backend.versions());
    versions.put("cusp", git.getProperty("git.build.version", UNKNOWN));
    versions.put("java", System.getProperty("java.vm.version"));
    String revision = git.getProperty("git.commit.id.abbrev", UNKNOWN);
    boolean dirty = Boolean.parseBoolean(git.getProperty("git.dirty", "false"));
    return new Provenance(
        command,
        seed,
        kernels,
        threads,
        dirty ? revision + "-dirty" : revision,
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

  private static Properties gitProperties() {
    Properties properties = new Properties();
    try (InputStream in = Provenance.class.getResourceAsStream("/git.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
