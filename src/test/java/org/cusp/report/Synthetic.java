package org.cusp.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.LossGap;
import org.cusp.estimate.compare.KnResult;
import org.cusp.report.figures.chains.Trace;
import org.cusp.report.page.Fact;
import org.cusp.report.page.ReportData;
import org.cusp.report.page.RunFacts;
import org.cusp.train.TrajectoryRow;
import org.cusp.verdict.Verdict;
import org.cusp.verdict.Verdict.Status;

/** Data that look like those of a small network trained on digits. */
public final class Synthetic {
  static final long[] STEPS = {0, 1, 3, 7, 15, 30, 60, 100, 200, 400, 800, 1500, 2200, 3000};

  private static final double N_BETA = 1797 / Math.log(1797);

  private Synthetic() {}

  public static ReportData digits() {
    return new ReportData(facts(), losses(), llc(), lossAt(), traces(), kn());
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

  public static List<TrajectoryRow> losses() {
    Random random = new Random(7);
    List<TrajectoryRow> points = new ArrayList<>();
    for (long step = 0; step <= 3000; step++) {
      boolean evaluated = step % 100 == 0 || Arrays.binarySearch(STEPS, step) >= 0;
      double noisy = loss(step) * Math.exp(0.12 * random.nextGaussian());
      double test = loss(step) + 0.09 + 0.015 * Math.log1p(step / 400.0);
      double accuracy = 0.972 - 0.872 * Math.exp(-step / 45.0);
      points.add(
          loss(
              step,
              step / 22.0,
              noisy,
              evaluated ? test : Double.NaN,
              evaluated ? accuracy : Double.NaN));
    }
    return points;
  }

  public static List<EstimateAt> llc() {
    List<EstimateAt> points = new ArrayList<>();
    for (int i = 0; i < STEPS.length; i++) {
      double value = i == STEPS.length - 1 ? 53.5 : -20 + 73.5 * i / (STEPS.length - 1);
      Status status = i < 3 ? Status.REJECTED : i < 6 ? Status.DOUBTFUL : Status.TRUSTED;
      List<String> reasons =
          switch (status) {
            case REJECTED -> List.of("R-hat 1.35 is above 1.1", "the chains left the minimum");
            case DOUBTFUL -> List.of("effective sample size 212 is below 400");
            case TRUSTED -> List.of();
          };
      double rhat = i < 3 ? 1.35 - 0.1 * i : i < 6 ? 1.03 : 1.002;
      double ess = i < 3 ? 30 : i < 6 ? 212 : 2400;
      points.add(llc(STEPS[i], value, i < 3 ? 5.2 : 1.2, rhat, ess, status, reasons));
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

  public static List<KnResult.Row> kn() {
    List<KnResult.Row> points = new ArrayList<>();
    for (long step : STEPS) {
      points.add(kn(step, loss(step) - 0.06, 0.012, loss(step) + 0.04, 0.03));
    }
    return points;
  }

  static Map<Long, Double> lossAt() {
    return Arrays.stream(STEPS).boxed().collect(Collectors.toMap(step -> step, step -> loss(step)));
  }

  public static EstimateAt llc(
      long step,
      double value,
      double se,
      double rhat,
      double ess,
      Status status,
      List<String> reasons) {
    return new EstimateAt(
        step, new Estimate(value, se, rhat, ess), new Verdict(status, reasons, List.of()));
  }

  /** Without an evaluation where these are NaN. */
  public static TrajectoryRow loss(
      long step, double epoch, double loss, double testLoss, double testAccuracy) {
    return new TrajectoryRow(
        step,
        epoch,
        new TrajectoryRow.Losses(
            loss, known(testLoss), OptionalDouble.empty(), known(testAccuracy)),
        0.1,
        1,
        step);
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Without held-out data where these are NaN. */
  public static KnResult.Row kn(
      long step, double train, double trainSe, double test, double testSe) {
    LossGap onTest = Double.isNaN(test) ? null : new LossGap(new Estimate(test, testSe), 400);
    return new KnResult.Row(
        step, "step " + step, new LossGap(new Estimate(train, trainSe), 1797), onTest, null);
  }
}
