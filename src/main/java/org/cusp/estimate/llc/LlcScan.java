package org.cusp.estimate.llc;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.WideInterval;
import org.cusp.estimate.EstimateAt;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.verdict.Verdict;

/**
 * The LLC around one parameter over a range of one setting, or of two. The runs of a scan share the
 * budget of the settings; each has noise of its own, so that their errors are independent.
 *
 * @param settings of the run in the middle, with the name of its sampler
 */
public record LlcScan(
    Target target, double[] w, LlcSpec settings, KernelProvider kernels, Workers workers) {
  private static final int RUNGS = 7;
  private static final double GAMMA_SPAN = 100;
  private static final double N_BETA_SPAN = 10;
  private static final double[] STEP_FACTORS = {4, 2, 1, 0.5, 0.25};

  /** Odd, so that multiples are all different. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** What there is already of one value of a setting. */
  public static EstimateAt at(double value, Llc llc) {
    return new EstimateAt(value, llc.estimate(), llc.verdict(), llc.doubtful().orElse(null));
  }

  /** The LLC at one step size and temperature. */
  public record Cell(
      double stepSize,
      double nBeta,
      @JsonUnwrapped @Estimate.Short Estimate llc,
      Verdict.Status verdict) {}

  /**
   * Over gamma: a factor of 100 around the middle, equally spaced in the logarithm.
   *
   * @param middle at the gamma of the settings
   */
  public List<EstimateAt> overGamma(EstimateAt middle, Progress progress) {
    return around(middle, GAMMA_SPAN, settings::withGamma, progress);
  }

  /**
   * Over nBeta: a factor of 10 around the middle.
   *
   * @param middle at the nBeta of the settings
   */
  public List<EstimateAt> overNBeta(EstimateAt middle, Progress progress) {
    return around(middle, N_BETA_SPAN, settings::withNBeta, progress);
  }

  /** At 4, 2, 1, 1/2 and 1/4 times this step size, of a sampler on batches. */
  public List<EstimateAt> overSteps(double step, Progress progress) {
    Runs runs = new Runs(STEP_FACTORS.length, progress);
    return steps(step).mapToObj(at -> runs.next(settings.withStep(at)).at(at)).toList();
  }

  /** At the same step sizes and at 5 values of nBeta over a factor of 10 around the middle. */
  public List<Cell> map(double step, double nBeta, Progress progress) {
    double[] temperatures = ladder(nBeta, N_BETA_SPAN, STEP_FACTORS.length);
    Runs runs = new Runs(temperatures.length * STEP_FACTORS.length, progress);
    List<Cell> cells = new ArrayList<>();
    for (double at : temperatures) {
      for (double size : steps(step).toArray()) {
        Told told = runs.next(settings.withNBeta(at).withStep(size));
        cells.add(new Cell(size, at, told.estimate(), told.verdict().status()));
      }
    }
    return List.copyOf(cells);
  }

  /** Over a factor of {@code span}, equally spaced in the logarithm, with the middle in it. */
  static double[] ladder(double middle, double span, int count) {
    double[] ladder = new double[count];
    double half = (count - 1) / 2.0;
    Arrays.setAll(ladder, i -> middle * Math.pow(span, (i - half) / (count - 1)));
    return ladder;
  }

  private static DoubleStream steps(double step) {
    return Arrays.stream(STEP_FACTORS).map(factor -> factor * step);
  }

  private interface Setting {
    LlcSpec at(double value);
  }

  private List<EstimateAt> around(
      EstimateAt middle, double span, Setting setting, Progress progress) {
    Runs runs = new Runs(RUNGS - 1, progress);
    double[] ladder = ladder(middle.at(), span, RUNGS);
    List<EstimateAt> rows = new ArrayList<>();
    for (int i = 0; i < RUNGS; i++) {
      rows.add(i == RUNGS / 2 ? middle : runs.next(setting.at(ladder[i])).at(ladder[i]));
    }
    return List.copyOf(rows);
  }

  /** What is kept of a run of a scan. */
  private record Told(Estimate estimate, Verdict verdict, @MayBeNull WideInterval doubtful) {
    static Told of(Llc llc) {
      return new Told(llc.estimate(), llc.verdict(), llc.doubtful().orElse(null));
    }

    EstimateAt at(double value) {
      return new EstimateAt(value, estimate, verdict, doubtful);
    }
  }

  /** Runs one after the other. */
  private final class Runs {
    private final int count;
    private final Progress progress;
    private int done;

    Runs(int count, Progress progress) {
      this.count = count;
      this.progress = progress;
    }

    Told next(LlcSpec changed) {
      LlcSpec share =
          changed
              .until(settings.precision(), settings.budget() / count)
              .withSeed(settings.seed() ^ GOLDEN * (done + 1));
      LlcEstimator estimator = new LlcEstimator(share, kernels, workers);
      Progress shown = this::within;
      Told told =
          progress
              .bookmark()
              .found(
                  name(share),
                  Told.class,
                  kept -> Told.of(estimator.estimate(target, w, shown.keeping(kept)).llc()));
      done++;
      return told;
    }

    /** To another precision it is another run. */
    private String name(LlcSpec share) {
      return String.format(
          Locale.ROOT, "run %d to %s in %s s", done, share.precision(), share.budget());
    }

    private void within(double share, String phase, double value, double error) {
      progress.at((done + share) / count, phase, value, error);
    }
  }
}
