package org.cusp.report;

import org.junit.jupiter.api.Test;

class TimingTest {
  @Test
  void t() throws Exception {
    for (int k = 0; k < 5; k++) {
      Trace tr = Synthetic.trace(100, 20, 11);
      long a = System.nanoTime();
      Figure f = TraceFigure.of(tr);
      long b = System.nanoTime();
      BitmapInk ink = new BitmapInk(f.width(), f.height());
      var m = Figure.class.getDeclaredMethod("paint", Ink.class);
      m.setAccessible(true);
      m.invoke(f, ink);
      long c = System.nanoTime();
      ink.png();
      long d = System.nanoTime();
      SvgInk s = new SvgInk(f.width(), f.height());
      m.invoke(f, s);
      long e = System.nanoTime();
      s.element("a", "b", "c");
      long g = System.nanoTime();
      System.out.printf(
          "build %.0f paint %.0f encode %.0f | svg paint %.0f encode %.0f%n",
          (b - a) / 1e6, (c - b) / 1e6, (d - c) / 1e6, (e - d) / 1e6, (g - e) / 1e6);
    }
  }
}
