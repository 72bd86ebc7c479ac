package org.cusp.paper.reproduction;

import java.util.List;
import org.cusp.numerics.Quantiles;
import org.cusp.verdict.Verdict;

/**
 * How estimates agree with exact coefficients. Empty rows give NaN throughout.
 *
 * @param count the estimates that are finite
 * @param medianError median of |llc / lambda - 1|
 * @param orderPreserved the share of pairs with lambda_i &lt; lambda_j for which llc_i &lt; llc_j;
 *     NaN without such a pair
 * @param trusted the share of all rows called trusted
 * @param worstTrusted the largest |llc / lambda - 1| among those; NaN without any
 */
public record Agreement(
    int count, double medianError, double orderPreserved, double trusted, double worstTrusted) {
  /** The columns that rows must have. */
  public static final String LAMBDA = "lambda";

  public static final String LLC = "llc";
  public static final String VERDICT = "verdict";

  public static Agreement of(List<Row> rows) {
    List<Row> finite = rows.stream().filter(row -> Double.isFinite(row.number(LLC))).toList();
    List<Row> trusted = finite.stream().filter(Agreement::isTrusted).toList();
    return new Agreement(
        finite.size(),
        Quantiles.median(finite.stream().mapToDouble(Agreement::error).toArray()),
        orderPreserved(finite),
        rows.isEmpty() ? Double.NaN : (double) trusted.size() / rows.size(),
        trusted.stream().mapToDouble(Agreement::error).max().orElse(Double.NaN));
  }

  /** |llc / lambda - 1| of one row. */
  public static double error(Row row) {
    return Math.abs(row.number(LLC) / row.number(LAMBDA) - 1);
  }

  /** Whether a row says this verdict. */
  public static boolean has(Row row, Verdict.Status status) {
    return row.text(VERDICT).equals(status.label());
  }

  public static boolean isTrusted(Row row) {
    return has(row, Verdict.Status.TRUSTED);
  }

  public static boolean isRejected(Row row) {
    return has(row, Verdict.Status.REJECTED);
  }

  private static double orderPreserved(List<Row> rows) {
    long pairs = 0;
    long kept = 0;
    for (Row low : rows) {
      for (Row high : rows) {
        if (low.number(LAMBDA) < high.number(LAMBDA)) {
          pairs++;
          kept += low.number(LLC) < high.number(LLC) ? 1 : 0;
        }
      }
    }
    return pairs == 0 ? Double.NaN : (double) kept / pairs;
  }
}
