package org.cusp.format.csv;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Table;

/** Columns of a table whose cells are words: each cell is the number of its word, by appearance. */
final class WordColumns {
  /** More are no classes but texts. */
  private static final int MOST_WORDS = 10_000;

  private final Map<Integer, Column> columns = new TreeMap<>();

  /**
   * The words of one column.
   *
   * @param numbers of the words, from 0
   * @param fault what to say where the column should hold numbers
   */
  private record Column(Map<String, Integer> numbers, InvalidInput fault) {}

  boolean has(int column) {
    return columns.containsKey(column);
  }

  /** A column whose first cell is a word. */
  void begin(int column, InvalidInput fault) {
    columns.put(column, new Column(new LinkedHashMap<>(), fault));
  }

  /**
   * The number of a word.
   *
   * @param place of its cell, for a fault
   */
  int number(int column, String word, Supplier<InvalidInput> place) {
    Map<String, Integer> numbers = columns.get(column).numbers();
    Integer known = numbers.get(word);
    if (known != null) {
      return known;
    }
    if (word.isEmpty() || numbers.size() == MOST_WORDS) {
      throw word.isEmpty() ? place.get() : columns.get(column).fault();
    }
    numbers.put(word, numbers.size());
    return numbers.size() - 1;
  }

  /** Whether these columns and no others have words. */
  boolean are(Set<Integer> others) {
    return columns.keySet().equals(others);
  }

  /** As the table has them. */
  Map<Integer, Table.Words> words() {
    Map<Integer, Table.Words> words = new TreeMap<>();
    columns.forEach(
        (column, it) ->
            words.put(column, new Table.Words(List.copyOf(it.numbers().keySet()), it.fault())));
    return words;
  }
}
