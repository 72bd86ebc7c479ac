package org.cusp.paper.phases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.model.Restriction;
import org.cusp.numerics.Normal;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.posterior.Posterior;
import org.cusp.problem.Problem;
import org.cusp.run.Coordinates;
import org.cusp.run.Localisation;
import org.cusp.run.Selection;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.dense.Matrix;

/** The LLC of each feature of the toy model of superposition, beside the room that it has. */
public final class SuperpositionFeatures implements Reproduction {
  private static final int DATA = 5000;
  private static final double GAMMA = 10;
  private static final double PRECISION = 0.02;

  /** Seconds of work for one estimate. */
  private static final double BUDGET = 3;

  private static final double DIFFERENCE = 1e-4;

  /** Of the largest eigenvalue: what is below is differencing. */
  private static final double FLAT = 1e-5;

  /**
   * A critical point.
   *
   * @param plus features with a constant output
   */
  private record Point(int columns, int gon, int plus) {
    String problem() {
      return String.format(
          Locale.ROOT, "tms:columns=%d,gon=%d,plus=%d,n=%d", columns, gon, plus, DATA);
    }

    String name() {
      return String.format(
          Locale.ROOT, "%d-gon%s of %d", gon, plus == 0 ? "" : " + " + plus, columns);
    }

    /** What is free, by name; each kind of feature once, since those of a kind are alike. */
    Map<String, int[]> components() {
      Map<String, int[]> components = new LinkedHashMap<>();
      components.put("corner", feature(0));
      if (plus > 0) {
        components.put("constant", feature(gon));
      }
      if (gon + plus < columns) {
        components.put("off", feature(gon + plus));
      }
      components.put("all", IntStream.range(0, 3 * columns).toArray());
      return components;
    }

    /** Its column of W and its bias. */
    private int[] feature(int i) {
      return new int[] {i, columns + i, 2 * columns + i};
    }
  }

  private static final List<Point> POINTS =
      List.of(new Point(6, 5, 0), new Point(6, 5, 1), new Point(6, 6, 0), new Point(8, 7, 0));

  @Override
  public String key() {
    return "elhage2022-tms";
  }

  @Override
  public String title() {
    return "Toy model of superposition: the LLC of each feature";
  }

