package org.cusp.paper.gold;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.cusp.numerics.Quantiles;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Tables;

/** What the rows of {@link GoldBenchmark} say. */
final class GoldFindings {
  private static final double NARROW = 0.05;
  private static final double WIDE = 0.1;

  private GoldFindings() {}

  static Findings of(List<Row> rows, List<Double> budgets) {
    List<Benchmarked> all = Benchmarked.all(rows);
    List<Benchmarked> gold =
        all.stream().filter(Benchmarked::isGold).filter(Benchmarked::isScored).toList();
    List<Benchmarked> others =
        all.stream().filter(each -> !each.isGold()).filter(Benchmarked::isScored).toList();
    List<Findings.Section> tables = new ArrayList<>();
    tables.add(new Findings.Section("Gold values", values(rows)));
    add(tables, "Errors against gold", errors(gold, budgets));
    add(tables, "Steps that work", windows(gold, budgets.get(0)));
    add(tables, "Against the best that is known, which is not gold", errors(others, budgets));
    return new Findings(
        sentences(rows, all, gold, budgets),
        tables,
        gold.stream().map(each -> GoldCharts.of(each, budgets)).toList());
  }

  private static void add(List<Findings.Section> tables, String title, List<Row> rows) {
    if (!rows.isEmpty()) {
      tables.add(new Findings.Section(title, rows));
    }
  }

  private static List<Row> values(List<Row> rows) {
    return Row.where(rows, Columns.KIND, Columns.GOLD).stream()
        .map(
            row ->
                row.only(
                    Columns.CASE,
                    Columns.GAMMA,
                    "gamma value",
                    "P",
                    "n",
                    "loss",
                    Columns.STATUS,
                    Columns.VALUE,
                    Columns.SE,
                    Columns.LAMBDA,
                    "llc A",
                    "se A",
                    "rhat A",
                    "llc B",
                    "se B",
                    "rhat B",
                    "z",
                    Columns.GRADIENTS,
                    Columns.CPU,
                    Columns.WHY))
        .toList();
  }

  private static List<Row> errors(List<Benchmarked> some, List<Double> budgets) {
    List<Row> table = new ArrayList<>();
    for (Benchmarked each : some) {
      for (double budget : each.budgets()) {
        table.add(errors(each, budget, budgets));
      }
    }
    return table;
  }

  private static Row errors(Benchmarked each, double budget, List<Double> budgets) {
    Scores scores = each.scores();
    Optional<Scores.Score> cusp = cusp(each, budget);
    Optional<Scores.Score> published = scores.best(each.published(), budget);
    Optional<Scores.Score> swept = scores.bestSwept(budget);
    return Row.empty()
        .with(Columns.CASE, each.name())
        .with(Columns.GAMMA, each.gamma())
        .with("seconds", budget)
        .with("cusp", percent(cusp))
        .with("spread", spread(cusp))
        .with("verdict", each.verdicts(budget))
        .with("seeds", cusp.map(Scores.Score::seeds).orElse(null))
        .with("published", percent(published))
        .with("by", published.map(Scores.Score::method).orElse(""))
        .with("swept", percent(swept))
        .with("swept's spread", spread(swept))
        .with("at", swept.map(Scores.Score::describe).orElse(""))
        .with("its seeds", swept.map(Scores.Score::seeds).orElse(null))
        .with("sweep charged", percent(scores.charged(budget, budgets)))
        .with("gold's own error", Tables.percent(each.uncertainty()));
  }

  private static Optional<Scores.Score> cusp(Benchmarked each, double budget) {
    return each.scores().best(List.of(ScoreWork.CUSP), budget);
  }

  private static String percent(Optional<Scores.Score> score) {
    return score
        .map(found -> Double.isInfinite(found.error()) ? "none" : Tables.percent(found.error()))
        .orElse("");
  }

  /** Nothing of one seed, or where one diverged. */
  private static String spread(Optional<Scores.Score> score) {
    return score.map(Scores.Score::spread).filter(Double::isFinite).map(Tables::percent).orElse("");
  }

  /** Of the whole sweep. */
  private static List<Row> windows(List<Benchmarked> some, double budget) {
    List<Row> table = new ArrayList<>();
    for (Benchmarked each : some) {
      for (String method : FieldSettings.SWEPT) {
        int tried = each.scores().of(method, budget).size();
        if (tried > 0) {
          table.add(window(each, budget, method, tried));
        }
      }
    }
    return table;
  }

  private static Row window(Benchmarked each, double budget, String method, int tried) {
    Scores.Window narrow = each.scores().window(method, budget, NARROW);
    Scores.Window wide = each.scores().window(method, budget, WIDE);
    return Row.empty()
        .with(Columns.CASE, each.name())
        .with(Columns.GAMMA, each.gamma())
        .with("seconds", budget)
        .with("sampler", method)
        .with("steps tried", tried)
        .with("within 5%", narrow.steps())
        .with("from", narrow.from())
        .with("to", narrow.to())
        .with("within 10%", wide.steps());
  }

  private static List<String> sentences(
      List<Row> rows, List<Benchmarked> all, List<Benchmarked> gold, List<Double> budgets) {
    List<String> sentences = new ArrayList<>();
    sentences.add(values(rows, all));
    lambdas(all).ifPresent(sentences::add);
    budgets.stream().flatMap(budget -> at(gold, budget, budgets).stream()).forEach(sentences::add);
    return sentences;
  }

