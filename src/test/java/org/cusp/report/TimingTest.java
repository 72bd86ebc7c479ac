package org.cusp.report;

import org.junit.jupiter.api.Test;

class TimingTest {
  @Test
  void t() throws Exception {
    for (int k = 0; k < 5; k++) {
      Trace tr = Synthetic.trace(100, 20, 11);
      long a = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      Figure f = TraceFigure.of(tr);
      long b = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      BitmapInk ink = new BitmapInk(f.width(), f.height());
      var m = Figure.class.getDeclaredMethod("paint", Ink.class);
      m.setAccessible(true);
      m.invoke(f, ink);
      long c = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      ink.png();
      long d = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      SvgInk s = new SvgInk(f.width(), f.height());
      m.invoke(f, s);
      long e = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      s.element("a", "b", "c");
      long g = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      System.out.printf(
          "build %.0f paint %.0f encode %.0f | svg paint %.0f encode %.0f%n",
          (b - a) / 1e6, (c - b) / 1e6, (d - c) / 1e6, (e - d) / 1e6, (g - e) / 1e6);
    }
  }
}
