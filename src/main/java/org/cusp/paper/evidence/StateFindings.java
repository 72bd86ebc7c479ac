package org.cusp.paper.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cusp.gold.MonomialLaw;
import org.cusp.gold.OneStatistic;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Row;

/** What the rows of {@link EquationsOfState} say. */
final class StateFindings {
  private static final int FINE = 24;

  private StateFindings() {}

  static Findings of(List<Row> rows, ExpectedTable expected) {
    List<Row> table = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (Row row : rows) {
      Row line = row.only("powers", "n", "beta", "lambda", "nu");
      double worst = 0;
      for (StateQuantity quantity : StateQuantity.values()) {
        if (Double.isNaN(row.number(quantity.label()))) {
          line = line.with(quantity.label(), null).with("E " + quantity.label(), null);
          continue;
        }
        double z = z(row, quantity);
        scores.add(z);
        worst = Math.abs(z) > Math.abs(worst) ? z : worst;
        line =
            line.with(quantity.label(), row.number(quantity.label()))
                .with("E " + quantity.label(), row.number("E " + quantity.label()));
      }
      table.add(line.with("worst z", worst));
    }
    return new Findings(
        sentences(rows, scores, expected),
        List.of(
            new Findings.Section("Ours beside the exact expectation over data sets", table),
            new Findings.Section("The equations of state at the largest n", states(rows))),
        List.of(temperatures(rows, "2"), temperatures(rows, "3"), fromTraining(rows)));
  }

  private static double z(Row row, StateQuantity quantity) {
    String name = quantity.label();
    return (row.number(name) - row.number("E " + name)) / row.number(name + " se");
  }