  @Override
  public String citation() {
    return "N. Elhage et al., Toy Models of Superposition, Transformer Circuits Thread, 2022,"
        + " arXiv:2209.10652";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source finds features of a small ReLU network as corners of regular polygons and says of"
            + " each how much of the hidden space it has, D_i = |W_i|^2 / sum_j (W_i . W_j / |W_i|)^2: 2/k"
            + " for a k-gon of two hidden dimensions, 0 for a feature that is not represented.",
        "Here the LLC of each feature, with its column and its bias alone free, stands beside D_i at the"
            + " polygons of the limit of very sparse inputs (one at a time), whose position is known; the"
            + " source trains networks of other sizes and sparsities and has no such numbers.",
        "Exact is half the rank of the Hessian of the expected loss in what is free: 3/2 for a feature"
            + " that is represented or gives a constant, 0 for one that is off, and (3 (k + constant) - 1)"
            + " / 2 for all together: the rotation is flat for all and for none of them alone.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", "N(ReLU(W^T W x + b), I), W of two rows, x = u e_i, u ~ U[0, 1]");
    settings.put("data", "n = " + DATA + ", nBeta = n / ln n");
    settings.put("gamma", String.format(Locale.ROOT, "%.0f", GAMMA));
    settings.put("budget", String.format(Locale.ROOT, "%.0f s of work each", BUDGET));
    settings.put("free", "one feature of each kind, those of a kind being alike; then all");
    return settings;
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    List<Piece> pieces = new ArrayList<>();
    LlcSpec request = LlcSpec.defaults(seed).until(PRECISION, BUDGET).withGamma(GAMMA);
    for (Point point : size.of(POINTS, POINTS.subList(0, 1))) {
      point
          .components()
          .forEach(
              (name, free) ->
                  pieces.add(
                      new Piece(
                          point.name() + " " + name,
                          point.problem() + "; " + Estimation.describe(request),
                          estimation -> row(point, name, free, request, estimation))));
    }
    return pieces;
  }

  private static Row row(
      Point point, String name, int[] free, LlcSpec request, Estimation estimation) {
    Target whole = Target.ofProblem(point.problem(), request.seed());
    double[] w = whole.truth().orElseThrow();
    BitSet places = new BitSet();
    Arrays.stream(free).forEach(places::set);
    Selection selection =
        new Selection(
            Optional.of(name),
            Optional.empty(),
            new Restriction(whole.model().parameters(), places));
    Target target =
        whole.withCoordinates(new Coordinates(Optional.of(selection), Localisation.ISOTROPIC));
    double[] curvatures = curvatures(whole.problem().orElseThrow(), w, free);
    double largest = Arrays.stream(curvatures).max().orElseThrow();
    double nBeta = Posterior.defaultNBeta(DATA);
    return Row.empty()
        .with("point", point.name())
        .with("free", name)
        .with("parameters", free.length)
        .with("D", name.equals("all") ? Double.NaN : room(w, point.columns(), free[0]))
        .with(
            "exact",
            Arrays.stream(curvatures).filter(h -> h > FLAT * Math.max(largest, FLAT)).count() / 2.0)
        .with(
            "Gaussian",
            Arrays.stream(curvatures).map(h -> nBeta * h / (nBeta * h + GAMMA)).sum() / 2)
        .with(estimation.ofWork(target, w, request, List.of()).row());
  }

  /** D_i; 0 of a column that is 0. */
  private static double room(double[] w, int columns, int i) {
    double own = w[i] * w[i] + w[columns + i] * w[columns + i];
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      double product = w[i] * w[j] + w[columns + i] * w[columns + j];
      sum += product * product;
    }
    return own > 0 ? own * own / sum : 0;
  }

  /** Eigenvalues of the Hessian of K in what is free, by differences of its exact gradient. */
  private static double[] curvatures(Problem problem, double[] w, int[] free) {
    Matrix h = Matrix.zeros(free.length, free.length);
    for (int k = 0; k < free.length; k++) {
      double[] moved = w.clone();
      moved[free[k]] = w[free[k]] + DIFFERENCE;
      double[] up = problem.population().k().gradient(moved);
      moved[free[k]] = w[free[k]] - DIFFERENCE;
      double[] down = problem.population().k().gradient(moved);
      for (int l = 0; l < free.length; l++) {
        h.values()[k * free.length + l] = (up[free[l]] - down[free[l]]) / (2 * DIFFERENCE);
      }
    }
    return h.plus(0.5, 0.5, h.transposed()).eigen().values();
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    List<Row> table =
        rows.stream()
            .map(
                row ->
                    row.only(
                        "point",
                        "free",
                        "parameters",
                        "D",
                        "exact",
                        "Gaussian",
                        "llc",
                        "se",
                        "verdict"))
            .toList();
    List<Row> corners = rows.stream().filter(row -> row.text("free").equals("corner")).toList();
    List<Row> off = rows.stream().filter(row -> row.text("free").equals("off")).toList();
    List<String> sentences = new ArrayList<>();
    if (!corners.isEmpty()) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "A feature that is represented has LLCs from %.2f to %.2f, at most %.1f standard errors"
                  + " from those of a Gaussian posterior at this nBeta and gamma, whichever polygon it is a"
                  + " corner of, while its share of the hidden space goes down as 2/k.",
              corners.stream().mapToDouble(row -> row.number("llc")).min().orElseThrow(),
              corners.stream().mapToDouble(row -> row.number("llc")).max().orElseThrow(),
              corners.stream().mapToDouble(SuperpositionFeatures::away).max().orElseThrow()));
    }
    if (!off.isEmpty()) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "One that is off has at most %.2f: the localisation is wide enough for some draws to turn it"
                  + " on.",
              off.stream().mapToDouble(row -> row.number("llc")).max().orElseThrow()));
    }
    for (Row corner : corners) {
      Row all =
          rows.stream()
              .filter(row -> row.text("point").equals(corner.text("point")))
              .filter(row -> row.text("free").equals("all"))
              .findFirst()
              .orElse(null);
      if (all != null && !corner.text("point").contains("+")) {
        sentences.add(rotation(corner, all));
      }
    }
    List<Row> features = rows.stream().filter(row -> !row.text("free").equals("all")).toList();
    return new Findings(
        sentences,
        List.of(new Findings.Section("By feature", table)),
        features.isEmpty() ? List.of() : List.of(chart(features)));
  }

  private static String rotation(Row corner, Row all) {
    String point = corner.text("point");
    int gon = Integer.parseInt(point.substring(0, point.indexOf('-')));
    double sum = gon * corner.number("llc");
    double se = gon * corner.number("se");
    return String.format(
        Locale.ROOT,
        "%s: %.2f +- %.2f of all parameters (%s; Gaussian %.2f, exact %.1f) beside %.2f +- %.2f, the"
            + " sum over its corners: %.2f +- %.2f less. In the limit it is 1/2, since the rotation is flat"
            + " for all together and for none alone.",
        point,
        all.number("llc"),
        all.number("se"),
        all.text("verdict"),
        all.number("Gaussian"),
        all.number("exact"),
        sum,
        se,
        sum - all.number("llc"),
        Math.hypot(se, all.number("se")));
  }

  /** From the Gaussian value, in standard errors. */
  private static double away(Row row) {
    return Math.abs(row.number("llc") - row.number("Gaussian")) / row.number("se");
  }

  private static Chart chart(List<Row> features) {
    double[] d = Row.column(features, "D");
    double[] half =
        Arrays.stream(Row.column(features, "se")).map(e -> Normal.QUANTILE_975 * e).toArray();
    return new Chart(
        "features",
        new Chart.Words(
            "The LLC of a feature over its share of the hidden space",
            "Marks are estimates with 95% intervals. At D = 0 are features that are off or give a"
                + " constant; the others are corners of polygons, D = 2/k.",
            "LLC of features against their dimensionality: 3/2 for all that are represented."),
        new Chart.Axis("D of the feature", Chart.Scale.LINEAR),
        new Chart.Axis("LLC with the feature alone free", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("exact", Chart.Style.SOURCE, d, Row.column(features, "exact")),
            new Chart.Series("LLC", Chart.Style.MARKS, d, Row.column(features, "llc"), half)));
  }
}
