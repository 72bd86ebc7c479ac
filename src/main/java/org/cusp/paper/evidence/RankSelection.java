package org.cusp.paper.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.select.ChoiceCounts;
import org.cusp.select.ModelChoice;
import org.cusp.select.ReducedRankFamily;
import org.cusp.select.WbicSampling;
import org.cusp.spec.sampling.TemperingSpec;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;

/** How often BIC and sBIC find the rank of a reduced-rank regression. */
public final class RankSelection implements Reproduction {
  static final String KEY = "drton2017-sbic";
  private static final int INPUTS = 15;
  private static final int OUTPUTS = 10;
  private static final int RANK = 5;
  private static final List<Integer> DATA = List.of(50, 100, 200, 300, 500, 1000);
  static final List<Double> SIGNALS = List.of(1.0, 0.5);
  private static final int FULL_DATA_SETS = 200;
  private static final int QUICK_DATA_SETS = 20;
  private static final int FULL_SAMPLED = 50;
  private static final int QUICK_SAMPLED = 2;
  private static final double PRIOR_DEVIATION = 1;

  /** Standard error of a WBIC in nats. */
  private static final double WBIC_PRECISION = 0.7;

  private static final ReducedRankFamily FAMILY =
      new ReducedRankFamily(INPUTS, OUTPUTS, Math.min(INPUTS, OUTPUTS), 1);

  /** The example in numbers: six inputs and outputs. */
  private static final ReducedRankFamily EXAMPLE = new ReducedRankFamily(6, 6, 6, 1);

