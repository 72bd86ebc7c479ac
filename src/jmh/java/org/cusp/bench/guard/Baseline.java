package org.cusp.bench.guard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.format.Json;

/**
 * What works took before, by kind of machine: ratios depend on the processor's vectors and on Java,
 * not on how busy or how fast it is.
 */
record Baseline(List<Recorded> machines) {
  /**
   * @param processor its maker's name for the family
   * @param kernels with the width of vectors
   * @param java the major version
   * @param revision that was measured
   * @param ratios least time of each work in units of its floor
   */
  record Recorded(
      String processor, String kernels, int java, String revision, Map<String, Double> ratios) {
    private boolean isOf(Recorded other) {
      return processor.equals(other.processor)
          && kernels.equals(other.kernels)
          && java == other.java;
    }

    String machine() {
      return processor + ", " + kernels + ", Java " + java;
    }
  }

  static Baseline read(Path file) {
    return Files.exists(file) ? Json.read(file, Baseline.class) : new Baseline(List.of());
  }

  Optional<Recorded> of(Recorded here) {
    return machines.stream().filter(here::isOf).findFirst();
  }

  /** With this in the place of what was recorded on such a machine. */
  Baseline with(Recorded here) {
    List<Recorded> others = new ArrayList<>(machines);
    others.removeIf(here::isOf);
    others.add(
        new Recorded(
            here.processor, here.kernels, here.java, here.revision, new TreeMap<>(here.ratios)));
    return new Baseline(others);
  }
}
