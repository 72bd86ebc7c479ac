package org.cusp.paper.networks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.cusp.run.Coordinates;
import org.cusp.run.Localisation;
import org.cusp.spec.sampling.LlcSpec;

/** The LLC of ReLU networks whose layers are rescaled without changing the function. */
public final class ReluRescaling implements Reproduction {
  private static final List<List<Integer>> WIDTHS =
      List.of(List.of(10, 20, 10), List.of(20, 30, 20), List.of(30, 40, 30));
  private static final int DATA = 1_000;

  /** A spread over many factors is only as small as the errors. */
  private static final double FULL_PRECISION = 0.003;

  /** Seconds for one LLC. */
  private static final double FULL_BUDGET = 30;

  private static final double LARGEST_DECADES = 4;
  private static final int FULL_FACTORS = 9;
  private static final int QUICK_FACTORS = 5;
  private static final double GAMMA = 1;

  /** In units of each tensor, in which rescaled parameters are the same point. */
  private static final Coordinates LAYERS = new Coordinates(Optional.empty(), Localisation.LAYERS);

  @Override
  public String key() {
    return "lau2023-relu";
  }

  @Override
  public String title() {
    return "ReLU networks: the LLC does not change when layers are rescaled";
  }

  @Override
  public String citation() {
    return "E. Lau, Z. Furman, G. Wang, D. Murfet, S. Wei, The local learning coefficient, AISTATS"
        + " 2025, arXiv:2308.12108 (data of the authors' repository)";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "Multiplying what enters a ReLU layer by a factor and dividing what leaves it changes the"
            + " parameter, not the function. The source finds the LLC constant over factors from 1e-4"
            + " to 1e4, to about 1%.",
        "The learning coefficient is invariant; with an isotropic localisation an estimate is not, since"
            + " the localisation moves with w*. Localised in units of each tensor it is.",
        "Here w* is a random teacher and the data its own outputs without noise; the source's n and"
            + " scale of the loss are not known, so its values are not to be met, only their constancy.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("networks", WIDTHS.subList(0, networks(size)).toString());
    settings.put("data", "n = " + DATA + ", x uniform on [-10, 10]^d, no noise");
    settings.put("sigma^2", "outputs: the loss is half the mean squared error over outputs");
    settings.put("gamma", Tables.brief(GAMMA) + ", localisation layers: in units of each tensor");
    settings.put("factors", factors(size) + " from 1e-4 to 1e4, evenly in the logarithm");
    return settings;
  }

  private static int networks(Size size) {
    return size.of(WIDTHS.size(), 1);
  }

  private static LlcSpec request(Size size, long seed) {
    LlcSpec settings = Estimation.settings(size, seed);
    return size == Size.FULL ? settings.until(FULL_PRECISION, FULL_BUDGET) : settings;
  }

  private static int factors(Size size) {
    return size.of(FULL_FACTORS, QUICK_FACTORS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    int count = factors(size);
    for (List<Integer> widths : WIDTHS.subList(0, networks(size))) {
      ReluTeacher teacher = new ReluTeacher(widths, DATA, seed);
      for (int i = 0; i < count; i++) {
        double factor = Math.pow(10, LARGEST_DECADES * (2.0 * i / (count - 1) - 1));
        pieces.add(piece(teacher, factor, request(size, seed).withGamma(GAMMA)));
      }
    }
    return pieces;
  }

  private static Piece piece(ReluTeacher teacher, double factor, LlcSpec request) {
    return new Piece(
        teacher.widths() + " x " + Tables.brief(factor),
        teacher.name()
            + ", factor "
            + factor
            + ", localisation layers; "
            + Estimation.describe(request),
        estimation ->
            Row.empty()
                .with("network", teacher.widths().toString())
                .with("P", teacher.model().size())
                .with("n", teacher.n())
                .with("factor", factor)
                .with(
                    estimation
                        .at(
                            teacher.target().withCoordinates(LAYERS),
                            teacher.rescaled(factor),
                            request)
                        .row()));
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> table = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    List<Chart.Series> series = new ArrayList<>();
    for (String network : networks(rows)) {
      List<Row> some = Row.where(rows, "network", network);
      double[] llc = Row.column(some, "llc");
      Range range = Range.of(llc);
      double error = some.stream().mapToDouble(row -> row.number("se")).average().orElse(0);
      table.add(
          Row.empty()
              .with("network", network)
              .with("P", some.get(0).number("P"))
              .with("factors", llc.length)
              .with("mean LLC", range.mean())
              .with("least", range.least())
              .with("greatest", range.greatest())
              .with("spread", range.spread())
              .with("mean se", error)
              .with("trusted", Agreement.of(some).trusted())
              .with("source mean", expected.number("network", joined(network), "mean"))
              .with("source spread", expected.number("network", joined(network), "spread")));
      sentences.add(
          String.format(
              Locale.ROOT,
              "Network %s: mean LLC %s, (greatest - least) / mean %s over %d factors, with a mean"
                  + " standard error of %s.",
              network,
              Tables.brief(range.mean()),
              Tables.percent(range.spread()),
              llc.length,
              Tables.percent(error / range.mean())));
      series.add(
          new Chart.Series(
              network,
              Chart.Style.JOINED,
              Row.column(some, "factor"),
              Arrays.stream(llc).map(v -> v / range.mean()).toArray(),
              some.stream()
                  .mapToDouble(r -> Normal.QUANTILE_975 * r.number("se") / range.mean())
                  .toArray()));
    }
    List<Row> all =
        rows.stream().map(row -> row.without("reasons", "cautions", "rhat", "ess")).toList();
    return new Findings(
        sentences,
        List.of(
            new Findings.Section("Spread over factors", table),
            new Findings.Section("Estimates", all)),
        List.of(chart(series)));
  }

  /** Least, greatest and mean; all NaN as soon as one value is not finite. */
  private record Range(double least, double greatest, double mean) {
    static Range of(double[] values) {
      double least = Double.POSITIVE_INFINITY;
      double greatest = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (double value : values) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
        sum += value;
      }
      return new Range(least, greatest, sum / values.length);
    }

    double spread() {
      return (greatest - least) / mean;
    }
  }

  /** [10, 20, 10] as 10-20-10. */
  private static String joined(String network) {
    return network.replaceAll("[\\[\\]]", "").replace(", ", "-");
  }

  private static Set<String> networks(List<Row> rows) {
    return rows.stream()
        .map(row -> row.text("network"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Chart chart(List<Chart.Series> series) {
    return new Chart(
        "factors",
        new Chart.Words(
            "LLC of rescaled ReLU networks",
            "The LLC over its mean for each network; bars are 95% intervals.",
            "One line for each network against the factor by which its layers are rescaled."),
        new Chart.Axis("factor", Chart.Scale.LOG),
        new Chart.Axis("LLC / mean LLC", Chart.Scale.LINEAR),
        series);
  }
}
