package org.cusp.paper.questions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.gold.ConditionalLlc;
import org.cusp.paper.reproduction.Agreement;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.problem.expected.ConditionalTruth;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;

/** The prior matters for generalisation but not for SGD: what does one say about the other? */
public final class QuestionSgd implements Reproduction {
  private static final int N = 10_000;
  private static final int FULL_DATA_SETS = 1_000;
  private static final int QUICK_DATA_SETS = 100;
  private static final List<Integer> PRIORS = List.of(0, 1, 2, 3);
  private static final List<Integer> LANGEVIN_PRIORS = List.of(0, 1);
  private static final String KIND = "kind";
  private static final String DESCENT = "descent";
  private static final String LANGEVIN = "Langevin";
  private static final String SAMPLER = "mala";

  @Override
  public String key() {
    return Questions.FOLDER + "/f-prior-and-sgd";
  }

  @Override
  public String title() {
    return "(f) The prior matters for generalisation but not for SGD: what does one say of the other?";
  }

  @Override
  public String citation() {
    return Questions.SOURCE_AND_BOOK;
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The comment: generalisation, in this theory, is with respect to a prior; a prior does not"
            + " affect the dynamics of SGD, nor what the singularity is. So how can one say anything about"
            + " the other?",
        "The answer: it is so, and can be shown exactly. SGD has no prior in it: its trajectory is the"
            + " same under every prior. Descent with the prior in its loss (weight decay is a Gaussian one)"
            + " is MAP. A posterior depends on a smooth positive prior by O(1) only (page b), so that for"
            + " those lambda is a property of model and truth alone, and this is the sense in which it can"
            + " say something about both; a prior that vanishes on the true set changes the posterior and"
            + " not SGD.",
        "The experiment: y ~ N(0, 1), model N(w^2, 1), prior |w|^h on [-1, 1], n = 10,000. SGD by"
            + " minibatches from w = 0.8, MAP, the exact Bayes generalisation error; and the stationary law"
            + " of Metropolis-adjusted Langevin chains at temperature 1 on one data set against its exact"
            + " mean energy.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("priors", "|w|^h, h = " + PRIORS);
    settings.put("data sets", dataSets(size) + " of " + N);
    settings.put(
        "Langevin", "h = " + LANGEVIN_PRIORS + ", n = 1,000, from w = 0, defaults of cusp llc");
    return settings;
  }

  private static int dataSets(Size size) {
    return size.of(FULL_DATA_SETS, QUICK_DATA_SETS);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (int h : PRIORS) {
      String id = "h " + h;
      pieces.add(
          new Piece(
              id,
              id + ", " + dataSets(size) + " data sets of " + N + ", seed " + seed,
              estimation -> descent(h, dataSets(size), seed)));
    }
    for (int h : LANGEVIN_PRIORS) {
      LlcSpec request = LlcSpec.defaults(seed).withSampler(SAMPLER).withGamma(1).withNBeta(1000);
      pieces.add(
          new Piece(
              LANGEVIN + " h " + h,
              problem(h) + "; " + Estimation.describe(request),
              estimation -> langevin(h, request, estimation)));
    }
    return pieces;
  }

  private static Row descent(int h, int dataSets, long seed) {
    PriorAndSgd.Outcome outcome = new PriorAndSgd(N, dataSets, seed).under(h);
    return Row.empty()
        .with(KIND, DESCENT)
        .with("h", h)
        .with("lambda", outcome.lambda())
        .with("SGD: n E[K]", outcome.sgd())
        .with("se", outcome.sgdSe())
        .with("MAP: n E[K]", outcome.map())
        .with("se of MAP", outcome.mapSe())
        .with("Bayes: n E[G_n]", outcome.bayes());
  }

  private static String problem(int h) {
    return "normal-mean:powers=2,n=1000,h=" + h;
  }

  /**
   * At nBeta = n and gamma = 1 the localised posterior at u = 0 is the posterior under the prior.
   */
  private static Row langevin(int h, LlcSpec request, Estimation estimation) {
    Target target = Target.ofProblem(problem(h), request.seed());
    Estimation.Answer answer = estimation.at(target, target.truth().orElseThrow(), request);
    ConditionalLlc.Value exact =
        ConditionalTruth.of(target.problem().orElseThrow()).orElseThrow().at(target.train().n(), 1);
    return Row.empty()
        .with(KIND, LANGEVIN)
        .with("h", h)
        .with("n E[L_n(w) - L_n(0)]", answer.llc().value())
        .with("se", answer.llc().se())
        .with("exact", exact.llc())
        .with(Agreement.VERDICT, answer.verdict().status().label());
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> descent = Row.where(rows, KIND, DESCENT);
    List<Row> langevin = Row.where(rows, KIND, LANGEVIN);
    Row flat = descent.get(0);
    Row last = descent.get(descent.size() - 1);
    double furthest =
        langevin.stream()
            .mapToDouble(
                row ->
                    Math.abs(row.number("n E[L_n(w) - L_n(0)]") - row.number("exact"))
                        / row.number("se"))
            .max()
            .orElse(Double.NaN);
    return new Findings(
        List.of(
            String.format(
                Locale.ROOT,
                "SGD ends at n E[K] = %.3f -+ %.3f for every prior, since no prior is in it. The Bayes"
                    + " error n E[G_n] goes from %.2f (h = 0) to %.2f (h = 3), and MAP, which does know the"
                    + " prior, from %.2f to %.2f.",
                flat.number("SGD: n E[K]"),
                flat.number("se"),
                flat.number("Bayes: n E[G_n]"),
                last.number("Bayes: n E[G_n]"),
                flat.number("MAP: n E[K]"),
                last.number("MAP: n E[K]")),
            String.format(
                Locale.ROOT,
                "Langevin chains do know it: their mean energies are within %.1f standard errors of the"
                    + " exact ones under either prior, and differ between them.",
                furthest),
            "Under the flat prior SGD's error and the Bayes error are both 1/4 here, which is lambda. That"
                + " is a property of this model, where every minimum is as good as another, and no theorem:"
                + " how near SGD comes to a posterior has to be measured."),
        List.of(
            new Findings.Section("SGD, MAP and Bayes under |w|^h", Row.without(descent, KIND)),
            new Findings.Section("Langevin chains on one data set", Row.without(langevin, KIND))),
        List.of(chart(descent)));
  }

  private static Chart chart(List<Row> descent) {
    double[] h = Row.column(descent, "h");
    return new Chart(
        "priors",
        new Chart.Words(
            "What a prior does to SGD, MAP and Bayes",
            "Generalisation errors times n under the prior |w|^h, with 95% intervals; the line is lambda.",
            "SGD is flat at 1/4, MAP and Bayes rise along lambda = (h + 1)/4."),
        new Chart.Axis("h", Chart.Scale.LINEAR),
        new Chart.Axis("n times the generalisation error", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("lambda", Chart.Style.EXACT, h, Row.column(descent, "lambda")),
            Chart.Series.plain(
                "Bayes, exact", Chart.Style.MARKS, h, Row.column(descent, "Bayes: n E[G_n]")),
            new Chart.Series(
                "MAP",
                Chart.Style.MARKS,
                h,
                Row.column(descent, "MAP: n E[K]"),
                Row.intervals(descent, "se of MAP")),
            new Chart.Series(
                "SGD",
                Chart.Style.JOINED,
                h,
                Row.column(descent, "SGD: n E[K]"),
                Row.intervals(descent, "se"))));
  }
}
