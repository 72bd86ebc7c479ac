package org.cusp.paper.reproduction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the rows of a reproduction say.
 *
 * @param sentences the answer, with its numbers
 * @param tables the summaries, the first the most telling
 * @param charts the figures
 */
public record Findings(List<String> sentences, List<Section> tables, List<Chart> charts) {
  public Findings {
    sentences = List.copyOf(sentences);
    tables = List.copyOf(tables);
    charts = List.copyOf(charts);
  }

  /** Of some rows of so many: these, and that what they say together is not told yet. */
  static Findings ofSome(List<Row> rows, int all) {
    Map<Set<String>, List<Row>> alike =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.cells().keySet(), LinkedHashMap::new, Collectors.toList()));
    List<Section> tables =
        alike.values().stream().map(some -> new Section("Rows that are there", some)).toList();
    String sentence =
        String.format(
            Locale.ROOT,
            "%d of %d rows %s there; what they say together is told when all are.",
            rows.size(),
            all,
            rows.size() == 1 ? "is" : "are");
    return new Findings(List.of(sentence), tables, List.of());
  }

  /** A table under a heading; its columns are those of its first row. */
  public record Section(String title, List<Row> rows) {
    public Section {
      rows = List.copyOf(rows);
    }
  }
}
