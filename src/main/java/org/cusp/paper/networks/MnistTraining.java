package org.cusp.paper.networks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
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
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.train.TrajectoryRow;

/** The LLC of a network along its training on MNIST. */
public final class MnistTraining implements Reproduction {
  private static final String SPEC = "mnist.yaml";
  private static final List<Integer> FULL = List.of(0, 31, 125, 500, 1000, 2000);
  private static final List<Integer> QUICK = List.of(0, 500);

  /** Seconds for one LLC. */
  private static final double FULL_BUDGET = 100;

  @Override
  public String key() {
    return LocalCoefficients.FOLDER + "/mnist-training";
  }

  @Override
  public String title() {
    return "MNIST: the LLC along training";
  }

  @Override
  public String citation() {
    return LocalCoefficients.SOURCE + " (output of the authors' notebook)";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source follows the LLC of a network with 1.9 million parameters through SGD on MNIST: it"
            + " rises from 425 after the first epoch to 808 after the fifth and levels off.",
        "Here 784-10-10 ReLU (7,960 parameters) on 2,000 of the test images, SGD, every LLC by default"
            + " with its verdict: a network of the source's size takes more than this table should. The"
            + " levels are not to be compared, only the course.",
        "The images are not part of this repository: put them where the settings say.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", "../shared/data/mnist-10k-{images-idx3,labels-idx1}-ubyte.gz");
    settings.put("training", "SGD, momentum 0.9, rate 0.02, batch 64, 31 steps an epoch");
    settings.put("steps", steps(size).toString());
    settings.put(
        "llc",
        size.of(
            "defaults of cusp llc, " + Tables.brief(FULL_BUDGET) + " s each at most",
            Estimation.describe(size)));
    return settings;
  }

  private static List<Integer> steps(Size size) {
    return size.of(FULL, QUICK);
  }

  private static LlcSpec request(Size size, long seed) {
    return Estimation.within(size, seed, FULL_BUDGET);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    TrainedNetwork network = new TrainedNetwork(SPEC, seed);
    LlcSpec request = request(size, seed);
    List<Piece> pieces = new ArrayList<>();
    for (int step : steps(size)) {
      pieces.add(
          new Piece(
              "step " + step,
              SPEC + "; " + Estimation.describe(request),
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
    return Row.empty()
        .with("epoch", losses.epoch())
        .with("loss", losses.loss())
        .with("test loss", losses.testLoss().orElse(Double.NaN))
        .with("test accuracy", accuracy(losses.testAccuracy()))
        .with(estimation.at(network.target(), network.weights(step, estimation), request).row());
  }

  private static Double accuracy(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> trusted = rows.stream().filter(Agreement::isTrusted).toList();
    Row last = rows.get(rows.size() - 1);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "After %.0f epochs (test accuracy %.1f%%) the LLC is %.1f -+ %.1f, %s. %d of the %d"
                    + " checkpoints are trusted.",
                last.number("epoch"),
                100 * last.number("test accuracy"),
                last.number(Agreement.LLC),
                last.number("se"),
                last.text(Agreement.VERDICT),
                trusted.size(),
                rows.size())),
        List.of(
            new Findings.Section(
                "Along training",
                rows.stream()
                    .map(
                        row ->
                            row.only(
                                "epoch",
                                "loss",
                                "test loss",
                                "test accuracy",
                                Agreement.LLC,
                                "se",
                                Agreement.VERDICT,
                                "used",
                                "gamma",
                                "seconds",
                                "reasons"))
                    .toList()),
            new Findings.Section("The source, another network", expected.rows())),
        List.of(chart(rows)));
  }

  private static Chart chart(List<Row> rows) {
    List<Row> minima = rows.stream().filter(row -> !Agreement.isRejected(row)).toList();
    double[] half = Row.intervals(minima, "se");
    return new Chart(
        "training",
        new Chart.Words(
            "The LLC of 784-10-10 along SGD on MNIST",
            "Checkpoints whose estimate is not rejected, with 95% intervals.",
            "The LLC over the epochs of training."),
        new Chart.Axis("epoch", Chart.Scale.LINEAR),
        new Chart.Axis("LLC", Chart.Scale.LINEAR),
        List.of(
            new Chart.Series(
                "LLC",
                Chart.Style.JOINED,
                Row.column(minima, "epoch"),
                Row.column(minima, Agreement.LLC),
                half)));
  }
}
