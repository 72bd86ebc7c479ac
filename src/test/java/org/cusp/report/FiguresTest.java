package org.cusp.report;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void look() throws Exception {
    Path out = Path.of("/tmp/report-helper/out");
    Files.createDirectories(out);
    long t = System.nanoTime();
    for (Figure f : Figures.of(Synthetic.digits())) {
      Files.write(out.resolve(f.id() + ".png"), f.png());
      long t1 = System.nanoTime();
      String svg = f.svg();
      Files.writeString(out.resolve(f.id() + ".svg"), svg);
      long t2 = System.nanoTime();
      System.out.println(
          f.id() + " png " + (t1 - t) / 1e6 + " svg " + (t2 - t1) / 1e6 + " " + svg.length());
      t = t2;
    }
  }
}
