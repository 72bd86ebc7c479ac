package org.cusp.report;

import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class TimingTest {
  @Test
  void t() throws Exception {
    Path out = Path.of("/tmp/report-helper/edge");
    Files.createDirectories(out);
    List<LlcPoint> wild = new ArrayList<>(Synthetic.llc());
    wild.set(0, new LlcPoint(0, -41234, 900, 2.5, 4, "rejected", List.of("<b>x</b>"), 2.3));
    wild.set(1, new LlcPoint(1, -800, 90, 1.9, 9, "rejected", List.of(), 2.3));
    wild.set(
        5,
        new LlcPoint(
            30,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            "rejected",
            List.of("all chains non-finite"),
            2.3));
    Files.write(out.resolve("wild.png"), LlcFigure.of(wild, List.of()).png());
    Files.write(out.resolve("wildconv.png"), ConvergenceFigure.of(wild).png());
    var one = List.of(new LlcPoint(0, 53.5, 1.2, 1.001, 900, "trusted", List.of(), 0.4));
    Files.write(
        out.resolve("one.png"),
        LlcFigure.of(one, List.of(new LossPoint(0, 0, 0.41, Double.NaN, Double.NaN))).png());
    Files.write(
        out.resolve("none.png"),
        LlcFigure.of(
                List.of(
                    new LlcPoint(
                        10,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        "rejected",
                        List.of(),
                        Double.NaN)),
                List.of())
            .png());
    Trace t = Synthetic.trace(5, 20, 3);
    for (int i = 300; i < 1000; i++)
      t.deltaLoss()[2][i] = i < 330 ? t.deltaLoss()[2][i] * Math.exp((i - 300) / 3.0) : Double.NaN;
    Files.write(out.resolve("nonfinite.png"), TraceFigure.of(t).png());
    System.out.println(TraceFigure.of(t).caption());
    double[][] many = new double[16][30000];
    Random r = new Random(1);
    for (double[] c : many) {
      double z = 0;
      for (int i = 0; i < c.length; i++) {
        z = 0.99 * z + 0.01 * r.nextGaussian();
        c[i] = z - 0.05;
      }
    }
    Files.write(out.resolve("many.png"), TraceFigure.of(new Trace(12345, 100, many, 0)).png());
    System.out.println(TraceFigure.of(new Trace(12345, 100, many, 0)).svg().length());
    Files.write(
        out.resolve("single.png"),
        TraceFigure.of(new Trace(1, 10, new double[][] {{1, 2, 3, 2.5, 2}}, 2)).png());
    var neg =
        List.of(
            new KnPoint(0, -0.3, 0.01, Double.NaN, Double.NaN),
            new KnPoint(1000000, -0.35, 0.01, Double.NaN, Double.NaN));
    Files.write(out.resolve("kn.png"), KnFigure.of(neg).png());
  }
}
