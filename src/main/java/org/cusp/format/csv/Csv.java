package org.cusp.format.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Source;
import org.cusp.format.Table;

/**
 * Tables of numbers as text, plain or gzipped, in UTF-8: one row a line, cells separated by tabs,
 * semicolons, commas or blanks, whichever the first line has (in that order). Blank lines and lines
 * that begin with {@code #} are skipped; numbers may stand in quotes; a decimal mark is a point.
 *
 * <p>Every cell must be a finite number. A fault names the file, the line and the column, both
 * counted from 1: a row with too few or too many cells, a cell that is no number, is NaN or is
 * infinite, a file without rows, more than {@value NumberRows#MOST_COLUMNS} columns, more numbers
 * than half the Java heap holds.
 *
 * <p>{@link #rows} and {@link #line} read and write cells of any text, separated by commas.
 */
public final class Csv {
  /** Longer cells are no table: the codec keeps a cell whole. */
  private static final int MOST_CHARACTERS = 1 << 26;

  /** Whether the first row holds the names of the columns. */
  public enum Header {
    /** It does if one of its cells is neither empty nor a number. */
    DETECT,
    PRESENT,
    ABSENT
  }

  private Csv() {}

  /** Reads a table, with {@link Header#DETECT}. */
  public static Table read(Path path) {
    return read(path, Header.DETECT);
  }

  /**
   * Reads a table.
   *
   * @throws InvalidInput if the file is not a table of finite numbers
   */
  public static Table read(Path path, Header header) {
    return Source.read(path, source -> read(source, NumberRows.of(source, header)));
  }

  /**
   * Reads a table in which a column whose first cell is a word holds words. A first row with
   * numbers beside words is one of the data where the row after it has its words in the same
   * columns.
   */
  public static Table readWithWords(Path path) {
    return Source.read(path, source -> read(source, NumberRows.withWords(source)));
  }

  /**
   * Reads a table, with {@link Header#DETECT}, from a stream that the caller closes.
   *
   * @param name what faults are reported under
   */
  public static Table read(String name, InputStream in) {
    try {
      Source source = Source.decompressed(name, in, Long.MAX_VALUE / (1 << 12));
      return read(source, NumberRows.of(source, Header.DETECT));
    } catch (IOException e) {
      throw Source.unreadable(name, e);
    }
  }

  private static Table read(Source source, NumberRows rows) throws IOException {
    CsvLines lines = new CsvLines(source);
    boolean found = lines.advance();
    while (found && !lines.isRow()) {
      found = lines.advance();
    }
    if (!found) {
      throw source.fault("has no rows: expected a table of numbers");
    }
    char separator = CsvText.separatorOf(lines.bytes(), lines.length());
    try (CsvReader<Boolean> reader =
            strict(separator).skipEmptyLines(true).build(rows, new CsvText(lines, separator));
        CloseableIterator<Boolean> records = reader.iterator()) {
      while (records.hasNext()) {
        records.next();
      }
    } catch (CsvParseException e) {
      throw e.getCause() instanceof InvalidInput fault
          ? fault
          : rows.atNextCell("text after a closing quote");
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return rows.table();
  }

  private static CsvReader.CsvReaderBuilder strict(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .commentStrategy(CommentStrategy.NONE)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .allowExtraCharsAfterClosingQuote(false)
        .maxBufferSize(MOST_CHARACTERS);
  }

  /**
   * The cells of each line of a text, as they are.
   *
   * @throws InvalidInput if quotes are broken; the message begins with the line
   */
  public static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = strict(',').skipEmptyLines(false).ofCsvRecord(text)) {
      reader.forEach(row -> rows.add(row.getFields()));
      return rows;
    } catch (CsvParseException e) {
      throw new InvalidInput("line " + (rows.size() + 1) + ": text after a closing quote", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row with its end, LF; a cell with a comma, a quote or an end of line stands in quotes. */
  public static String line(List<String> cells) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      writer.writeRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
