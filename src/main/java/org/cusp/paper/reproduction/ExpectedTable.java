package org.cusp.paper.reproduction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.cusp.format.csv.Csv;

/**
 * The numbers of a source, as they are kept beside the code: a CSV file whose lines that begin with
 * {@code #} say where the numbers are from, then the names of the columns, then the rows. A cell
 * that is a number is one; an empty cell is one the source does not give.
 *
 * @param text the file as it is
 * @param notes the lines that begin with {@code #}, without it
 */
public record ExpectedTable(String text, List<String> notes, List<Row> rows) {
  private static final String COMMENT = "#";

  /** Where the sources' numbers and the specs of reproductions lie. */
  static final String FOLDER = "/org/cusp/paper/";

  public ExpectedTable {
    notes = List.copyOf(notes);
    rows = List.copyOf(rows);
  }

  /** That of a reproduction. */
  public static ExpectedTable of(String key) {
    String name = key + ".csv";
    try (InputStream in = ExpectedTable.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ExpectedTable parse(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    List<String> notes =
        lines.stream()
            .filter(line -> line.startsWith(COMMENT))
            .map(line -> line.substring(1).strip())
            .toList();
    List<List<String>> cells =
        Csv.rows(
            lines.stream()
                .filter(line -> !line.startsWith(COMMENT))
                .collect(Collectors.joining("\n")));
    List<String> header = cells.get(0);
    return new ExpectedTable(
        text, notes, cells.stream().skip(1).map(values -> row(header, values)).toList());
  }

  private static Row row(List<String> header, List<String> values) {
    if (values.size() != header.size()) {
      throw new IllegalStateException("expected " + header.size() + ": " + values);
    }
    Row row = Row.empty();
    for (int i = 0; i < header.size(); i++) {
      row = row.with(header.get(i), cell(values.get(i)));
    }
    return row;
  }

  private static Object cell(String value) {
    if (value.isEmpty()) {
      return null;
    }
    try {
      return Double.valueOf(value);
    } catch (NumberFormatException e) {
      return value;
    }
  }

  /** The number in the first row that has this text in a column; NaN where there is none. */
  public double number(String where, String is, String column) {
    return rows.stream()
        .filter(row -> row.text(where).equals(is))
        .findFirst()
        .map(row -> row.number(column))
        .orElse(Double.NaN);
  }
}
