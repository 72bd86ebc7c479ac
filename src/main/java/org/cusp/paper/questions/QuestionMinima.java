package org.cusp.paper.questions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.data.DataSet;
import org.cusp.data.Targets.Values;
import org.cusp.estimate.freeenergy.FreeEnergyEstimator;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.gold.TwoPhases;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.numerics.WeightedLine;
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
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tensor.Precision;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** Are the minima of K all zero, and what of local minima and saddles? */
public final class QuestionMinima implements Reproduction {
  private static final List<Double> OFFSETS = List.of(0.05, 0.1, 0.2);
  private static final List<Double> QUICK_OFFSETS = List.of(0.1);

  /** So near that F_A - F_B, with its log n, is a line in n to a few thousandths of a nat. */
  private static final double[] AROUND = {0.85, 0.92, 1, 1.08, 1.18};

  private static final double PRECISION = 0.01;
  private static final double BUDGET = 20;
  private static final int WIDTH = 6;
  private static final int TRUE_RANK = 3;
  private static final int DATA = 100_000;
  private static final String KIND = "kind";
  private static final String PHASES = "two phases";
  private static final String UNDERFIT = "too few hidden units";
  private static final String SADDLE = "saddle";

  @Override
  public String key() {
    return Questions.FOLDER + "/c-minima";
  }

  @Override
  public String title() {
    return "(c) Are the minima of K all zero, and what of local minima and saddles?";
  }

