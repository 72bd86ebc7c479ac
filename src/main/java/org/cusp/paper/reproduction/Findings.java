package org.cusp.paper.reproduction;

import java.util.List;

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

  /** A table under a heading; its columns are those of its first row. */
  public record Section(String title, List<Row> rows) {
    public Section {
      rows = List.copyOf(rows);
    }
  }
}
