package org.cusp.estimate.influence;

/**
 * The influence of a datum on a query.
 *
 * @param datum from 0
 * @param influence BIF = -Cov(l_i, phi), in nats squared: negative where the datum helps
 * @param se its standard error
 * @param correlation -corr(l_i, phi)
 * @param correlationSe its standard error
 * @param effectiveDraws of this covariance
 */
public record Entry(
    int datum,
    double influence,
    double se,
    double correlation,
    double correlationSe,
    double effectiveDraws) {
  /** Standard errors from the edge of a value to where it may well lie. */
  private static final double SURE = 2;

  public static Entry of(int datum, CovarianceBlock block, int place) {
    return new Entry(
        datum,
        -block.covariance()[place],
        block.se()[place],
        -block.correlation()[place],
        block.correlationSe()[place],
        block.effective()[place]);
  }

  /** The influence in standard errors; 0 of a loss that never changes. */
  public double t() {
    return se > 0 ? influence / se : 0;
  }

  /** The size that it has at least, two standard errors nearer to 0. */
  double sureSize() {
    return Math.abs(influence) - SURE * se;
  }
}