  private static String values(List<Row> rows, List<Benchmarked> all) {
    long asked = Row.where(rows, Columns.KIND, Columns.GOLD).size();
    long gold = all.stream().filter(Benchmarked::isGold).count();
    String others =
        Row.where(rows, Columns.KIND, Columns.GOLD).stream()
            .filter(row -> !row.text(Columns.STATUS).equals(Columns.GOLD))
            .map(
                row ->
                    row.text(Columns.CASE)
                        + " at gamma "
                        + row.text(Columns.GAMMA)
                        + " ("
                        + row.text(Columns.STATUS)
                        + ")")
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%d of the %d pairs of a case and a gamma that were begun have a gold value%s",
        gold,
        asked,
        others.isEmpty() ? "." : "; not so " + others + ".");
  }

  /** Where the coefficient itself is known. */
  private static Optional<String> lambdas(List<Benchmarked> all) {
    List<String> known =
        all.stream()
            .map(Benchmarked::truth)
            .filter(row -> Double.isFinite(row.number(Columns.LAMBDA)))
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "%s at gamma %s %s beside %s",
                        row.text(Columns.CASE),
                        row.text(Columns.GAMMA),
                        Tables.brief(row.number(Columns.VALUE)),
                        Tables.brief(row.number(Columns.LAMBDA))))
            .toList();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Exact coefficients, which the LLC comes to as n grows and gamma falls: "
                + String.join(", ", known)
                + ".");
  }

  /** What was found at a budget, where Cusp and a sweep are both there. */
  private static List<String> at(List<Benchmarked> gold, double budget, List<Double> budgets) {
    Predicate<Benchmarked> both =
        each -> cusp(each, budget).isPresent() && each.scores().bestSwept(budget).isPresent();
    List<Benchmarked> some = gold.stream().filter(both).toList();
    if (some.isEmpty()) {
      return List.of();
    }
    return List.of(
        beside(some, budget), others(some, budget, budgets), goals(some, budget, budgets));
  }

  private static String beside(List<Benchmarked> some, double budget) {
    List<Benchmarked> worse =
        some.stream().filter(each -> ourError(each, budget) > sweptError(each, budget)).toList();
    String named =
        worse.stream()
            .map(
                each ->
                    String.format(
                        Locale.ROOT,
                        "%s at gamma %s (%s against %s)",
                        each.name(),
                        each.gamma(),
                        Tables.percent(ourError(each, budget)),
                        Tables.percent(sweptError(each, budget))))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "At %s s, over %d pairs with a gold value and a sweep: median error of Cusp's defaults %s, of"
            + " the best hand-swept SGLD or RMSProp-SGLD %s (its sweep not charged, its step chosen by"
            + " the gold value); Cusp's is no larger in %d of %d%s.",
        Tables.brief(budget),
        some.size(),
        Tables.percent(median(some, each -> ourError(each, budget))),
        Tables.percent(median(some, each -> sweptError(each, budget))),
        some.size() - worse.size(),
        some.size(),
        named.isEmpty() ? "" : ", larger on " + named);
  }

  private static double median(List<Benchmarked> some, ToDoubleFunction<Benchmarked> number) {
    return Quantiles.median(some.stream().mapToDouble(number).toArray());
  }

  /** What the project set itself, with the sweep charged and without. */
  private static String goals(List<Benchmarked> some, double budget, List<Double> budgets) {
    long third =
        some.stream()
            .filter(each -> 3 * ourError(each, budget) <= sweptError(each, budget))
            .count();
    List<Benchmarked> charged =
        some.stream().filter(each -> each.scores().charged(budget, budgets).isPresent()).toList();
    long tenth =
        charged.stream()
            .filter(
                each ->
                    10 * ourError(each, budget)
                        <= each.scores().charged(budget, budgets).orElseThrow().error())
            .count();
    return String.format(
        Locale.ROOT,
        "Cusp's error is at most a third of the hand-swept in %d of %d%s; no error below gold's own can be"
            + " told apart.",
        third,
        some.size(),
        charged.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                ", and with the sweep charged at most a tenth in %d of %d",
                tenth,
                charged.size()));
  }

  private static double ourError(Benchmarked each, double budget) {
    return cusp(each, budget).orElseThrow().error();
  }

  private static double sweptError(Benchmarked each, double budget) {
    return each.scores().bestSwept(budget).orElseThrow().error();
  }

  private static String others(List<Benchmarked> some, double budget, List<Double> budgets) {
    double[] published =
        some.stream()
            .map(each -> each.scores().best(each.published(), budget))
            .flatMap(Optional::stream)
            .mapToDouble(Scores.Score::error)
            .toArray();
    double[] charged =
        some.stream()
            .map(each -> each.scores().charged(budget, budgets))
            .flatMap(Optional::stream)
            .mapToDouble(Scores.Score::error)
            .toArray();
    String steps = budget == budgets.get(0) ? steps(some, budget) : "";
    return String.format(
        Locale.ROOT,
        "There the better of the published settings has a median error of %s; with the sweep charged %s%s.",
        published.length == 0 ? "none" : Tables.percent(Quantiles.median(published)),
        charged.length == 0
            ? "no sweep fits into these seconds"
            : "it is " + Tables.percent(Quantiles.median(charged)),
        steps);
  }

  /** How many steps of a whole sweep work. */
  private static String steps(List<Benchmarked> some, double budget) {
    return FieldSettings.SWEPT.stream()
        .map(
            method ->
                String.format(
                    Locale.ROOT,
                    "%s %s of %d",
                    method,
                    Tables.brief(
                        some.stream()
                            .mapToInt(each -> each.scores().window(method, budget, NARROW).steps())
                            .average()
                            .orElse(Double.NaN)),
                    some.get(0).scores().of(method, budget).size()))
        .collect(
            Collectors.joining(", ", "; steps of the sweep within 5% of gold, on average: ", ""));
  }
}
