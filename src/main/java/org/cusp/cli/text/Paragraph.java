package org.cusp.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Text under a label, wrapped at {@value #WIDTH} columns with all its lines aligned. */
public final class Paragraph {
  static final int WIDTH = 100;

  private Paragraph() {}

  /**
   * The lines of a text behind its label.
   *
   * @param label with its indentation; it stands in the first line only
   * @param column where the text begins, more than the label's length
   */
  public static List<String> lines(String label, int column, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(padded(label, column));
    boolean isEmpty = true;
    for (String word : text.split(" ")) {
      if (!isEmpty && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(column));
        isEmpty = true;
      }
      line.append(isEmpty ? "" : " ").append(word);
      isEmpty = false;
    }
    lines.add(line.toString());
    return lines;
  }

  private static String padded(String label, int column) {
    return label + " ".repeat(column - label.length());
  }
}
