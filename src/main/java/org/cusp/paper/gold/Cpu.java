package org.cusp.paper.gold;

import java.time.Duration;

/** The processor time of this process, which other work on the machine does not lengthen. */
final class Cpu {
  private static final double NANOSECONDS = 1e9;

  private Cpu() {}

  /** Seconds of all threads since the process began; NaN where the system does not say. */
  static double seconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(Duration::toNanos)
        .map(time -> time / NANOSECONDS)
        .orElse(Double.NaN);
  }
}