  @Override
  public String citation() {
    return Questions.SOURCE
        + "; S. Watanabe, Mathematical Theory of Bayesian Statistics, 2018, doi:10.1201/9781315373010";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The comment: the minima of K(w), the term in the exponent, are all zero.",
        "The answer: K is zero at its minima only where the model holds the truth. Where it does not,"
            + " K - K_0 takes its place, and the theory goes on if the best parameters all give one density"
            + " that is far enough from the others (a renormalisable model). A local minimum has a free"
            + " energy of its own, n L + lambda log n + c, and competes with the others: which one wins"
            + " depends on n. A saddle has none: an estimate there depends on the window, and has to be"
            + " refused.",
        "Three experiments: two phases whose crossover is known exactly, each phase's free energy measured"
            + " by replica exchange; reduced-rank regression with fewer hidden units than the truth has,"
            + " where the coefficient is H(M + N - H)/2; and the LLC at a saddle.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        PHASES,
        "K_A = (d^2 + u^4)/2, K_B = v^2/2, uniform on [-1, 1], d = "
            + offsets(size)
            + "; data without noise, so that L_n is the population's; F_A - F_B at five n around the"
            + " crossover");
    settings.put(
        UNDERFIT,
        "6 inputs, 6 outputs, true rank 3, H = 1 and 2, n = 100,000 without noise, at the least loss");
    settings.put(SADDLE, "the same with H = 4 at w = 0");
    return settings;
  }

  private static List<Double> offsets(Size size) {
    return size.of(OFFSETS, QUICK_OFFSETS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (double offset : offsets(size)) {
      pieces.add(
          new Piece(
              "offset " + offset,
              "crossover by replica exchange, precision "
                  + PRECISION
                  + " nats, offset "
                  + offset
                  + ", seed "
                  + seed,
              estimation -> phases(offset, seed, estimation)));
    }
    LlcSpec request = Estimation.settings(size, seed);
    for (int hidden : new int[] {1, 2}) {
      pieces.add(
          new Piece(
              "hidden " + hidden,
              "rank 3 of 6 x 6 by " + hidden + " units; " + Estimation.describe(request),
              estimation -> underfit(hidden, request, estimation)));
    }
    pieces.add(
        new Piece(
            SADDLE,
            "w = 0; " + Estimation.describe(request),
            estimation -> saddle(request, estimation)));
    return pieces;
  }

  private static Row phases(double offset, long seed, Estimation estimation) {
    TwoPhases exact = new TwoPhases(offset);
    double[] logN = new double[AROUND.length];
    double[] difference = new double[AROUND.length];
    double[] se = new double[AROUND.length];
    for (int i = 0; i < AROUND.length; i++) {
      int n = (int) Math.rint(exact.crossover() * AROUND[i]);
      FreeEnergyEstimator.Outcome a = freeEnergy("a", offset, n, seed, estimation);
      FreeEnergyEstimator.Outcome b = freeEnergy("b", offset, n, seed, estimation);
      logN[i] = Math.log(n);
      difference[i] = a.freeEnergy().value().value() - b.freeEnergy().value().value();
      se[i] = Math.hypot(a.freeEnergy().value().se(), b.freeEnergy().value().se());
    }
    return crossover(exact, logN, difference, se);
  }

  /** Where a line through F_A - F_B against n is zero, with its error. */
  private static Row crossover(TwoPhases exact, double[] logN, double[] difference, double[] se) {
    double centre = exact.crossover();
    double[] x = Arrays.stream(logN).map(value -> Math.exp(value) - centre).toArray();
    WeightedLine line = WeightedLine.through(x, difference, se);
    double at = centre - line.intercept() / line.slope();
    return Row.empty()
        .with(KIND, PHASES)
        .with("offset", exact.offset())
        .with("exact crossover n", centre)
        .with("measured", at)
        .with("se", Math.abs(line.interceptSe() / line.slope()))
        .with("error", at / centre - 1)
        .with("n dL = dlambda log n", exact.naiveCrossover())
        .with("of the mean over data sets", exact.meanCrossover());
  }

  private static FreeEnergyEstimator.Outcome freeEnergy(
      String phase, double offset, int n, long seed, Estimation estimation) {
    Problem problem =
        Problems.parse(
            String.format(Locale.ROOT, "two-phase:phase=%s,offset=%s,n=2", phase, offset), seed);
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    DataSet data = new DataSet("population", n, 1, ones, new Values(new double[2 * n], 2));
    TemperingSpec settings = TemperingSpec.defaults(seed).withBudget(BUDGET);
    FreeEnergyEstimator estimator =
        new FreeEnergyEstimator(settings, PRECISION, estimation.kernels(), estimation.workers());
    FreeEnergyEstimator.Question question =
        new FreeEnergyEstimator.Question(
            problem.model(), problem.precision(), data, problem.truth(), problem.truth());
    return estimator.estimate(question, new Prior.Global(1), estimation.kept());
  }

  private static Problem trueRank(int hidden, long seed) {
    String text =
        String.format(
            Locale.ROOT,
            "rrr:inputs=%d,outputs=%d,hidden=%d,rank=%d,n=%d,noise=0",
            WIDTH,
            WIDTH,
            hidden,
            TRUE_RANK,
            DATA);
    return Problems.parse(text, seed);
  }

  private static Row underfit(int hidden, LlcSpec request, Estimation estimation) {
    DataSet data = trueRank(TRUE_RANK, request.seed()).data();
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(WIDTH, hidden, WIDTH), new Likelihood.Gaussian(WIDTH, 1));
    Target target = Target.of("rrr with H = " + hidden, model, Precision.FLOAT64, data);
    double[] w = leastSquares(data, hidden);
    return Row.empty()
        .with(KIND, UNDERFIT)
        .with("H", hidden)
        .with(Agreement.LAMBDA, hidden * (2 * WIDTH - hidden) / 2.0)
        .with(estimation.at(target, w, request).row());
  }

  /**
   * The least loss: with S = X^T X / n, the best rank-H approximation of M S^(1/2), then S^(-1/2).
   */
  private static double[] leastSquares(DataSet data, int hidden) {
    RealMatrix x = new Array2DRowRealMatrix(rows(data.x()), false);
    RealMatrix y = new Array2DRowRealMatrix(rows(((Values) data.targets()).values()), false);
    RealMatrix second = x.transposeMultiply(x).scalarMultiply(1.0 / data.n());
    RealMatrix cross = y.transposeMultiply(x).scalarMultiply(1.0 / data.n());
    RealMatrix root = new EigenDecompositionSymmetric(second).getSquareRoot();
    RealMatrix symmetric = root.add(root.transpose()).scalarMultiply(0.5);
    RealMatrix inverse = new EigenDecompositionSymmetric(symmetric).getSolver().getInverse();
    SingularValueDecomposition svd = new SingularValueDecomposition(cross.multiply(inverse));
    double[] w = new double[2 * WIDTH * hidden];
    for (int k = 0; k < hidden; k++) {
      double share = Math.sqrt(svd.getSingularValues()[k]);
      double[] right = inverse.operate(svd.getV().getColumn(k));
      double[] left = svd.getU().getColumn(k);
      for (int i = 0; i < WIDTH; i++) {
        w[k * WIDTH + i] = share * right[i];
        w[WIDTH * hidden + i * hidden + k] = share * left[i];
      }
    }
    return w;
  }

  private static double[][] rows(double[] flat) {
    double[][] rows = new double[flat.length / WIDTH][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * WIDTH, (i + 1) * WIDTH));
    return rows;
  }

  private static Row saddle(LlcSpec request, Estimation estimation) {
    Problem problem = trueRank(4, request.seed());
    Target target = Target.of(SADDLE, problem.model(), problem.precision(), problem.data());
    return Row.empty()
        .with(KIND, SADDLE)
        .with("H", 4)
        .with(estimation.at(target, new double[problem.model().size()], request).row());
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> phases = Row.where(rows, KIND, PHASES);
    List<Row> underfit = Row.where(rows, KIND, UNDERFIT);
    Row saddle = Row.where(rows, KIND, SADDLE).get(0);
    double worst =
        phases.stream().mapToDouble(row -> Math.abs(row.number("error"))).max().orElse(0);
    double naive =
        phases.stream()
            .mapToDouble(
                row -> row.number("n dL = dlambda log n") / row.number("exact crossover n") - 1)
            .max()
            .orElse(Double.NaN);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "Two phases: the crossover measured from the free energies is within %s of the exact one;"
                    + " the rule n dL = dlambda log n alone is up to %s late, since it leaves out the"
                    + " constants.",
                Tables.percent(worst),
                Tables.percent(naive)),
            "Too few hidden units: "
                + String.join("; ", underfit.stream().map(QuestionMinima::underfitInWords).toList())
                + ". K_0 > 0 there, and K - K_0 does what K did.",
            String.format(
                Locale.ROOT,
                "At the saddle w = 0 the estimate is %s and its verdict is %s: %s.",
                Tables.brief(saddle.number(Agreement.LLC)),
                saddle.text(Agreement.VERDICT),
                saddle.text("reasons"))),
        List.of(
            new Findings.Section("Two phases", Row.without(phases, KIND)),
            new Findings.Section(
                "Too few hidden units, and a saddle", estimates(underfit, saddle))),
        List.of(chart(phases)));
  }

  private static String underfitInWords(Row row) {
    return String.format(
        Locale.ROOT,
        "H = %s has an LLC of %s -+ %s where theory says %s (%s)",
        Tables.brief(row.number("H")),
        Tables.brief(row.number(Agreement.LLC)),
        Tables.brief(row.number("se")),
        Tables.brief(row.number(Agreement.LAMBDA)),
        row.text(Agreement.VERDICT));
  }

  private static List<Row> estimates(List<Row> underfit, Row saddle) {
    List<Row> all = new ArrayList<>(underfit);
    all.add(saddle);
    return all.stream()
        .map(row -> row.only(KIND, "H", Agreement.LAMBDA, Agreement.LLC, "se", Agreement.VERDICT))
        .toList();
  }

  private static Chart chart(List<Row> phases) {
    double[] exact = Row.column(phases, "exact crossover n");
    return new Chart(
        "crossover",
        new Chart.Words(
            "Where phase B overtakes phase A",
            "Measured against exact crossovers, with 95% intervals; the dashed line leaves out the"
                + " constants.",
            "Measured crossovers lie on the diagonal, the naive rule above it."),
        new Chart.Axis("exact crossover n", Chart.Scale.LOG),
        new Chart.Axis("n", Chart.Scale.LOG),
        List.of(
            Chart.Series.plain("exact", Chart.Style.EXACT, exact, exact),
            Chart.Series.plain(
                "n dL = dlambda log n",
                Chart.Style.SOURCE,
                exact,
                Row.column(phases, "n dL = dlambda log n")),
            new Chart.Series(
                "measured",
                Chart.Style.MARKS,
                exact,
                Row.column(phases, "measured"),
                Row.intervals(phases, "se"))));
  }
}
