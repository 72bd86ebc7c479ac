package org.cusp.paper.coverage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cusp.paper.reproduction.Agreement;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.TrainedNetwork;
import org.cusp.verdict.Verdict;

/** Whether verdicts find what is broken, and leave what is sound alone. */
public final class Verdicts implements Reproduction {
  static final String KEY = "verdicts";
  private static final int QUICK_EVERY = 8;

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String title() {
    return "Verdicts on broken and on sound estimates";
  }

  @Override
  public String citation() {
    return "cases of this project (verdicts.csv); the estimator of E. Lau, Z. Furman, G. Wang, D."
        + " Murfet, S. Wei, The local learning coefficient, AISTATS 2025, arXiv:2308.12108";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "Trusted means that the stated quantity lies within the printed interval. So nothing that is"
            + " broken may be called trusted: a step that diverges or does not move, too few draws, no"
            + " burn-in, a saddle, an untrained or a wrong w*, chains that leave w*'s component, weights"
            + " that are no numbers.",
        "A verdict that trusts nothing would pass that test; so there are forty sound cases, of which"
            + " at most two may be refused trust.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("cases", cases(size).size() + ", sixty of a hundred of them broken");
    settings.put(
        "settings", "as the table of cases says; the defaults of cusp llc where it is silent");
    return settings;
  }

  private static List<VerdictCase> cases(Size size) {
    List<Row> rows = ExpectedTable.of(KEY).rows();
    List<VerdictCase> cases = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (size == Size.FULL || i % QUICK_EVERY == 0) {
        cases.add(VerdictCase.of(rows.get(i)));
      }
    }
    return cases;
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    TrainedNetwork digits = new TrainedNetwork("digits.yaml", seed);
    return cases(size).stream()
        .map(
            one ->
                new Piece(
                    one.name(),
                    one.describe() + ", seed " + seed,
                    estimation -> one.row(estimation, digits, seed)))
        .toList();
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    Predicate<Row> good = VerdictCase::isSound;
    List<Row> sound = rows.stream().filter(good).toList();
    List<Row> broken = rows.stream().filter(good.negate()).toList();
    return new Findings(
        List.of(
            sentence("Of %d broken cases %d are called trusted%s.", broken, Agreement::isTrusted),
            sentence("Of %d sound cases %d are not%s.", sound, row -> !Agreement.isTrusted(row))),
        List.of(
            new Findings.Section("By kind", byKind(rows)),
            new Findings.Section("Broken cases", listed(broken)),
            new Findings.Section("Sound cases", listed(sound))),
        List.of());
  }

  private static String sentence(String format, List<Row> rows, Predicate<Row> wrong) {
    List<String> names = rows.stream().filter(wrong).map(row -> row.text("case")).toList();
    String list = names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
    return String.format(Locale.ROOT, format, rows.size(), names.size(), list);
  }

  private static List<Row> byKind(List<Row> rows) {
    Map<String, List<Row>> kinds =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.text("kind"), LinkedHashMap::new, Collectors.toList()));
    return kinds.entrySet().stream()
        .map(
            kind ->
                Row.empty()
                    .with("kind", kind.getKey())
                    .with("expected", kind.getValue().get(0).text("expected"))
                    .with("cases", kind.getValue().size())
                    .with("trusted", count(kind.getValue(), Verdict.Status.TRUSTED))
                    .with("doubtful", count(kind.getValue(), Verdict.Status.DOUBTFUL))
                    .with("rejected", count(kind.getValue(), Verdict.Status.REJECTED))
                    .with("refused", VerdictCase.refused(kind.getValue())))
        .toList();
  }

  private static long count(List<Row> rows, Verdict.Status status) {
    return rows.stream().filter(row -> Agreement.has(row, status)).count();
  }

  private static List<Row> listed(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                Row.empty()
                    .with("case", row.text("case"))
                    .with("verdict", row.text(Agreement.VERDICT))
                    .with("llc", row.number("llc"))
                    .with("se", row.number("se"))
                    .with("exact", row.number("exact"))
                    .with("used", row.text("used"))
                    .with("seconds", row.number("seconds"))
                    .with("reasons", row.text("reasons")))
        .toList();
  }
}
