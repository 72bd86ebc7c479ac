package org.cusp.paper.linear;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.cusp.exact.ReducedRank;
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
import org.cusp.posterior.Posterior;
import org.cusp.spec.sampling.LlcSpec;

/** Deep linear networks learn one singular value after the other: when, and what LLC between. */
public final class SaddleToSaddle implements Reproduction {
  private static final String KEY = "saxe2014-saddle-to-saddle";
  private static final String SPEC = "saddle-to-saddle.yaml";
  private static final List<Double> SINGULAR = List.of(4.0, 2.0, 1.0, 0.5);
  private static final int WIDTH = 6;
  private static final int FULL_NETWORKS = 5;
  private static final int QUICK_NETWORKS = 1;
  private static final double GAMMA = 1;

  /** Seconds for one LLC. */
  private static final double FULL_BUDGET = 20;

  /** The n of the LLC against a plateau's own map, which without noise enters by nBeta alone. */
  private static final int OWN_N = 1_000_000;

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "Saddle to saddle: when a deep linear network learns each singular value, and its LLC";
  }

  @Override
  public String citation() {
    return "A. M. Saxe, J. L. McClelland, S. Ganguli, Exact solutions to the nonlinear dynamics of"
        + " learning in deep linear neural networks, ICLR 2014, arXiv:1312.6120; coefficients: M."
        + " Aoyagi, S. Watanabe, Neural Networks 18 (2005) 924, doi:10.1016/j.neunet.2005.03.014";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "Two linear layers that start from small weights learn the singular values s_k of the true map"
            + " one after the other, the largest first: the loss stays near (1/2) sum of s_j^2 over those"
            + " not yet learned, and falls at t_k = ln(s_k / u0) / (2 s_k rate).",
        "On plateau k the network is a map of rank k. It is a saddle of its loss, where no local"
            + " coefficient is defined, and an estimate there should be rejected. Against data from its own"
            + " map it is a minimum, and the most singular one: its coefficient is that of reduced-rank"
            + " regression of true rank k, so that training climbs a ladder of coefficients.",
        "The experiment: 6 inputs, hidden units and outputs, gradient descent on 5,000 examples without"
            + " noise. u0 is taken from each network's initial weights; the prediction is for inputs of"
            + " covariance I, from which that of 5,000 examples differs by 2%.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("singular values", SINGULAR.toString());
    settings.put("networks", Integer.toString(networks(size)));
    settings.put(
        "training", "gradient descent, rate 0.004, 8,000 steps, initial weights times 1e-5");
    settings.put(
        "llc", "defaults of cusp llc but gamma 1; own map: nBeta of n = " + Tables.brief(OWN_N));
    return settings;
  }

  private static int networks(Size size) {
    return size.of(FULL_NETWORKS, QUICK_NETWORKS);
  }

  private static LlcSpec request(Size size, long seed) {
    return Estimation.within(size, seed, FULL_BUDGET).withGamma(GAMMA);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < networks(size); i++) {
      long own = seed + i;
      TrainedNetwork network = new TrainedNetwork(SPEC, own);
      LlcSpec request = request(size, own);
      for (int k = 0; k <= SINGULAR.size(); k++) {
        int learned = k;
        pieces.add(
            new Piece(
                String.format(Locale.ROOT, "network %d plateau %d", i + 1, k),
                String.format(
                    Locale.ROOT,
                    "%s, seed %d + %d; %s",
                    SPEC,
                    seed,
                    i,
                    Estimation.describe(request)),
                estimation -> row(own, learned, network, request, estimation)));
      }
    }
    return pieces;
  }

  private static Row row(
      long seed, int k, TrainedNetwork network, LlcSpec request, Estimation estimation) {
    PlateauPath path = PlateauPath.of(network, SINGULAR, estimation);
    SortedMap<Long, double[]> weights = network.checkpoints(estimation);
    long middle = path.middle(k);
    double[] w = weights.get(middle);
    Estimation.Answer own =
        estimation.at(path.learningItself(w), w, request.withNBeta(Posterior.defaultNBeta(OWN_N)));
    Estimation.Answer training = estimation.at(network.target(), w, request);
    return Row.empty()
        .with("network", seed)
        .with("k", k)
        .with("s_k", k == 0 ? null : SINGULAR.get(k - 1))
        .with("t predicted", k == 0 ? null : path.predicted(k))
        .with("t measured", k == 0 ? null : path.measured(k))
        .with("plateau predicted", path.modes().lossAfter(k))
        .with("step", middle)
        .with("plateau measured", path.excess(middle))
        .with(Agreement.LAMBDA, new ReducedRank(WIDTH, WIDTH, WIDTH, k).rlct().lambdaValue())
        .with(Agreement.LLC, own.llc().value())
        .with("se", own.llc().se())
        .with("own verdict", own.verdict().status().label())
        .with("verdict", training.verdict().status().label())
        .with("reasons", String.join("; ", training.verdict().reasons()))
        .with("losses", k == 0 ? path.losses() : null);
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> learned = rows.stream().filter(row -> row.number("k") > 0).toList();
    List<Row> saddles = rows.stream().filter(row -> row.number("k") < SINGULAR.size()).toList();
    double late = largest(learned, "t measured", "t predicted");
    double plateau = largest(saddles, "plateau measured", "plateau predicted");
    double ladder = largest(rows, Agreement.LLC, Agreement.LAMBDA);
    long rejected = saddles.stream().filter(Agreement::isRejected).count();
    long inOrder = networks(rows).stream().filter(SaddleToSaddle::isInOrder).count();
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "%d of %d networks learn the singular values in falling order. Each is learned within"
                    + " %.1f%% of the predicted step, and the plateaus lie within %.1f%% of the predicted"
                    + " losses.",
                inOrder,
                networks(rows).size(),
                100 * late,
                100 * plateau),
            String.format(
                Locale.ROOT,
                "Against its own map every plateau has the coefficient of its rank: LLC within %.1f%% of"
                    + " %s.",
                100 * ladder,
                ladderText()),
            String.format(
                Locale.ROOT,
                "As estimates for the training data %d of the %d plateaus before the last are rejected.",
                rejected,
                saddles.size())),
        List.of(
            new Findings.Section(
                "Each singular value",
                learned.stream()
                    .map(row -> row.only("network", "s_k", "t predicted", "t measured"))
                    .toList()),
            new Findings.Section(
                "Each plateau",
                rows.stream()
                    .map(
                        row ->
                            row.only(
                                "network",
                                "k",
                                "step",
                                "plateau predicted",
                                "plateau measured",
                                Agreement.LAMBDA,
                                Agreement.LLC,
                                "se",
                                "own verdict",
                                "verdict"))
                    .toList())),
        List.of(losses(rows), ladder(rows)));
  }

  private static List<List<Row>> networks(List<Row> rows) {
    return rows.stream()
        .map(row -> row.number("network"))
        .distinct()
        .map(seed -> rows.stream().filter(row -> row.number("network") == seed).toList())
        .toList();
  }

  private static boolean isInOrder(List<Row> network) {
    double[] times = Row.column(network, "t measured");
    return IntStream.range(2, times.length).allMatch(k -> times[k - 1] < times[k]);
  }

  private static double largest(List<Row> rows, String found, String expected) {
    return rows.stream()
        .mapToDouble(row -> Math.abs(row.number(found) / row.number(expected) - 1))
        .max()
        .orElse(Double.NaN);
  }

  private static String ladderText() {
    return IntStream.rangeClosed(0, SINGULAR.size())
        .mapToObj(k -> Tables.brief(new ReducedRank(WIDTH, WIDTH, WIDTH, k).rlct().lambdaValue()))
        .toList()
        .toString();
  }

  private static Chart losses(List<Row> rows) {
    List<Row> first = networks(rows).get(0);
    double[][] curve = PlateauPath.parse(first.get(0).text("losses"));
    List<Chart.Series> series = new ArrayList<>();
    series.add(Chart.Series.plain("measured", Chart.Style.EXACT, curve[0], curve[1]));
    double[] predicted = Row.column(first, "plateau predicted");
    double[] times = Row.column(first, "t predicted");
    double[] levels = new double[times.length - 1];
    double[] steps = new double[levels.length];
    for (int k = 1; k < times.length; k++) {
      steps[k - 1] = times[k];
      // The mode is at half its strength at t_k: a quarter of its share of the loss is left.
      levels[k - 1] = predicted[k] + (predicted[k - 1] - predicted[k]) / 4;
    }
    series.add(Chart.Series.plain("predicted", Chart.Style.MARKS, steps, levels));
    return new Chart(
        "losses",
        new Chart.Words(
            "The loss of one network and when it should fall",
            "Training loss above its least; marks are the predicted t_k, where a quarter of what singular"
                + " value k adds to the loss is left.",
            "A staircase of four falls; each passes through its mark."),
        new Chart.Axis("step", Chart.Scale.LINEAR),
        new Chart.Axis("loss above its least", Chart.Scale.LOG),
        series);
  }

  private static Chart ladder(List<Row> rows) {
    double[] k = Row.column(rows, "k");
    double[] half = Row.intervals(rows, "se");
    List<Row> first = networks(rows).get(0);
    return new Chart(
        "ladder",
        new Chart.Words(
            "The LLC of each plateau against its own map",
            "Marks: all networks, with 95% intervals. Line: the exact coefficient of true rank k.",
            "LLCs rise with k along the exact ladder."),
        new Chart.Axis("singular values learned, k", Chart.Scale.LINEAR),
        new Chart.Axis("LLC", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain(
                "lambda",
                Chart.Style.EXACT,
                Row.column(first, "k"),
                Row.column(first, Agreement.LAMBDA)),
            new Chart.Series("LLC", Chart.Style.MARKS, k, Row.column(rows, Agreement.LLC), half)));
  }
}
