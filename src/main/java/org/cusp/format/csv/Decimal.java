package org.cusp.format.csv;

import com.fasterxml.jackson.core.io.NumberInput;
import java.util.Locale;
import java.util.Set;

/** Decimal numbers read from characters. */
final class Decimal {
  private static final Set<String> NON_FINITE = Set.of("nan", "inf", "infinity");

  private Decimal() {}

  /**
   * The double nearest to a decimal number: sign, digits with at most one point, exponent. Reading
   * is Jackson's (FastDoubleParser); what it allows beyond that, such as {@code 0x1p3}, {@code 1d}
   * and NaN, is no number here.
   *
   * @return NaN if the characters are no such number; infinite if it is larger than all doubles
   */
  static double parse(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!belongs(text[i])) {
        return Double.NaN;
      }
    }
    try {
      return from == to ? Double.NaN : NumberInput.parseDouble(text, from, to - from, true);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static boolean belongs(char c) {
    return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  }

  /** Whether a word means NaN or an infinity. */
  static boolean isNonFinite(String word) {
    String unsigned = word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word;
    return NON_FINITE.contains(unsigned.toLowerCase(Locale.ROOT));
  }
}
