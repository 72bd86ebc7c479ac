package org.cusp.numerics;

import java.util.function.IntToDoubleFunction;

/**
 * {@code log sum_i exp(x_i)} without overflow: {@code top + log sum_i exp(x_i - top)} with the
 * largest x. Of no terms, or of terms that are all minus infinity, it is minus infinity; a NaN or
 * plus infinity among them is the answer.
 */
public final class LogSum {
  private LogSum() {}

  /** Of all terms. */
  public static double of(double... terms) {
    return of(terms.length, i -> terms[i]);
  }

  /** Of terms 0 to count - 1; each is asked for twice. */
  public static double of(int count, IntToDoubleFunction term) {
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      top = Math.max(top, term.applyAsDouble(i));
    }
    if (!Double.isFinite(top)) {
      return top;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(term.applyAsDouble(i) - top);
    }
    return top + Math.log(sum);
  }

  /** Of all terms but one. */
  public static double without(double[] terms, int index) {
    return of(terms.length, i -> i == index ? Double.NEGATIVE_INFINITY : terms[i]);
  }

  /** {@code log(e^x + e^y)}, also where one is far below the other. */
  public static double ofTwo(double x, double y) {
    double larger = Math.max(x, y);
    return Double.isInfinite(larger)
        ? larger
        : larger + Math.log1p(Math.exp(Math.min(x, y) - larger));
  }

  /** {@code log(e^larger - e^smaller)}; minus infinity of two equal ones. */
  public static double ofDifference(double larger, double smaller) {
    return larger + Math.log(-Math.expm1(smaller - larger));
  }

  /** {@code log ((1/n) sum_i exp(x_i))}. */
  public static double mean(double... terms) {
    return of(terms) - Math.log(terms.length);
  }
}
