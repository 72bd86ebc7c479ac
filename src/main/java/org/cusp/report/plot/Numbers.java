package org.cusp.report.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Every number of a report is written here. Thousands are separated by a comma, the minus is a true
 * minus sign, very large and very small numbers are written as a power of ten. NaN is {@link
 * #MISSING}, infinity is its sign.
 */
public final class Numbers {
  /** What stands in place of a number that is not available. */
  public static final String MISSING = "–";

  private static final String MINUS = "−";
  private static final int LARGEST_PLAIN_EXPONENT = 6;
  private static final int SMALLEST_PLAIN_EXPONENT = -4;

  /** On an axis, where a power of ten beside plain numbers would be hard to read. */
  private static final int MOST_DECIMALS = 6;

  private Numbers() {}

  /** A whole number, such as 3,000. */
  public static String integer(long value) {
    return grouped(BigDecimal.valueOf(value));
  }

  /** A number to four significant digits, such as 2.303 or 7.1 × 10⁻⁵; trailing zeros dropped. */
  public static String plain(double value) {
    return significant(value, 4);
  }

  /** A measured number: four significant digits, trailing zeros kept, such as 2.300. */
  public static String measured(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return plain(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
    int exponent = exponent(rounded);
    return isPlain(exponent)
        ? grouped(units(rounded.setScale(Math.max(0, 3 - exponent), RoundingMode.UNNECESSARY)))
        : grouped(rounded.movePointLeft(exponent).setScale(3, RoundingMode.UNNECESSARY))
            + timesTenTo(exponent);
  }

  /** A number to so many significant digits; trailing zeros dropped. */
  public static String significant(double value, int digits) {
    if (!Double.isFinite(value)) {
      return notFinite(value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    int exponent = exponent(rounded);
    if (isPlain(exponent)) {
      return grouped(trimmed(rounded));
    }
    return grouped(trimmed(rounded.movePointLeft(exponent))) + timesTenTo(exponent);
  }

  /** A number with exactly so many digits after the point. */
  public static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return notFinite(value);
    }
    return grouped(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN));
  }

  /** A fraction as a percentage with one digit after the point, such as 97.2%. */
  public static String percent(double fraction) {
    return Double.isFinite(fraction) ? fixed(100 * fraction, 1) + "%" : MISSING;
  }

  /**
   * A value with its standard error, such as {@code 53.5 ± 1.2}. The error is rounded by the rule
   * of the Particle Data Group (Review of Particle Physics, introduction, section 5.3): two digits
   * where its three leading digits are in 100..354, one in 355..949, and 1000 with two digits
   * above; the value is rounded to the same place. A standard error that is NaN, infinite, zero or
   * negative is left out, and the value has four significant digits.
   */
  public static String plusMinus(double value, double se) {
    if (!Double.isFinite(value)) {
      return notFinite(value);
    }
    if (!(se > 0 && Double.isFinite(se))) {
      return plain(value);
    }
    BigDecimal error = roundedError(se);
    BigDecimal rounded = new BigDecimal(value).setScale(error.scale(), RoundingMode.HALF_EVEN);
    BigDecimal larger = rounded.abs().max(error);
    int exponent = exponent(larger);
    if (exponent == 0 || isPlain(exponent) && error.scale() <= 1 - SMALLEST_PLAIN_EXPONENT) {
      return grouped(units(rounded)) + " ± " + grouped(units(error));
    }
    return "("
        + grouped(rounded.movePointLeft(exponent))
        + " ± "
        + grouped(error.movePointLeft(exponent))
        + ")"
        + timesTenTo(exponent);
  }

  /**
   * A number on an axis of such a length: as many digits as its ticks differ in, trailing zeros
   * dropped.
   */
  static String between(double value, double span) {
    int place = (int) Math.floor(Math.log10(span)) - 2;
    BigDecimal rounded = new BigDecimal(value).setScale(-place, RoundingMode.HALF_EVEN);
    return -place <= MOST_DECIMALS && exponent(rounded) <= LARGEST_PLAIN_EXPONENT
        ? grouped(trimmed(rounded))
        : significant(rounded.doubleValue(), Math.max(1, rounded.precision()));
  }

  /** A power of ten as an axis shows it: 0.01, 1, 1,000, and 10⁻⁵ or 10⁷ at the extremes. */
  static String powerOfTen(int exponent) {
    if (exponent >= -3 && exponent <= LARGEST_PLAIN_EXPONENT) {
      return significant(Math.pow(10, exponent), 1);
    }
    return "10" + superscript(exponent);
  }

  private static BigDecimal roundedError(double se) {
    BigDecimal three = new BigDecimal(se).round(new MathContext(3));
    int leading = three.movePointLeft(exponent(three) - 2).intValue();
    int digits = leading < 355 || leading >= 950 ? 2 : 1;
    int place = exponent(three) - digits + 1 + (leading >= 950 ? 1 : 0);
    return new BigDecimal(se).setScale(-place, RoundingMode.HALF_EVEN);
  }

  private static boolean isPlain(int exponent) {
    return exponent >= SMALLEST_PLAIN_EXPONENT && exponent <= LARGEST_PLAIN_EXPONENT;
  }

  private static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  private static BigDecimal units(BigDecimal value) {
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  private static BigDecimal trimmed(BigDecimal value) {
    return units(value.stripTrailingZeros());
  }

  private static String notFinite(double value) {
    if (Double.isNaN(value)) {
      return MISSING;
    }
    return value > 0 ? "∞" : MINUS + "∞";
  }

  private static String grouped(BigDecimal value) {
    String digits = value.abs().toPlainString();
    int point = digits.indexOf('.');
    String whole = point < 0 ? digits : digits.substring(0, point);
    String rest = point < 0 ? "" : digits.substring(point);
    StringBuilder text = new StringBuilder(whole);
    for (int at = whole.length() - 3; at > 0; at -= 3) {
      text.insert(at, ',');
    }
    return (value.signum() < 0 ? MINUS : "") + text + rest;
  }

  private static String timesTenTo(int exponent) {
    return " × 10" + superscript(exponent);
  }

  private static String superscript(int exponent) {
    StringBuilder text = new StringBuilder();
    for (char c : Integer.toString(exponent).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }
}
