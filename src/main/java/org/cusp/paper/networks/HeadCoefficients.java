package org.cusp.paper.networks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.diagnostics.Moments;
import org.cusp.estimate.along.Change;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.along.Visited;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.estimate.llc.Way;
import org.cusp.paper.reproduction.Agreement;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.run.DrawsFile;
import org.cusp.run.Localisation;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tuning.Before;
import org.cusp.verdict.Verdict;

/** LLCs of the heads of a transformer along its training, and on two kinds of data. */
public final class HeadCoefficients implements Reproduction {
  private static final int FULL_DRAWS = 60;
  private static final int QUICK_DRAWS = 20;
  private static final int CHAINS = 4;
  private static final List<String> HEADS =
      List.of("l0h0", "l0h1", "l0h2", "l0h3", "l1h0", "l1h1", "l1h2", "l1h3");
  private static final String STEP = "training step";
  private static final String ALL = "all";

  @Override
  public String key() {
    return "wang2024-refined-llc";
  }

  @Override
  public String title() {
    return "refined LLCs: the heads of a transformer along its training";
  }

  @Override
  public String citation() {
    return "G. Wang, J. Hoogland, S. van Wingerden, Z. Furman, D. Murfet, Differentiation and"
        + " Specialization of Attention Heads via the Refined Local Learning Coefficient, ICLR 2025,"
        + " arXiv:2410.02984";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source measures the LLC of each head of a two-layer attention-only transformer with all"
            + " else at w*, along its training on the Pile: heads that start alike come apart, and"
            + " those that do something simple, such as induction, end lower than those that know"
            + " many short sequences by heart. On data of one kind (the data-refined LLC) they"
            + " come apart by what they are for.",
        "Here is a network of the same kind and a thousandth of the size, on the bytes of a licence,"
            + " as large as two shared cores follow: it can show that heads come apart and by how"
            + " much, with errors, which the source has none of; not which heads become what.",
        "Changes from one checkpoint to the next are of draws with common random numbers, so that"
            + " their errors are smaller than those of the two LLCs. gamma is that of the last"
            + " checkpoint throughout.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("network", "2 layers of 4 heads of width 4, 16 numbers a position");
    settings.put("data", ByteTransformer.sequences(size) + " sequences of 16 bytes");
    settings.put("draws", CHAINS + " chains of " + draws(size) + ", of each head");
    settings.put("gamma", "that of the last checkpoint, P / |w*|^2");
    settings.put("datum", "a byte");
    return settings;
  }

  private static int draws(Size size) {
    return size.of(FULL_DRAWS, QUICK_DRAWS);
  }

  private static List<Long> steps(Size size) {
    return size == Size.FULL ? List.of(100L, 300L, 1000L, 3000L) : List.of(5L, 20L);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    ByteTransformer network = new ByteTransformer(size, seed);
    String settings = settings(size) + ", seed " + seed;
    List<Piece> pieces = new ArrayList<>();
    for (String head : HEADS) {
      Head own = new Head(network, head, draws(size), seed);
      for (long step : steps(size)) {
        pieces.add(new Piece(head + " step " + step, settings, by -> own.along(by).get(step)));
      }
    }
    for (String head : HEADS) {
      for (boolean most : new boolean[] {true, false}) {
        String data = most ? "most repeated pairs" : "fewest repeated pairs";
        pieces.add(
            new Piece(
                head + " on " + data,
                settings,
                by -> onHalf(network, head, most, data, draws(size), seed, by)));
      }
    }
    return pieces;
  }

  private static Row onHalf(
      ByteTransformer network,
      String head,
      boolean most,
      String data,
      int draws,
      long seed,
      Estimation by) {
    long last = network.last(by);
    double[] w = network.weights(last, by);
    Target half = network.half(most).only(head, Localisation.ISOTROPIC);
    LlcEstimator.Outcome outcome =
        new LlcEstimator(settings(w, draws, seed), by.kernels(), by.workers())
            .estimate(half, w, Deadline.never(), Progress.NONE);
    return row(head, last, data, outcome);
  }

  private static LlcSpec settings(double[] last, int draws, long seed) {
    double squares = 0;
    for (double x : last) {
      squares += x * x;
    }
    return LlcSpec.defaults(seed)
        .withSampler("hmc")
        .withChains(CHAINS)
        .withGamma(last.length / squares)
        .edit()
        .draws(draws)
        .build();
  }

  private static Row row(String head, long step, String data, LlcEstimator.Outcome outcome) {
    return Row.empty()
        .with("head", head)
        .with(STEP, step)
        .with("data", data)
        .with("llc", outcome.llc().estimate().value())
        .with("se", outcome.llc().estimate().se())
        .with("rhat", outcome.llc().estimate().rhat())
        .with("ess", outcome.llc().estimate().ess())
        .with("verdict", outcome.llc().verdict().status().label())
        .with("gradients", outcome.draws().gradientEvaluations());
  }

  /** One head along the training, once for all its rows. */
  private static final class Head {
    private final ByteTransformer network;
    private final String name;
    private final int draws;
    private final long seed;
    private Map<Long, Row> rows;

    Head(ByteTransformer network, String name, int draws, long seed) {
      this.network = network;
      this.name = name;
      this.draws = draws;
      this.seed = seed;
    }

    synchronized Map<Long, Row> along(Estimation by) {
      if (rows == null) {
        rows = draw(by);
      }
      return rows;
    }

