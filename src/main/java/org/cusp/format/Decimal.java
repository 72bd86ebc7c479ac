package org.cusp.format;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Decimal numbers read from bytes. */
final class Decimal {
  private static final Set<String> NON_FINITE = Set.of("nan", "inf", "infinity");
  private static final double[] POWER_OF_TEN = new double[23];

  static {
    for (int i = 0; i < POWER_OF_TEN.length; i++) {
      POWER_OF_TEN[i] = Double.parseDouble("1e" + i);
    }
  }

  // The sum of an exponent and the number of digits must not overflow.
  private static final int LARGEST_EXPONENT = 1_000_000;

  private Decimal() {}

  /**
   * The double nearest to a decimal number (sign, digits with at most one point, exponent).
   *
   * <p>Where the digits make an integer of at most 2^53 and the power of ten is at most 22, both
   * are exact doubles and one division or multiplication rounds correctly (W. D. Clinger, How to
   * read floating point numbers accurately, PLDI 1990, doi:10.1145/93542.93557). Other numbers go
   * through the Java library.
   *
   * @return NaN if the bytes are no such number; infinite if it is larger than all doubles
   */
  static double parse(byte[] bytes, int from, int to) {
    int i = from;
    boolean negative = i < to && bytes[i] == '-';
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    long digits = 0;
    int power = 0;
    int count = 0;
    boolean exact = true;
    boolean point = false;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        count++;
        exact &= digits < 1L << 53;
        digits = exact ? 10 * digits + digit : digits;
        power -= point ? 1 : 0;
      } else if (bytes[i] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    if (i < to) {
      int exponent = exponent(bytes, i, to);
      if (exponent == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      power += exponent;
    }
    if (!exact || digits > 1L << 53 || Math.abs(power) >= POWER_OF_TEN.length) {
      return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }
    double magnitude = power < 0 ? digits / POWER_OF_TEN[-power] : digits * POWER_OF_TEN[power];
    return negative ? -magnitude : magnitude;
  }

  /** The exponent with its letter, or the smallest int if there is something else. */
  private static int exponent(byte[] bytes, int from, int to) {
    int i = from + 1;
    boolean negative = i < to && bytes[i] == '-';
    if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    if ((bytes[from] | 0x20) != 'e' || i >= to) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      exponent = Math.min(LARGEST_EXPONENT, 10 * exponent + digit);
    }
    return negative ? -exponent : exponent;
  }

  /** Whether a word means NaN or an infinity. */
  static boolean isNonFinite(String word) {
    String unsigned = word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word;
    return NON_FINITE.contains(unsigned.toLowerCase(Locale.ROOT));
  }
}
