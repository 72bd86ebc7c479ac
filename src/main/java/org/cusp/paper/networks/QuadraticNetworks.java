package org.cusp.paper.networks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** The LLC of quadratic networks for modular addition at generic points of their fibres. */
public final class QuadraticNetworks implements Reproduction {
  private static final int DATA = 2000;

  /** Weak beside nBeta times the Hessian's stiff directions, which are 100 and more. */
  private static final double GAMMA = 20;

  private static final List<String> INPUTS = List.of("all", "pairs");

  /** Primes and hidden units: fewer than the outputs can tell apart, and more. */
  private static final List<List<Integer>> SIZES =
      List.of(List.of(3, 2), List.of(3, 6), List.of(5, 2), List.of(5, 4));

  @Override
  public String key() {
    return "cullen2026-quadratic";
  }

  @Override
  public String title() {
    return "Quadratic networks for modular addition: the LLC at generic points";
  }

  @Override
  public String citation() {
    return "Cullen et al. 2026, arXiv:2603.01192";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source gives lambda = K (3p - 1)/2 for K units of f_c(x) = sum_k v_ck (u_k . x)^2 at a"
            + " generic point of zero loss, as long as it is below p^2 (2p + 1)/2.",
        "That is of inputs that tell quadratic forms apart, here all sums of two of the 2p directions."
            + " On the p^2 pairs of one-hot operands alone, which modular addition is trained on, a unit is"
            + " (u_a + u'_b)^2, and u + t, u' - t is the same function: lambda = K (3p - 2)/2, at most"
            + " p^3/2. Ranks of the Hessian at random weights agree with both.",
        "Here w* has random weights, the data are without noise, and the LLC is estimated at w* with"
            + " default settings.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", "n = " + DATA + ", sigma 0.1, noise 0");
    settings.put(
        "gamma",
        Tables.brief(GAMMA) + ": fibres are not bounded, and a generic point is looked at");
    return settings;
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    LlcSpec request = Estimation.settings(size, seed).withGamma(GAMMA);
    for (List<Integer> sizes : size.of(SIZES, SIZES.subList(0, 1))) {
      for (String inputs : INPUTS) {
        String problem =
            String.format(
                Locale.ROOT,
                "modular-addition:prime=%d,hidden=%d,inputs=%s,n=%d,noise=0",
                sizes.get(0),
                sizes.get(1),
                inputs,
                DATA);
        pieces.add(
            new Piece(
                sizes.get(0) + "-" + sizes.get(1) + " " + inputs,
                problem + "; " + Estimation.describe(request),
                estimation ->
                    row(sizes, inputs, Target.ofProblem(problem, seed), request, estimation)));
      }
    }
    return pieces;
  }

  private static Row row(
      List<Integer> sizes, String inputs, Target target, LlcSpec request, Estimation estimation) {
    double lambda = target.problem().orElseThrow().exact().orElseThrow().lambdaValue();
    Row row =
        Row.empty()
            .with("p", sizes.get(0))
            .with("K", sizes.get(1))
            .with("inputs", inputs)
            .with(Agreement.LAMBDA, lambda)
            .with(estimation.at(target, target.truth().orElseThrow(), request).row());
    return row.with("error", row.number(Agreement.LLC) / lambda - 1)
        .with("z", (row.number(Agreement.LLC) - lambda) / row.number("se"));
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    Agreement agreement = Agreement.of(rows);
    double worst = rows.stream().mapToDouble(row -> Math.abs(row.number("z"))).max().orElse(0);
    String sentence =
        String.format(
            Locale.ROOT,
            "Over %d networks the median |relative error| against lambda is %s, the largest distance"
                + " %.1f standard errors; %s trusted.",
            agreement.count(),
            Tables.percent(agreement.medianError()),
            worst,
            Tables.percent(agreement.trusted()));
    List<Row> table =
        rows.stream().map(row -> row.without("step", "gamma", "reasons", "cautions")).toList();
    return new Findings(
        List.of(sentence), List.of(new Findings.Section("Networks", table)), List.of(chart(rows)));
  }

  private static Chart chart(List<Row> rows) {
    double[] lambdas = Row.column(rows, Agreement.LAMBDA);
    double[] ends = {
      Arrays.stream(lambdas).min().orElse(1), Arrays.stream(lambdas).max().orElse(2)
    };
    List<Chart.Series> series = new ArrayList<>();
    series.add(Chart.Series.plain("LLC = lambda", Chart.Style.EXACT, ends, ends));
    for (String inputs : INPUTS) {
      List<Row> some = rows.stream().filter(row -> row.text("inputs").equals(inputs)).toList();
      series.add(
          new Chart.Series(
              inputs.equals("all") ? "all sums of two directions" : "one-hot pairs alone",
              Chart.Style.MARKS,
              Row.column(some, Agreement.LAMBDA),
              Row.column(some, Agreement.LLC),
              Row.intervals(some, "se")));
    }
    return new Chart(
        "llc-lambda",
        new Chart.Words(
            "LLC of quadratic networks against the exact coefficient",
            "Each mark is a network at random weights; bars are 95% intervals.",
            "LLC against lambda, with the diagonal; one kind of mark for each kind of inputs."),
        new Chart.Axis("exact lambda", Chart.Scale.LINEAR),
        new Chart.Axis("LLC", Chart.Scale.LINEAR),
        series);
  }
}