  static final double[] EXAMPLE_LIKELIHOODS = {-2000, -1500, -1200, -1000, -996, -994, -993};
  private static final int EXAMPLE_DATA = 500;

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "The singular BIC: how often it finds the rank of a reduced-rank regression";
  }

  @Override
  public String citation() {
    return "M. Drton, M. Plummer, A Bayesian information criterion for singular models, J. R."
        + " Statist. Soc. B 79 (2017) 323-380, doi:10.1111/rssb.12187 (section 5.1, and the vignette"
        + " of the authors' R package sBIC)";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "BIC charges every model half its dimension. Where the truth has a smaller rank, the marginal"
            + " likelihood falls by the learning coefficient only, which is less: BIC prefers ranks"
            + " that are too small, until the data are many.",
        "sBIC averages over the ranks that the truth may have, with the coefficients of Aoyagi and"
            + " Watanabe. The source draws 200 data sets for each n and shows the frequencies of the"
            + " chosen ranks as bars, without numbers.",
        "The source shows WBIC beside them. It is sampled here with the prior N(0, 1) for every entry of"
            + String.format(
                Locale.ROOT,
                " the factors, to a standard error of %s nats.",
                Tables.brief(WBIC_PRECISION)),
        "Here the same design is run, and once more with signals half as strong. As a check of the"
            + " arithmetic, an example of seven log-likelihoods is worked out in numbers.",
        "The R package takes the coefficients of rank i from the place i + 1 of its list"
            + " of models, so that all are one rank too high; the columns \"shifted\" do the same, the"
            + " coefficients beyond the full rank being those of the full rank.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "regression",
        String.format(
            Locale.ROOT,
            "%d inputs, %d outputs, true rank %d, ranks 0 to %d",
            INPUTS,
            OUTPUTS,
            RANK,
            Math.min(INPUTS, OUTPUTS)));
    settings.put(
        "truth",
        "singular values signal * (1.2, 1, 0.8, 0.6, 0.4), singular vectors uniform, anew for each"
            + " data set");
    settings.put("data", "x ~ N(0, I), noise N(0, I), known");
    settings.put("data sets", dataSets(size) + " for each n and signal");
    settings.put("WBIC", "signal 1, the first " + sampled(size) + " data sets of each n");
    return settings;
  }

  private static int dataSets(Size size) {
    return size.of(FULL_DATA_SETS, QUICK_DATA_SETS);
  }

  private static int sampled(Size size) {
    return size.of(FULL_SAMPLED, QUICK_SAMPLED);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(
        new Piece(
            "example",
            String.format(
                Locale.ROOT,
                "six by six, n = %d, log-likelihoods %s; seed %d",
                EXAMPLE_DATA,
                Arrays.toString(EXAMPLE_LIKELIHOODS),
                seed),
            estimation -> example()));
    for (double signal : SIGNALS) {
      for (int n : DATA) {
        String id = "signal " + Tables.brief(signal) + ", n " + n;
        pieces.add(
            new Piece(
                id,
                settings(size) + "; " + id + "; seed " + seed,
                estimation -> row(n, signal, dataSets(size), seed)));
      }
    }
    for (int n : DATA) {
      pieces.add(
          new Piece(
              "WBIC, n " + n,
              String.format(
                  Locale.ROOT,
                  "%s; prior %s; precision %s; n %d; seed %d",
                  settings(size),
                  PRIOR_DEVIATION,
                  WBIC_PRECISION,
                  n,
                  seed),
              estimation -> sampledRow(n, sampled(size), seed, estimation)));
    }
    return pieces;
  }

  private static Row example() {
    ModelChoice choice = ModelChoice.of(EXAMPLE, EXAMPLE_LIKELIHOODS, EXAMPLE_DATA);
    ModelChoice shifted = ShiftedRanks.choice(EXAMPLE, EXAMPLE_LIKELIHOODS, EXAMPLE_DATA);
    Row row = Row.empty();
    for (int rank = 0; rank < EXAMPLE_LIKELIHOODS.length; rank++) {
      row =
          row.with("BIC " + rank, choice.rows().get(rank).bic())
              .with("sBIC " + rank, choice.rows().get(rank).sbic())
              .with("shifted sBIC " + rank, shifted.rows().get(rank).sbic());
    }
    return row;
  }

  private static Row row(int n, double signal, int dataSets, long seed) {
    List<ModelChoice> own = new ArrayList<>();
    List<ModelChoice> shifted = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < dataSets; i++) {
      double[] likelihoods = FAMILY.logLikelihoods(draw(n, signal, i, seed));
      own.add(ModelChoice.of(FAMILY, likelihoods, n));
      shifted.add(ShiftedRanks.choice(FAMILY, likelihoods, n));
    }
    ChoiceCounts counts = ChoiceCounts.of(RANK, FAMILY.sizes(), own);
    ChoiceCounts others = ChoiceCounts.of(RANK, FAMILY.sizes(), shifted);
    Row row = Row.empty().with("signal", signal).with("n", n).with("data sets", dataSets);
    for (ModelChoice.Criterion criterion : own.get(0).criteria()) {
      String name = criterion.label();
      row =
          row.with(name, counts.found(criterion))
              .with(name + " se", counts.standardError(counts.found(criterion)))
              .with(name + " mean rank", mean(own, choice -> choice.chosen(criterion)))
              .with(name + " counts", text(counts.counts().get(criterion)))
              .with("shifted " + name, others.found(criterion))
              .with("shifted " + name + " counts", text(others.counts().get(criterion)));
    }
    return row.with("seconds", (System.nanoTime() - start) / 1e9);
  }

  private static Row sampledRow(int n, int dataSets, long seed, Estimation estimation) {
    List<ModelChoice> choices = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < dataSets; i++) {
      long own = RandomStream.of(seed, Purpose.DESIGN, i).bits(1, n);
      WbicSampling sampling =
          new WbicSampling(
              PRIOR_DEVIATION,
              WBIC_PRECISION,
              TemperingSpec.defaults(own),
              estimation.kernels(),
              estimation.workers());
      DataSet data = draw(n, 1, i, seed);
      choices.add(
          estimation
              .steps()
              .next(
                  ModelChoice.class,
                  kept ->
                      sampling.added(
                          FAMILY, data, ModelChoice.of(FAMILY, data), (rank, value) -> {}, kept)));
    }
    ChoiceCounts counts = ChoiceCounts.of(RANK, FAMILY.sizes(), choices);
    Row row = Row.empty().with("signal", 1).with("n", n).with("data sets", dataSets);
    for (ModelChoice.Criterion criterion : choices.get(0).criteria()) {
      String name = criterion.label();
      row =
          row.with(name, counts.found(criterion))
              .with(name + " se", counts.standardError(counts.found(criterion)))
              .with(name + " mean rank", mean(choices, choice -> choice.chosen(criterion)))
              .with(name + " counts", text(counts.counts().get(criterion)));
    }
    return row.with("mean se of WBIC", meanError(choices))
        .with("seconds", (System.nanoTime() - start) / 1e9);
  }

  private static double meanError(List<ModelChoice> choices) {
    return choices.stream()
        .flatMap(choice -> choice.rows().stream())
        .filter(row -> row.size() > 0)
        .mapToDouble(row -> row.wbic().se())
        .average()
        .orElse(Double.NaN);
  }

  private static double mean(List<ModelChoice> choices, ToIntFunction<ModelChoice> chosen) {
    return choices.stream().mapToInt(chosen).average().orElse(Double.NaN);
  }

  private static String text(List<Integer> counts) {
    return counts.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static DataSet draw(int n, double signal, int dataSet, long seed) {
    long address = (long) DATA.indexOf(n) * FULL_DATA_SETS + dataSet;
    return draw(
        n, signal, RandomStream.of(seed, Purpose.DESIGN, address).bits(0, SIGNALS.indexOf(signal)));
  }

  /** y = B x + N(0, I) with B = U diag(signal s) V^T of rank 5. */
  static DataSet draw(int n, double signal, long seed) {
    RandomStream truth = RandomStream.of(seed, Purpose.TRUTH, 0);
    RealMatrix left = orthonormal(truth, 0, OUTPUTS);
    RealMatrix right = orthonormal(truth, 1, INPUTS);
    for (int k = 0; k < RANK; k++) {
      double singular = signal * (RANK - k + 1) / RANK;
      left.setColumnVector(k, left.getColumnVector(k).mapMultiply(singular));
    }
    double[][] b = left.multiplyTransposed(right).getData();
    double[] x = new double[n * INPUTS];
    RandomStream.of(seed, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    double[] y = new double[n * OUTPUTS];
    RandomStream.of(seed, Purpose.OUTPUTS, 0).normals(0, 0, y, y.length);
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < OUTPUTS; i++) {
        for (int j = 0; j < INPUTS; j++) {
          y[row * OUTPUTS + i] += b[i][j] * x[row * INPUTS + j];
        }
      }
    }
    return new DataSet("rank " + RANK, n, INPUTS, x, new Targets.Values(y, OUTPUTS));
  }

  /** Five orthonormal columns spanning a uniform subspace. */
  private static RealMatrix orthonormal(RandomStream stream, long step, int rows) {
    double[][] gaussian = new double[rows][RANK];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < RANK; k++) {
        gaussian[i][k] = stream.normal(step, (long) i * RANK + k);
      }
    }
    return new QRDecomposition(new Array2DRowRealMatrix(gaussian, false))
        .getQ()
        .getSubMatrix(0, rows - 1, 0, RANK - 1);
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    int sampled = rows.size() - DATA.size();
    return RankFindings.of(
        rows.get(0), rows.subList(1, sampled), rows.subList(sampled, rows.size()), expected);
  }
}
