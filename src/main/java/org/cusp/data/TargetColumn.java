package org.cusp.data;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.format.Table;

/**
 * Which columns of a table are the targets.
 *
 * @param words each is a name of the header; or, if the header has no such name, {@code last} or
 *     the number of a column, counted from 1
 */
public record TargetColumn(List<String> words) {
  private static final String LAST = "last";

  /** Checks that there is at least one word. */
  public TargetColumn {
    words = List.copyOf(words);
    if (words.isEmpty() || words.contains("")) {
      throw new InvalidInput(
          "target column must be 'last', a name, a number from 1, or several with commas, got "
              + words);
    }
  }

  /** The last column. */
  public static TargetColumn last() {
    return new TargetColumn(List.of(LAST));
  }

  /** Columns by their names. */
  public static TargetColumn named(String... names) {
    return new TargetColumn(List.of(names));
  }

  /** A column by its number, counted from 1. */
  public static TargetColumn number(int column) {
    return new TargetColumn(List.of(Integer.toString(Check.atLeast("target column", column, 1))));
  }

  /** What a user types: words separated by commas. */
  public static TargetColumn parse(String text) {
    return new TargetColumn(Arrays.stream(text.split(",", -1)).map(String::strip).toList());
  }

  /** The columns meant, from 0, in the order of the words. */
  int[] resolve(String file, Table table) {
    int[] columns = words.stream().mapToInt(word -> resolve(file, table, word)).toArray();
    if (Arrays.stream(columns).distinct().count() < columns.length) {
      throw new InvalidInput(file + ": a target column is named twice: " + words);
    }
    if (columns.length == table.columns()) {
      throw new InvalidInput(
          file + ": all " + columns.length + " columns are targets, no inputs are left");
    }
    return columns;
  }

  private static int resolve(String file, Table table, String word) {
    int first = table.header().indexOf(word);
    if (first >= 0) {
      if (table.header().lastIndexOf(word) > first) {
        throw new InvalidInput(file + ": two columns are named '" + word + "'; give the number");
      }
      return first;
    }
    if (word.equals(LAST)) {
      return table.columns() - 1;
    }
    if (word.matches("[+-]?\\d{1,9}")) {
      return Check.inRange(file + ": target column", Integer.parseInt(word), 1, table.columns())
          - 1;
    }
    if (table.header().isEmpty()) {
      throw new InvalidInput(
          file
              + ": has no header, so the target column must be 'last' or a number in [1, "
              + table.columns()
              + "], got '"
              + word
              + "'");
    }
    InvalidInput unknown = Nearest.unknown("target column", word, table.header());
    throw new InvalidInput(file + ": " + unknown.getMessage());
  }
}
