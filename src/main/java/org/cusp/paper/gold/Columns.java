package org.cusp.paper.gold;

import org.cusp.paper.reproduction.Tables;

/** The names of columns that more than one of these classes knows. */
final class Columns {
  static final String KIND = "kind";
  static final String CASE = "case";
  static final String GAMMA = "gamma";
  static final String STATUS = "status";
  static final String VALUE = "gold";
  static final String SE = "se";
  static final String LAMBDA = "exact lambda";
  static final String WHY = "why";
  static final String METHOD = "method";
  static final String STEP = "step";
  static final String BUDGET = "budget";
  static final String LLC = "llc";

  /** Between the name of a column and the seconds after which it was so. */
  static final String AT = " at ";

  static final String CPU = "cpu";
  static final String SECONDS = "seconds";
  static final String GRADIENTS = "gradients";

  /** A kind of row, and the status of one. */
  static final String GOLD = "gold";

  static final String SCORE = "score";
  static final String SKIPPED = "skipped";

  private Columns() {}

  /** A column of the end of a run, and that of what it said after {@code mark} seconds. */
  static String at(String column, double mark, double end) {
    return mark == end ? column : column + AT + Tables.brief(mark);
  }
}
