package org.cusp.paper.networks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.DrawEstimators;
import org.cusp.numerics.Normal;
import org.cusp.paper.reproduction.Agreement;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.cusp.paper.reproduction.TrainedNetwork;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.train.TrajectoryRow;

/** The LLC of a transformer along its training on regression in context. */
public final class InContextRegression implements Reproduction {
  private static final String SPEC = "in-context.yaml";
  private static final String QUICK_SPEC = "in-context-quick.yaml";
  private static final List<Integer> FULL = List.of(100, 300, 1000, 3000);
  private static final List<Integer> QUICK = List.of(10);

  /** Of the source. */
  private static final double GAMMA = 13.3;

  private static final double N_BETA = 66.7;

  /** Sequences by which the loss is measured. */
  private static final int SEQUENCES = 2048;

  /** Seconds of work for one LLC. */
  private static final double BUDGET = 200;

  /** Of the training; {@code step} is the sampler's. */
  private static final String STEP = "training step";

  private static final String SOURCE_LLC = "LLC";

  private static final int POSITIONS = 8;
  private static final List<DrawEstimator> BY_POSITION =
      DrawEstimators.named(List.of("by-position"));

  /** The loss of a normal of variance 1/2 beside its square error. */
  private static final double CONSTANT = 0.5 * Math.log(Math.PI);

  @Override
  public String key() {
    return "hoogland2024-icl";
  }

  @Override
  public String title() {
    return "in-context regression: the LLC along the training of a transformer";
  }

