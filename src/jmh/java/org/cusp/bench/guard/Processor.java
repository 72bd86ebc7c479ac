package org.cusp.bench.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What tells generations of processors apart whose name is the same. */
final class Processor {
  private static final Path LINUX = Path.of("/proc/cpuinfo");
  private static final List<String> FIELDS = List.of("cpu family", "model");

  private Processor() {}

  /** Such as " 25 17": its maker's family and model; empty where the system does not tell. */
  static String generation() {
    if (!Files.isReadable(LINUX)) {
      return "";
    }
    try {
      List<String> lines = Files.readAllLines(LINUX);
      return FIELDS.stream().map(field -> value(lines, field)).collect(Collectors.joining());
    } catch (IOException e) {
      return "";
    }
  }

  private static String value(List<String> lines, String field) {
    return lines.stream()
        .filter(line -> line.contains(":"))
        .filter(line -> line.substring(0, line.indexOf(':')).trim().equals(field))
        .map(line -> " " + line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("");
  }
}
