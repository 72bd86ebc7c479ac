package org.cusp.paper.networks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.cusp.paper.reproduction.Agreement;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.cusp.paper.reproduction.TrainedNetwork;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.train.TrajectoryRow;

/**
 * The LLC at checkpoints of a training, each with its verdict.
 *
 * @param spec the resource that says what is trained, and keeps the checkpoints asked for
 * @param full the steps whose checkpoints are looked at
 * @param quick those of a small version
 * @param budget seconds of work for one LLC
 */
record TrainingCurve(String spec, List<Integer> full, List<Integer> quick, double budget) {
  private static final String EPOCH = "epoch";
  private static final String TEST_ACCURACY = "test accuracy";

  /** Data and training in words, and what is asked for. */
  Map<String, String> settings(String data, String training, Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", data);
    settings.put("training", training);
    settings.put("steps", size.of(full, quick).toString());
    settings.put(
        "llc",
        size.of(
            "defaults of cusp llc, "
                + Tables.brief(budget)
                + " s of work of two cores each at most",
            Estimation.describe(size)));
    return settings;
  }

  List<Piece> pieces(Size size, long seed) {
    LlcSpec request = Estimation.within(size, seed, budget);
    TrainedNetwork network = new TrainedNetwork(spec, seed);
    return size.of(full, quick).stream()
        .map(
            step ->
                new Piece(
                    "step " + step,
                    spec + "; " + Estimation.describe(request),
                    estimation -> row(network, step, request, estimation)))
        .toList();
  }

  private static Row row(TrainedNetwork network, int step, LlcSpec request, Estimation estimation) {
    TrajectoryRow losses =
        network.trajectory(estimation).stream()
            .filter(row -> row.step() == step)
            .findFirst()
            .orElseThrow();
    return Row.empty()
        .with(EPOCH, losses.epoch())
        .with("loss", losses.loss())
        .with("test loss", losses.testLoss().orElse(Double.NaN))
        .with(TEST_ACCURACY, accuracy(losses.testAccuracy()))
        .with(
            estimation
                .ofWork(network.target(), network.weights(step, estimation), request, List.of())
                .row());
  }

  private static Double accuracy(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /** Where the training has come to, and how many estimates stand. */
  static String sentence(List<Row> rows) {
    if (rows.isEmpty()) {
      return "No checkpoint is done yet.";
    }
    Row last = rows.get(rows.size() - 1);
    return String.format(
        Locale.ROOT,
        "After %.0f epochs (test accuracy %.1f%%) the LLC is %.1f +- %.1f, %s. %d of the %d"
            + " checkpoints are trusted.",
        last.number(EPOCH),
        100 * last.number(TEST_ACCURACY),
        last.number(Agreement.LLC),
        last.number("se"),
        last.text(Agreement.VERDICT),
        rows.stream().filter(Agreement::isTrusted).count(),
        rows.size());
  }

  static Findings.Section table(List<Row> rows) {
    return new Findings.Section(
        "Along training",
        rows.stream()
            .map(
                row ->
                    row.only(
                        EPOCH,
                        "loss",
                        "test loss",
                        TEST_ACCURACY,
                        Agreement.LLC,
                        "se",
                        Agreement.VERDICT,
                        "used",
                        "gamma",
                        "seconds",
                        "reasons"))
            .toList());
  }

  /** Of a page that has no numbers of a source to set beside its own. */
  static Findings findings(List<Row> rows, String title) {
    return new Findings(List.of(sentence(rows)), List.of(table(rows)), List.of(chart(rows, title)));
  }

  /** Checkpoints whose estimate is not rejected, with 95% intervals. */
  static Chart chart(List<Row> rows, String title) {
    List<Row> minima = rows.stream().filter(row -> !Agreement.isRejected(row)).toList();
    return new Chart(
        "training",
        new Chart.Words(
            title,
            "Checkpoints whose estimate is not rejected, with 95% intervals.",
            "The LLC over the epochs of training."),
        new Chart.Axis(EPOCH, Chart.Scale.LINEAR),
        new Chart.Axis("LLC", Chart.Scale.LINEAR),
        List.of(
            new Chart.Series(
                "LLC",
                Chart.Style.JOINED,
                Row.column(minima, EPOCH),
                Row.column(minima, Agreement.LLC),
                Row.intervals(minima, "se"))));
  }
}