    private Map<Long, Row> draw(Estimation by) {
      LlcSpec settings = settings(network.weights(network.last(by), by), draws, seed);
      Map<Long, Row> found = new LinkedHashMap<>();
      List<Visited> visited = new ArrayList<>();
      Optional<Before> before = Optional.empty();
      for (long step : network.steps(by)) {
        LlcEstimator.Outcome outcome =
            new LlcEstimator(settings, by.kernels(), by.workers())
                .estimate(
                    network.head(name),
                    network.weights(step, by),
                    Way.to(step, before),
                    Deadline.never(),
                    Progress.NONE);
        before = outcome.start().map(start -> new Before(step, start));
        boolean isEstimate = outcome.llc().verdict().status() != Verdict.Status.REJECTED;
        visited.add(new Visited(step, isEstimate, DrawsFile.of(outcome.draws())));
        found.put(step, row(name, step, ALL, outcome));
      }
      for (Change change : LlcAlong.of(visited).changes()) {
        found.computeIfPresent(
            change.to(),
            (step, row) -> row.with("change", change.value()).with("change se", change.se()));
      }
      return found;
    }
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> along = Row.where(rows, "data", ALL);
    List<String> sentences = new ArrayList<>();
    List<Row> spread = new ArrayList<>();
    for (double step : along.stream().mapToDouble(row -> row.number(STEP)).distinct().toArray()) {
      List<Row> own = along.stream().filter(row -> row.number(STEP) == step).toList();
      double[] llc = Row.column(own, "llc");
      double noise = 0;
      for (Row row : own) {
        noise += row.number("se") * row.number("se") / own.size();
      }
      double between = Moments.variance(llc);
      spread.add(
          Row.empty()
              .with(STEP, step)
              .with("mean LLC of the heads", Moments.mean(llc))
              .with("their standard deviation", Math.sqrt(between))
              .with("of that by error", Math.sqrt(noise))
              .with("chi^2", (own.size() - 1) * between / noise)
              .with("degrees of freedom", own.size() - 1));
    }
    Row first = spread.get(0);
    Row last = spread.get(spread.size() - 1);
    sentences.add(
        String.format(
            Locale.ROOT,
            "The LLCs of the heads lie %.2g apart (standard deviation) at step %.0f and %.2g at step"
                + " %.0f, where their errors explain %.2g and %.2g: chi^2 = %.3g and %.3g with %.0f"
                + " degrees of freedom.",
            first.number("their standard deviation"),
            first.number(STEP),
            last.number("their standard deviation"),
            last.number(STEP),
            first.number("of that by error"),
            last.number("of that by error"),
            first.number("chi^2"),
            last.number("chi^2"),
            last.number("degrees of freedom")));
    List<Row> changes = along.stream().filter(row -> !row.text("change").isEmpty()).toList();
    double gain = 0;
    int clear = 0;
    for (Row row : changes) {
      clear += Math.abs(row.number("change")) > 3 * row.number("change se") ? 1 : 0;
      gain += row.number("change se") / independent(along, row) / changes.size();
    }
    sentences.add(
        String.format(
            Locale.ROOT,
            "Of %d changes from a checkpoint to the next %d are beyond three of their errors, which are"
                + " %.2g of what two independent estimates would have.",
            changes.size(),
            clear,
            gain));
    sentences.add(byData(rows));
    sentences.add(howSure(rows));
    return new Findings(
        sentences,
        List.of(new Findings.Section("Heads coming apart", spread)),
        List.of(chart(along)));
  }

  /** What the numbers above are worth. */
  private static String howSure(List<Row> rows) {
    long rejected = rows.stream().filter(Agreement::isRejected).count();
    return String.format(
        Locale.ROOT,
        "%d of the %d LLCs are rejected, mostly since the chains are too short for them to agree:"
            + " errors of such are too small, and chi^2 and the number of clear changes too large.",
        rejected,
        rows.size());
  }

  /**
   * The error of the change to this row, were the two LLCs of draws that know nothing of each
   * other.
   */
  private static double independent(List<Row> along, Row to) {
    double before = Double.NaN;
    for (Row row : Row.where(along, "head", to.text("head"))) {
      before = row.number(STEP) < to.number(STEP) ? row.number("se") : before;
    }
    return Math.hypot(before, to.number("se"));
  }

  private static String byData(List<Row> rows) {
    int apart = 0;
    double sum = 0;
    for (String head : HEADS) {
      Row most = Row.where(Row.where(rows, "head", head), "data", "most repeated pairs").get(0);
      Row least = Row.where(Row.where(rows, "head", head), "data", "fewest repeated pairs").get(0);
      double difference = most.number("llc") - least.number("llc");
      double se = Math.hypot(most.number("se"), least.number("se"));
      apart += Math.abs(difference) > 2 * se ? 1 : 0;
      sum += difference / HEADS.size();
    }
    return String.format(
        Locale.ROOT,
        "On the half of the data with most pairs of bytes that the sequence had before and on the other"
            + " half the LLCs differ by more than two errors for %d of %d heads, by %.2g in the mean.",
        apart,
        HEADS.size(),
        sum);
  }

  private static Chart chart(List<Row> along) {
    List<Chart.Series> series = new ArrayList<>();
    for (String head : HEADS) {
      List<Row> own = Row.where(along, "head", head);
      series.add(
          new Chart.Series(
              head,
              Chart.Style.JOINED,
              Row.column(own, STEP),
              Row.column(own, "llc"),
              Row.intervals(own, "se")));
    }
    return new Chart(
        "heads",
        new Chart.Words(
            "The LLC of each head along training",
            "Each head with all else at w*; 95% intervals.",
            "The LLCs of eight heads over the steps of training."),
        new Chart.Axis("step", Chart.Scale.LOG),
        new Chart.Axis("LLC of the head", Chart.Scale.LINEAR),
        series);
  }
}
