package org.cusp.report;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void look() throws Exception {
    Path out = Path.of("/tmp/report-helper/out");
    Files.createDirectories(out);
    long t = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    ReportFiles.write(out, Synthetic.digits());
    System.out.println(
        "ms "
            + (java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
                    - t)
                / 1e6);
    System.out.println(Summary.of(Synthetic.digits()));
  }
}
