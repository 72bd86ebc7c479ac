package org.cusp.contract;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The valid name nearest to one that a user mistyped. */
public final class Nearest {
  private static final int LONG_LIST = 180;
  private static final int FEW = 6;

  private Nearest() {}

  /**
   * An exception that names the unknown word, the nearest allowed one and those that are allowed.
   *
   * @param what what the word should have been, such as "key in train"
   * @param word as the user typed it
   * @param allowed the valid words, not empty
   */
  public static InvalidInput unknown(String what, String word, Collection<String> allowed) {
    return new InvalidInput(
        "unknown "
            + what
            + " '"
            + word
            + "': did you mean '"
            + of(word, allowed)
            + "'? Allowed: "
            + listed(word, allowed));
  }

  /** All of a short list; of a long one the nearest, and how many there are. */
  private static String listed(String word, Collection<String> allowed) {
    String all = String.join(", ", allowed);
    return all.length() <= LONG_LIST
        ? all
        : String.join(", ", several(word, allowed, FEW))
            + " and "
            + (allowed.size() - FEW)
            + " others";
  }

  /** The allowed word with the smallest edit distance; the first of several. */
  public static String of(String word, Collection<String> allowed) {
    return allowed.stream()
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .orElseThrow();
  }

  /** The allowed words with the smallest edit distances, nearest first; of equals, in order. */
  public static List<String> several(String word, Collection<String> allowed, int count) {
    return allowed.stream()
        .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
        .limit(count)
        .toList();
  }

  /** Levenshtein distance, letters compared without case. */
  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
