package org.cusp.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cusp.report.figures.KnPoint;
import org.cusp.report.figures.LlcPoint;
import org.cusp.report.figures.LossPoint;
import org.cusp.report.figures.Trace;
import org.cusp.report.page.Fact;
import org.cusp.report.page.ReportData;
import org.cusp.report.page.RunFacts;

/** Data that look like those of a small network trained on digits. */
public final class Synthetic {
  static final long[] STEPS = {0, 1, 3, 7, 15, 30, 60, 100, 200, 400, 800, 1500, 2200, 3000};

  private static final double N_BETA = 1797 / Math.log(1797);

  private Synthetic() {}

  public static ReportData digits() {
    return new ReportData(facts(), losses(), llc(), traces(), kn());
  }

  public static RunFacts facts() {
    return new RunFacts(
        "digits-mlp",
        List.of(new Fact("network", "MLP 64-32-10, ReLU"), new Fact("parameters", "2,410")),
        List.of(
            new Fact("sampler", "HMC, step size found in warm-up"),
            new Fact("chains × draws", "8 × 1,000"),
            new Fact("nβ", "239.8 = n / ln n"),
            new Fact("localisation γ", "1")),
        List.of(new Fact("processor", "2 cores"), new Fact("Java", "17.0.15")),
        List.of(new Fact("command", "./cusp llc runs/digits-mlp"), new Fact("seed", "1")),
        "model:\n  kind: mlp\n  widths: [64, 32, 10]\ntrain:\n  steps: 3000\n  lr: 0.1\n");
  }

  static double loss(double step) {
    return 0.005 + 2.295 / Math.pow(1 + step / 25, 1.4);
  }

  public static List<LossPoint> losses() {
    Random random = new Random(7);
    List<LossPoint> points = new ArrayList<>();
    for (long step = 0; step <= 3000; step++) {
      boolean evaluated = step % 100 == 0 || Arrays.binarySearch(STEPS, step) >= 0;
      double noisy = loss(step) * Math.exp(0.12 * random.nextGaussian());
      double test = loss(step) + 0.09 + 0.015 * Math.log1p(step / 400.0);
      double accuracy = 0.972 - 0.872 * Math.exp(-step / 45.0);
      points.add(
          new LossPoint(
              step,
              step / 22.0,
              noisy,
              evaluated ? test : Double.NaN,
              evaluated ? accuracy : Double.NaN));
    }
    return points;
  }

  public static List<LlcPoint> llc() {
    List<LlcPoint> points = new ArrayList<>();
    for (int i = 0; i < STEPS.length; i++) {
      double value = i == STEPS.length - 1 ? 53.5 : -20 + 73.5 * i / (STEPS.length - 1);
      String status = i < 3 ? "rejected" : i < 6 ? "doubtful" : "trusted";
      List<String> reasons =
          switch (status) {
            case "rejected" -> List.of("R-hat 1.35 is above 1.1", "the chains left the minimum");
            case "doubtful" -> List.of("effective sample size 212 is below 400");
            default -> List.of();
          };
      double rhat = i < 3 ? 1.35 - 0.1 * i : i < 6 ? 1.03 : 1.002;
      double ess = i < 3 ? 30 : i < 6 ? 212 : 2400;
      points.add(
          new LlcPoint(
              STEPS[i], value, i < 3 ? 5.2 : 1.2, rhat, ess, status, reasons, loss(STEPS[i])));
    }
    return points;
  }

  public static Trace trace(long step, double level, long seed) {
    Random random = new Random(seed);
    double[][] delta = new double[8][1000];
    for (double[] chain : delta) {
      double noise = 0;
      for (int t = 0; t < chain.length; t++) {
        noise = 0.85 * noise + 4 * random.nextGaussian();
        chain[t] = (level * (1 - Math.exp(-t / 35.0)) + noise) / N_BETA;
      }
    }
    return new Trace(step, N_BETA, delta, 200);
  }

  static List<Trace> traces() {
    return List.of(trace(100, 20, 11), trace(800, 36, 12), trace(3000, 53.5, 13));
  }

  static List<KnPoint> kn() {
    List<KnPoint> points = new ArrayList<>();
    for (long step : STEPS) {
      points.add(new KnPoint(step, loss(step) - 0.06, 0.012, loss(step) + 0.04, 0.03));
    }
    return points;
  }
}
