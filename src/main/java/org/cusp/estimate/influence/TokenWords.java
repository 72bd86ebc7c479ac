package org.cusp.estimate.influence;

import org.cusp.data.DataSet;
import org.cusp.data.Targets;

/** What a token is, in words: it in brackets, after those before it. */
public final class TokenWords {
  private static final int BEFORE = 12;
  private static final int PRINTABLE = 256;

  private TokenWords() {}

  /** As text where tokens are bytes, else as numbers; null of data without tokens. */
  public static String label(DataSet data, int sequence, int position) {
    if (!(data.targets() instanceof Targets.Sequences sequences)) {
      return "position " + position;
    }
    int[] labels = sequences.labels(sequence, 1);
    boolean isText = sequences.classes() <= PRINTABLE;
    StringBuilder words = new StringBuilder();
    for (int t = Math.max(0, position - BEFORE); t <= position; t++) {
      String one = isText ? letter(labels[t]) : labels[t] + " ";
      words.append(t == position ? "[" + one.strip() + (one.isBlank() ? " " : "") + "]" : one);
    }
    return words.toString();
  }

  private static String letter(int token) {
    return token < ' ' || token == 127 ? "\u00b7" : String.valueOf((char) token);
  }
}