  private static List<String> sentences(
      List<Row> rows, List<Double> scores, ExpectedTable expected) {
    double worst = scores.stream().mapToDouble(Math::abs).max().orElse(0);
    double rms = Math.sqrt(scores.stream().mapToDouble(z -> z * z).average().orElse(0));
    long within = scores.stream().filter(z -> Math.abs(z) <= 3).count();
    double table = 0;
    for (Row row : rows) {
      for (Row source : expected.rows()) {
        if (source.text("powers").equals(row.text("powers"))
            && source.number("n") == row.number("n")
            && source.number("beta") == row.number("beta")) {
          for (StateQuantity quantity : StateQuantity.values()) {
            double difference =
                Math.abs(source.number(quantity.label()) - row.number("E " + quantity.label()));
            table = difference > table ? difference : table;
          }
        }
      }
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "Of %d means over data sets (%d models, sizes and temperatures) %d are within 3 standard"
                + " errors of the exact expectation; the furthest is %.1f away, the root mean square is"
                + " %.2f.",
            scores.size(),
            rows.size(),
            within,
            worst,
            rms),
        String.format(
            Locale.ROOT,
            "Where the table of expectations below has an entry, the quadrature here agrees with it to"
                + " %.1g.",
            table));
  }

  /** Losses against what the equations make of lambda and our own nu. */
  private static List<Row> states(List<Row> rows) {
    double largest = rows.stream().mapToDouble(row -> row.number("n")).max().orElse(0);
    List<Row> table = new ArrayList<>();
    for (Row row : rows) {
      if (row.number("n") != largest) {
        continue;
      }
      double beta = row.number("beta");
      double lambda = row.number("lambda");
      double nu = beta * row.number("V") / 2;
      table.add(
          row.only("powers", "n", "beta")
              .with("our nu", nu)
              .with("nBg", row.number("nBg"))
              .with("(lambda - nu)/beta + nu", (lambda - nu) / beta + nu)
              .with("nBt", row.number("nBt"))
              .with("(lambda - nu)/beta - nu", (lambda - nu) / beta - nu)
              .with("nGg", row.number("nGg"))
              .with("lambda/beta + nu", lambda / beta + nu)
              .with("nGt", row.number("nGt"))
              .with("lambda/beta - nu", lambda / beta - nu)
              .with("nBt + 2 nu", row.number("nBt") + 2 * nu));
    }
    return table;
  }

  private static Chart temperatures(List<Row> rows, String powers) {
    List<Row> own = Row.where(rows, "powers", powers);
    double largest = own.stream().mapToDouble(row -> row.number("n")).max().orElse(0);
    List<Row> shown = own.stream().filter(row -> row.number("n") == largest).toList();
    double[] beta = Row.column(shown, "beta");
    double lambda = shown.stream().mapToDouble(row -> row.number("lambda")).max().orElse(0);
    double[] fine = fineGrid();
    double[] nu = singularFluctuation(powers, largest, fine);
    List<Chart.Series> series = new ArrayList<>();
    series.add(theory("theory nBg", fine, i -> (lambda - nu[i]) / fine[i] + nu[i]));
    series.add(theory("theory nBt", fine, i -> (lambda - nu[i]) / fine[i] - nu[i]));
    series.add(theory("theory nGg", fine, i -> lambda / fine[i] + nu[i]));
    series.add(theory("theory nGt", fine, i -> lambda / fine[i] - nu[i]));
    for (StateQuantity quantity :
        List.of(
            StateQuantity.BAYES_GENERALISATION,
            StateQuantity.BAYES_TRAINING,
            StateQuantity.GIBBS_GENERALISATION,
            StateQuantity.GIBBS_TRAINING)) {
      double[] half = Row.intervals(shown, quantity.label() + " se");
      series.add(
          new Chart.Series(
              quantity.label(),
              Chart.Style.MARKS,
              beta,
              Row.column(shown, quantity.label()),
              half));
    }
    return new Chart(
        "losses-power-" + powers,
        new Chart.Words(
            String.format(Locale.ROOT, "Four losses of N(w^%s, 1) at n = %.0f", powers, largest),
            "n times the losses above that of the truth. Lines: the equations of state with the exact"
                + " lambda and nu at this n; bars are 95% intervals of our means over data sets.",
            "Four losses at four temperatures on the lines of the equations of state."),
        new Chart.Axis("beta", Chart.Scale.LOG),
        new Chart.Axis("n (loss - loss of the truth)", Chart.Scale.LINEAR),
        series);
  }

  private static double[] fineGrid() {
    double low = Math.log(EquationsOfState.BETAS[0]);
    double high = Math.log(EquationsOfState.BETAS[EquationsOfState.BETAS.length - 1]);
    return IntStream.rangeClosed(0, FINE)
        .mapToDouble(k -> Math.exp(low + (high - low) * k / FINE))
        .toArray();
  }

  private static double[] singularFluctuation(String powers, double n, double[] beta) {
    OneStatistic statistic = new OneStatistic(MonomialLaw.of(Integer.valueOf(powers)));
    return n == 0
        ? new double[beta.length]
        : Arrays.stream(beta).map(b -> statistic.at(n, b).singularFluctuation()).toArray();
  }

  private interface AtTemperature {
    double of(int i);
  }

  private static Chart.Series theory(String label, double[] beta, AtTemperature value) {
    double[] y = IntStream.range(0, beta.length).mapToDouble(value::of).toArray();
    return Chart.Series.plain(label, Chart.Style.EXACT, beta, y);
  }

  /** Generalisation from training losses alone. */
  private static Chart fromTraining(List<Row> rows) {
    double[] bayes = predicted(rows, StateQuantity.BAYES_TRAINING);
    double[] gibbs = predicted(rows, StateQuantity.GIBBS_TRAINING);
    double[] ends = {Arrays.stream(bayes).min().orElse(0), Arrays.stream(gibbs).max().orElse(1)};
    return new Chart(
        "generalisation-from-training",
        new Chart.Words(
            "Generalisation losses against training losses plus 2 nu",
            "All models, sizes and temperatures. The equations of state make n Bg = n Bt + 2 nu and n Gg"
                + " = n Gt + 2 nu, whatever lambda is.",
            "All points lie on the diagonal."),
        new Chart.Axis("n (training loss - loss of the truth) + beta V", Chart.Scale.LINEAR),
        new Chart.Axis("n (generalisation loss - loss of the truth)", Chart.Scale.LINEAR),
        List.of(
            Chart.Series.plain("equal", Chart.Style.EXACT, ends, ends),
            Chart.Series.plain("Bayes", Chart.Style.MARKS, bayes, Row.column(rows, "nBg")),
            Chart.Series.plain("Gibbs", Chart.Style.MARKS, gibbs, Row.column(rows, "nGg"))));
  }

  private static double[] predicted(List<Row> rows, StateQuantity training) {
    return rows.stream()
        .mapToDouble(row -> row.number(training.label()) + row.number("beta") * row.number("V"))
        .toArray();
  }
}
