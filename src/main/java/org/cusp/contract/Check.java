package org.cusp.contract;

/**
 * Argument checks: each returns the value it was given, or throws {@link InvalidInput} naming the
 * argument, the value and the interval allowed.
 */
public final class Check {
  private Check() {}

  /** The value, if it is in {@code [low, high]}. */
  public static int inRange(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw outside(name, value, "[" + low + ", " + high + "]");
    }
    return value;
  }

  /** The value, if it is at least {@code low}. */
  public static int atLeast(String name, int value, int low) {
    if (value < low) {
      throw outside(name, value, "[" + low + ", inf)");
    }
    return value;
  }

  /** The value, if it is at least {@code low}. */
  public static long atLeast(String name, long value, long low) {
    if (value < low) {
      throw outside(name, value, "[" + low + ", inf)");
    }
    return value;
  }

  /** The value, if it is in {@code [low, high]}; NaN is not. */
  public static double inRange(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw outside(name, value, "[" + low + ", " + high + "]");
    }
    return value;
  }

  /** The value, if it is in {@code (0, inf)}. */
  public static double positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw outside(name, value, "(0, inf)");
    }
    return value;
  }

  /** The value, if it is in {@code [0, inf)}. */
  public static double nonNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw outside(name, value, "[0, inf)");
    }
    return value;
  }

  /** The value, if it is neither NaN nor infinite. */
  public static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw outside(name, value, "(-inf, inf)");
    }
    return value;
  }

  /** Nothing, if the two are equal; the message names both. */
  public static void equal(String name, long value, long expected) {
    if (value != expected) {
      throw new InvalidInput(name + " must be " + expected + ", got " + value);
    }
  }

  private static InvalidInput outside(String name, Object value, String allowed) {
    return new InvalidInput(name + " must be in " + allowed + ", got " + value);
  }
}
