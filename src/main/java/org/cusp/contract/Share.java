package org.cusp.contract;

import java.math.BigDecimal;
import java.util.OptionalDouble;

/** A share of something, as people write one: 0.01 or 1%. */
public final class Share {
  private static final int DIGITS_OF_A_HUNDRED = 2;

  private Share() {}

  /** The number, the same for both ways to write it; empty where the text is neither. */
  public static OptionalDouble parse(String text) {
    String stripped = text.strip();
    boolean perCent = stripped.endsWith("%");
    String digits = perCent ? stripped.substring(0, stripped.length() - 1).strip() : stripped;
    try {
      BigDecimal value = new BigDecimal(digits);
      return OptionalDouble.of(
          (perCent ? value.movePointLeft(DIGITS_OF_A_HUNDRED) : value).doubleValue());
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
