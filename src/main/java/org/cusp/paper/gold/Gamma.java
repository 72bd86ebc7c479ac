package org.cusp.paper.gold;

import org.cusp.model.Model;
import org.cusp.paper.reproduction.Tables;
import org.cusp.posterior.DefaultGamma;

/**
 * A strength of the localisation: {@code share} of the default of {@code cusp llc}, or {@code
 * fixed} where that is a number.
 */
record Gamma(String name, double share, double fixed) {
  static final Gamma DEFAULT = new Gamma("default", 1, Double.NaN);

  /** Twice as wide: what a strength that is a little too weak does. */
  static final Gamma QUARTER = new Gamma("a fourth", 0.25, Double.NaN);

  /** A number, as the field gives it. */
  static Gamma of(double value) {
    return new Gamma(Tables.brief(value), Double.NaN, value);
  }

  /** Around w*. */
  double value(Model model, double[] w) {
    return Double.isNaN(fixed) ? share * DefaultGamma.of(model, w) : fixed;
  }
}
