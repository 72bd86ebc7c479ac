package org.cusp.format.rows;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cusp.contract.InvalidInput;

/**
 * A condition on a column: {@code kind=LLC}, {@code verdict!=rejected}, {@code ess>=400}. Numbers
 * are compared as numbers where both sides are; {@code =} and {@code !=} compare texts otherwise.
 * An empty cell is equal to an empty text alone, and neither above nor below anything.
 *
 * @param value as typed
 */
public record Condition(String column, Comparison comparison, String value) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_]+)\\s*(!=|<=|>=|=|<|>)(.*)");

  /** How a cell stands to the value. */
  public enum Comparison {
    EQUAL("="),
    UNEQUAL("!="),
    BELOW("<"),
    AT_MOST("<="),
    ABOVE(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    private static Comparison of(String sign) {
      return List.of(values()).stream()
          .filter(one -> one.sign.equals(sign))
          .findFirst()
          .orElseThrow();
    }

    /**
     * @param order below, at or above 0, of the cell less the value
     */
    private boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case BELOW -> order < 0;
        case AT_MOST -> order <= 0;
        case ABOVE -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  /**
   * As it is typed.
   *
   * @throws InvalidInput if it is no condition
   */
  public static Condition of(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new InvalidInput(
          "a condition is COLUMN=VALUE, or with !=, <, <=, > or >= in place of =, got '"
              + text
              + "'");
    }
    Comparison comparison = Comparison.of(form.group(2));
    Condition condition = new Condition(form.group(1), comparison, form.group(3).strip());
    boolean isOrder = comparison != Comparison.EQUAL && comparison != Comparison.UNEQUAL;
    if (isOrder && Double.isNaN(number(condition.value))) {
      throw new InvalidInput(
          "'" + text + "': " + form.group(2) + " needs a number, got '" + condition.value + "'");
    }
    return condition;
  }

  /**
   * On the rows of a table.
   *
   * @throws InvalidInput if it has no such column
   */
  public Predicate<List<Object>> in(Rows rows) {
    int place = rows.place(column);
    return row -> holds(row.get(place));
  }

  private boolean holds(Object cell) {
    double asked = number(value);
    if (cell instanceof Number number && !Double.isNaN(asked)) {
      return comparison.holds(Double.compare(number.doubleValue(), asked));
    }
    return switch (comparison) {
      case EQUAL -> Rows.text(cell).equals(value);
      case UNEQUAL -> !Rows.text(cell).equals(value);
      default -> false;
    };
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