  @Override
  public String citation() {
    return "J. Hoogland, G. Wang, M. Farrugia-Roberts, L. Carroll, S. Wei, D. Murfet, Loss landscape"
        + " degeneracy and stagewise development in transformers, TMLR 2025, arXiv:2402.02364";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source follows the LLC of a transformer of two layers and four heads (51,717 parameters)"
            + " that learns linear regression in context for 500,000 steps: it rises steeply to 170"
            + " and falls slowly to 116 to 141, in stages; at the end it is 5 at the first context"
            + " position and rises to 190 at the last.",
        "Here is the same network and the same law of the data, with the source's gamma and nBeta and"
            + " Cusp's sampler, but a far shorter training: 3,000 steps of 256 of 16,384 fixed"
            + " sequences, with a cosine schedule. It belongs to the source's first rise; levels at"
            + " equal steps are not to be compared, since the schedules differ. Four checkpoints and"
            + " 200 s of work for each LLC are what two cores do in a quarter of an hour. LLCs by"
            + " position are of the same draws: nBeta times the mean rise of the loss at each. Where"
            + " the sampler takes batches they have what its step adds, which the LLC has"
            + " extrapolated away: their mean is above it by that.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", "8 pairs of x ~ N(0, I_4), y = w x + N(0, 0.125), w ~ N(0, I_4)");
    settings.put(
        "training",
        "Adam, rate 0.003 with warm-up and cosine, batch 256, "
            + size.of("3,000", "10")
            + " steps");
    settings.put("steps", steps(size).toString());
    settings.put("gamma, nBeta", GAMMA + ", " + N_BETA + ", those of the source");
    settings.put(
        "llc",
        "of the first "
            + SEQUENCES
            + " training sequences, "
            + size.of(
                Tables.brief(BUDGET) + " s of work of two cores each at most",
                Estimation.describe(size)));
    return settings;
  }

  private static List<Integer> steps(Size size) {
    return size.of(FULL, QUICK);
  }

  private static LlcSpec request(Size size, long seed) {
    return Estimation.within(size, seed, BUDGET).withGamma(GAMMA).withNBeta(N_BETA);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    String spec = size.of(SPEC, QUICK_SPEC);
    TrainedNetwork network = new TrainedNetwork(spec, seed);
    LlcSpec request = request(size, seed);
    List<Piece> pieces = new ArrayList<>();
    for (int step : steps(size)) {
      pieces.add(
          new Piece(
              "step " + step,
              spec + "; " + SEQUENCES + " sequences; " + Estimation.describe(request),
              estimation -> row(network, step, request, estimation)));
    }
    return pieces;
  }

  private static Row row(TrainedNetwork network, int step, LlcSpec request, Estimation estimation) {
    TrajectoryRow losses =
        network.trajectory(estimation).stream()
            .filter(row -> row.step() == step)
            .findFirst()
            .orElseThrow();
    Target target = network.target(SEQUENCES);
    return Row.empty()
        .with(STEP, step)
        .with("square error", losses.loss() - CONSTANT)
        .with("test square error", losses.testLoss().orElse(Double.NaN) - CONSTANT)
        .with(
            estimation
                .ofWork(target, network.weights(step, estimation), request, BY_POSITION)
                .row());
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> kept = rows.stream().filter(row -> !Agreement.isRejected(row)).toList();
    if (rows.isEmpty()) {
      return new Findings(List.of("No checkpoint is done yet."), List.of(), List.of());
    }
    List<Row> trusted = rows.stream().filter(Agreement::isTrusted).toList();
    Row last = rows.get(rows.size() - 1);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "After %.0f steps the square error is %.3f (held out %.3f) and the LLC is %.1f +- %.1f, %s."
                    + " Of %d checkpoints %d are trusted and %d rejected.",
                last.number(STEP),
                last.number("square error"),
                last.number("test square error"),
                last.number(Agreement.LLC),
                last.number("se"),
                last.text(Agreement.VERDICT),
                rows.size(),
                trusted.size(),
                rows.size() - kept.size())),
        List.of(
            new Findings.Section(
                "Along training",
                rows.stream()
                    .map(
                        row ->
                            row.only(
                                STEP,
                                "square error",
                                "test square error",
                                Agreement.LLC,
                                "se",
                                Agreement.VERDICT,
                                "used",
                                "seconds",
                                "reasons"))
                    .toList()),
            new Findings.Section(
                "By context position", rows.stream().map(InContextRegression::positions).toList()),
            new Findings.Section("The source, a longer training", expected.rows())),
        List.of(chart(kept, alongTraining(expected)), byPosition(kept, expected)));
  }

  private static String position(int at) {
    return "position " + at;
  }

  private static Row positions(Row row) {
    Row found = row.only(STEP);
    for (int at = 0; at < POSITIONS; at++) {
      found = found.with(row.only(position(at), Estimation.errorOf(position(at))));
    }
    return found;
  }

  /** The source's means over positions of the seed that it follows. */
  private static List<Row> alongTraining(ExpectedTable expected) {
    return Row.where(Row.where(expected.rows(), "position", ""), "seed", "1.0");
  }

  /** The LLC of each position at the checkpoints, beside the source's at its end. */
  private static Chart byPosition(List<Row> ours, ExpectedTable expected) {
    double[] positions = IntStream.range(0, POSITIONS).asDoubleStream().toArray();
    List<Chart.Series> series = new ArrayList<>();
    for (Row row : ours) {
      double[] values = new double[POSITIONS];
      double[] lengths = new double[POSITIONS];
      for (int at = 0; at < POSITIONS; at++) {
        values[at] = row.number(position(at));
        lengths[at] = Normal.QUANTILE_975 * row.number(Estimation.errorOf(position(at)));
      }
      String name = String.format(Locale.ROOT, "here, step %,.0f", row.number(STEP));
      series.add(new Chart.Series(name, Chart.Style.JOINED, positions, values, lengths));
    }
    List<Row> source =
        expected.rows().stream().filter(row -> !row.text("position").isEmpty()).toList();
    series.add(
        Chart.Series.plain(
            "source, step 499,999, seed 0",
            Chart.Style.SOURCE,
            Row.column(source, "position"),
            Row.column(source, SOURCE_LLC)));
    return new Chart(
        "by-position",
        new Chart.Words(
            "The LLC by context position",
            "Checkpoints whose estimate is not rejected, with 95% intervals; the source's seed 0.",
            "The LLC of each context position at several checkpoints, ours and the source's."),
        new Chart.Axis("context position", Chart.Scale.LINEAR),
        new Chart.Axis("LLC", Chart.Scale.LINEAR),
        series);
  }

  private static Chart chart(List<Row> ours, List<Row> source) {
    return new Chart(
        "along-training",
        new Chart.Words(
            "The LLC of an in-context regression transformer",
            "Checkpoints whose estimate is not rejected, with 95% intervals; the source's seed 1.",
            "The LLC over the steps of training, ours and the source's."),
        new Chart.Axis("step", Chart.Scale.LOG),
        new Chart.Axis("LLC", Chart.Scale.LINEAR),
        List.of(
            new Chart.Series(
                "here, 3,000 steps",
                Chart.Style.JOINED,
                Row.column(ours, STEP),
                Row.column(ours, Agreement.LLC),
                Row.intervals(ours, "se")),
            Chart.Series.plain(
                "source, 500,000 steps",
                Chart.Style.SOURCE,
                Row.column(source, "step"),
                Row.column(source, SOURCE_LLC))));
  }
}
