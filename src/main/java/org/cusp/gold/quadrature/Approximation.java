package org.cusp.gold.quadrature;

/**
 * What a quadrature found, with an error that was measured: the difference of two rules of
 * different order, summed over all panels. Whoever uses it decides what an error that is too large
 * means.
 *
 * @param value of each component
 * @param error of each component, as a rule far too large; NaN where the value is not finite
 * @param isConverged whether all errors are within the tolerance that was asked for
 */
public record Approximation(double[] value, double[] error, boolean isConverged) {
  /** Of errors that are to be at most a tolerance times a size. */
  static Approximation of(double[] value, double[] error, double[] size, double tolerance) {
    boolean isConverged = true;
    for (int c = 0; c < value.length; c++) {
      isConverged &= Double.isFinite(value[c]) && error[c] <= tolerance * Math.abs(size[c]);
    }
    return new Approximation(value, error, isConverged);
  }
}
