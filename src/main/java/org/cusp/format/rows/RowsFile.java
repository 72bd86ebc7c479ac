package org.cusp.format.rows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.csv.Csv;

/** Forms of files for tables, by the endings of their names. */
public enum RowsFile {
  /** UTF-8, a line with the names first; all digits, empty cells for nothing. */
  CSV(RowsFile::csv, ".csv"),
  /** A database with the one table {@code estimates}. */
  SQLITE(rows -> Sqlite.bytes("estimates", rows), ".sqlite", ".sqlite3", ".db");

  private final Function<Rows, byte[]> bytes;
  private final List<String> endings;

  RowsFile(Function<Rows, byte[]> bytes, String... endings) {
    this.bytes = bytes;
    this.endings = List.of(endings);
  }

  /**
   * The form that a name asks for.
   *
   * @throws InvalidInput if its ending is of none
   */
  public static RowsFile of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(form -> form.endings.stream().anyMatch(name::endsWith))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    file
                        + ": the name of a table ends with "
                        + Arrays.stream(values())
                            .flatMap(form -> form.endings.stream())
                            .collect(Collectors.joining(", "))));
  }

  /** Writes the file, whole or not at all. */
  public void write(Path file, Rows rows) {
    byte[] content = bytes.apply(rows);
    AtomicFiles.write(file, out -> out.write(content));
  }

  private static byte[] csv(Rows rows) {
    Stream<List<String>> lines =
        Stream.concat(
            Stream.of(rows.columns()),
            rows.cells().stream().map(row -> row.stream().map(Rows::text).toList()));
    return lines.map(Csv::line).collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
  }
}
