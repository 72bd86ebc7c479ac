package org.cusp.paper.questions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cusp.estimate.learning.LearningCurveResult;
import org.cusp.estimate.learning.LearningCurveRun;
import org.cusp.estimate.learning.LearningSummary;
import org.cusp.estimate.learning.LearningTheory;
import org.cusp.numerics.Quantiles;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.Tables;
import org.cusp.run.Provenance;
import org.cusp.spec.LearningCurveSpec;

/** Can generalisation be predicted from this: are there empirical results? */
public final class QuestionGeneralisation implements Reproduction {
  private static final List<String> FULL_PROBLEMS =
      List.of(
          "normal-mean:powers=1",
          "normal-mean:powers=2",
          "normal-mean:powers=1x1",
          "rrr:inputs=3,outputs=3,hidden=2,rank=1",
          "tanh:hidden=2");
  private static final List<String> QUICK_PROBLEMS = FULL_PROBLEMS.subList(1, 2);
  private static final int LARGEST = 1_000;
  private static final List<Integer> SIZES = List.of(100, LARGEST);
  private static final int FULL_REPEATS = 64;
  private static final int QUICK_REPEATS = 8;
  private static final double BUDGET = 20;

  @Override
  public String key() {
    return Questions.FOLDER + "/e-generalisation";
  }

  @Override
  public String title() {
    return "(e) Can generalisation be predicted from this: are there empirical results?";
  }

  @Override
  public String citation() {
    return Questions.SOURCE
        + "; S. Watanabe, Algebraic Geometry and Statistical Learning Theory, 2009, corollary 6.1,"
        + " doi:10.1017/CBO9780511800474";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The comment: how can generalisation or dynamics be predicted from these things? Are there any"
            + " empirical results?",
        "The answer for Bayes: E[G_n] - S = lambda/n - (m - 1)/(n log n), with no fitted number: lambda"
            + " comes from algebra, the losses from data. A regular theory with as many parameters says"
            + " d/(2n). Training by descent is no posterior: its solutions are shown beside, and obey"
            + " lambda only as far as they resemble one.",
        "The experiment: data sets drawn from known truths; posteriors sampled by replica exchange from"
            + " the prior; losses on the population where K is known, else on fresh data. Model choice by"
            + " the same theory is in watanabe2013-wbic and drton2017-sbic, phases in chen2023-tms and"
            + " page c, dynamics from saddle to saddle in saxe2014-saddle-to-saddle, width and depth of"
            + " trained networks in 'cusp learning-curve experiments/digits-widths.yaml'.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("problems", String.join("; ", problems(size)));
    settings.put("n", SIZES.toString());
    settings.put("data sets", repeats(size) + " for each n");
    settings.put(
        "solutions", "Bayes, Gibbs, the mode of the posterior (MAP), SGD from small weights");
    return settings;
  }

  private static List<String> problems(Size size) {
    return size.of(FULL_PROBLEMS, QUICK_PROBLEMS);
  }

  private static int repeats(Size size) {
    return size.of(FULL_REPEATS, QUICK_REPEATS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (String problem : problems(size)) {
      for (int n : SIZES) {
        pieces.add(
            new Piece(
                problem + " n " + n,
                String.format(
                    Locale.ROOT,
                    "%s, n = %d, %d repeats of at most %s s, seed %d",
                    problem,
                    n,
                    repeats(size),
                    Tables.brief(BUDGET),
                    seed),
                estimation -> row(problem, n, repeats(size), seed, estimation)));
      }
    }
    return pieces;
  }

  private static Row row(String problem, int n, int repeats, long seed, Estimation estimation) {
    LearningCurveSpec all = LearningCurveSpec.ofProblem(problem, seed);
    LearningCurveSpec spec =
        all.with(all.grid().withN(List.of(n)).withRepeats(repeats))
            .with(all.solving().withBudget(BUDGET));
    LearningCurveResult result =
        new LearningCurveRun(spec, Optional.empty(), estimation.kernels(), estimation.workers())
            .run(
                provenance(seed, estimation),
                (done, total, rows, stored) -> {},
                estimation.steps().next());
    LearningTheory theory = result.theory().get(0);
    Row row =
        Row.empty()
            .with("problem", problem)
            .with("n", n)
            .with("d", theory.parameters())
            .with("lambda", theory.lambda())
            .with("m", theory.multiplicity())
            .with("predicted", n * theory.excess(n))
            .with("d/2", theory.parameters() / 2.0);
    for (LearningSummary summary : result.points()) {
      row =
          row.with(summary.method(), summary.scaled().value())
              .with(summary.method() + " se", summary.scaled().se());
    }
    return row;
  }

  private static Provenance provenance(long seed, Estimation estimation) {
    return Provenance.of(
        "reproduce", seed, estimation.kernels().create().name(), estimation.workers().threads());
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> last = rows.stream().filter(row -> row.number("n") == LARGEST).toList();
    long agree = last.stream().filter(row -> score(row) < 2).count();
    double furthest = last.stream().mapToDouble(QuestionGeneralisation::score).max().orElse(0);
    double regular =
        last.stream()
            .mapToDouble(row -> row.number("d/2") / row.number("bayes"))
            .max()
            .orElse(Double.NaN);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "Bayes at n = %d: n (G_n - S) is within two standard errors of lambda - (m - 1)/log n in"
                    + " %d of %d problems, at worst %.1f away, and nothing was fitted; the regular theory,"
                    + " d/2, is up to %.1f times too large.",
                LARGEST,
                agree,
                last.size(),
                furthest,
                regular),
            "At n = 100 the asymptotic is not reached by all of them: the exact finite-n expectations are"
                + " in watanabe2010-equations-of-state.",
            String.format(
                Locale.ROOT,
                "The other solutions of the same data have, in the median over these rows, %.2f (Gibbs),"
                    + " %.2f (MAP) and %.2f (SGD) times the error of Bayes: lambda is a statement about"
                    + " posteriors, and what it says of networks trained by descent is an empirical matter,"
                    + " which the LLC along training answers case by case.",
                median(rows, "gibbs"),
                median(rows, "map"),
                median(rows, "sgd"))),
        List.of(new Findings.Section("n (G_n - S) by kind of solution", rows)),
        List.of(chart(rows)));
  }

  /** Standard errors between measured and predicted. */
  private static double score(Row row) {
    return Math.abs(row.number("bayes") - row.number("predicted")) / row.number("bayes se");
  }

  private static double median(List<Row> rows, String method) {
    return Quantiles.median(
        rows.stream().mapToDouble(row -> row.number(method) / row.number("bayes")).toArray());
  }

  private static Chart chart(List<Row> rows) {
    double[] predicted = Row.column(rows, "predicted");
    return new Chart(
        "generalisation",
        new Chart.Words(
            "Predicted and measured generalisation",
            "n (G_n - S) of the Bayes predictive density against lambda - (m - 1)/log n, with 95% intervals;"
                + " dots: d/2.",
            "Measured Bayes losses lie on the diagonal, d/2 above it."),
        new Chart.Axis("lambda - (m - 1)/log n", Chart.Scale.LINEAR),
        new Chart.Axis("n (G_n - S)", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("predicted", Chart.Style.EXACT, predicted, predicted),
            Chart.Series.plain("d/2", Chart.Style.MARKS, predicted, Row.column(rows, "d/2")),
            new Chart.Series(
                "Bayes",
                Chart.Style.MARKS,
                predicted,
                Row.column(rows, "bayes"),
                Row.intervals(rows, "bayes se"))));
  }
}
