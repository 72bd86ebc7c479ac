package org.cusp.paper.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cusp.exact.ReducedRank;
import org.cusp.exact.Rlct;
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
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;

/** The LLC of reduced-rank regressions against the exact learning coefficient, all four cases. */
public final class ReducedRankRegressions implements Reproduction {
  private static final int DATA = 1_000_000;

  /**
   * y = B A x with sizes as the source names them.
   *
   * @param m inputs
   * @param n outputs
   * @param h hidden units
   * @param r rank of the true map
   * @param part the case of the theorem that holds
   */
  private record Sizes(int m, int n, int h, int r, int part) {
    String id() {
      return m + "-" + n + "-" + h + "-" + r;
    }

    String problem(double noise) {
      return String.format(
          Locale.ROOT,
          "rrr:inputs=%d,outputs=%d,hidden=%d,rank=%d,n=%d,noise=%s",
          m,
          n,
          h,
          r,
          DATA,
          Tables.brief(noise));
    }
  }

  private static final List<Sizes> SIZES =
      List.of(
          new Sizes(6, 6, 4, 3, 1),
          new Sizes(8, 6, 5, 2, 1),
          new Sizes(6, 6, 5, 3, 1),
          new Sizes(3, 10, 2, 1, 2),
          new Sizes(4, 12, 3, 2, 2),
          new Sizes(5, 14, 4, 1, 2),
          new Sizes(10, 3, 2, 1, 3),
          new Sizes(12, 4, 3, 2, 3),
          new Sizes(14, 5, 4, 3, 3),
          new Sizes(4, 4, 7, 3, 4),
          new Sizes(3, 5, 8, 2, 4),
          new Sizes(5, 5, 9, 4, 4));

  @Override
  public String key() {
    return "aoyagi2005-rrr";
  }

  @Override
  public String title() {
    return "Reduced-rank regression: the LLC in all four cases of the theorem";
  }

  @Override
  public String citation() {
    return "M. Aoyagi, S. Watanabe, Stochastic complexities of reduced rank regression in Bayesian"
        + " estimation, Neural Networks 18 (2005) 924-933, doi:10.1016/j.neunet.2005.03.014";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source gives lambda and m for y = B A x in closed form, in four cases by the sizes of the"
            + " layers and the rank of the truth.",
        "Here the LLC is estimated at a deepest point of the fibre, where the local coefficient is the"
            + " global one, with default settings, without noise in the data and with the model's.",
        "At finite n the estimator falls short of lambda by about (m - 1)/log n where m = 2; with noise"
            + " it falls short by more, since the truth is then not a minimum of L_n.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    return Map.of("data", "n = " + DATA + ", x ~ N(0, I), sigma 1, noise 0 and 1");
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    for (double noise : size == Size.FULL ? new double[] {0, 1} : new double[] {0}) {
      for (Sizes sizes : SIZES) {
        boolean firstOfItsCase =
            SIZES.stream().filter(s -> s.part() == sizes.part()).findFirst().get() == sizes;
        if (size == Size.FULL || firstOfItsCase) {
          pieces.add(piece(sizes, noise, Estimation.settings(size, seed)));
        }
      }
    }
    return pieces;
  }

  private static Piece piece(Sizes sizes, double noise, LlcSpec request) {
    String problem = sizes.problem(noise);
    return new Piece(
        sizes.id() + " noise " + Tables.brief(noise),
        problem + "; " + Estimation.describe(request),
        estimation -> row(sizes, noise, request, estimation));
  }

  private static Row row(Sizes sizes, double noise, LlcSpec request, Estimation estimation) {
    Rlct exact = new ReducedRank(sizes.m(), sizes.n(), sizes.h(), sizes.r()).rlct();
    Target target = Target.ofProblem(sizes.problem(noise), request.seed());
    Row facts =
        Row.empty()
            .with("M", sizes.m())
            .with("N", sizes.n())
            .with("H", sizes.h())
            .with("r", sizes.r())
            .with("case", sizes.part())
            .with("noise", noise)
            .with(Agreement.LAMBDA, exact.lambdaValue())
            .with("m", exact.multiplicity());
    Row row = facts.with(estimation.at(target, target.truth().orElseThrow(), request).row());
    return row.with("error", row.number(Agreement.LLC) / exact.lambdaValue() - 1);
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<String> sentences = new ArrayList<>();
    for (double noise :
        rows.stream().mapToDouble(row -> row.number("noise")).distinct().toArray()) {
      List<Row> some = rows.stream().filter(row -> row.number("noise") == noise).toList();
      double worst = some.stream().mapToDouble(Agreement::error).max().orElse(Double.NaN);
      Agreement agreement = Agreement.of(some);
      sentences.add(
          String.format(
              Locale.ROOT,
              "Noise %s: over %d regressions the median |relative error| against lambda is %s, the"
                  + " largest %s; %s trusted.",
              Tables.brief(noise),
              agreement.count(),
              Tables.percent(agreement.medianError()),
              Tables.percent(worst),
              Tables.percent(agreement.trusted())));
    }
    List<Row> table =
        rows.stream()
            .map(row -> row.without("rhat", "ess", "used", "step", "reasons", "cautions"))
            .toList();
    return new Findings(
        sentences, List.of(new Findings.Section("Regressions", table)), List.of(chart(rows)));
  }

  private static Chart chart(List<Row> rows) {
    double[] ends = {
      rows.stream().mapToDouble(row -> row.number(Agreement.LAMBDA)).min().orElse(1),
      rows.stream().mapToDouble(row -> row.number(Agreement.LAMBDA)).max().orElse(2)
    };
    List<Chart.Series> series = new ArrayList<>();
    series.add(Chart.Series.plain("LLC = lambda", Chart.Style.EXACT, ends, ends));
    for (double noise :
        rows.stream().mapToDouble(row -> row.number("noise")).distinct().toArray()) {
      List<Row> some = rows.stream().filter(row -> row.number("noise") == noise).toList();
      series.add(
          new Chart.Series(
              "noise " + Tables.brief(noise),
              Chart.Style.MARKS,
              some.stream().mapToDouble(row -> row.number(Agreement.LAMBDA)).toArray(),
              some.stream().mapToDouble(row -> row.number(Agreement.LLC)).toArray(),
              Row.intervals(some, "se")));
    }
    return new Chart(
        "llc-lambda",
        new Chart.Words(
            "LLC of reduced-rank regressions against the exact coefficient",
            "Each mark is a regression, estimated at a deepest point with default settings; bars are 95%"
                + " intervals.",
            "LLC against lambda, with the diagonal; one kind of mark without noise, one with."),
        new Chart.Axis("exact lambda", Chart.Scale.LINEAR),
        new Chart.Axis("LLC", Chart.Scale.LINEAR),
        series);
  }
}
