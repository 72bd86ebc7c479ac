package org.cusp.gold;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.polynomial.PolynomialFunction;
import org.cusp.exact.polynomial.PolynomialProblem;
import org.cusp.gold.quadrature.PlanarIntegral;

/**
 * The LLC estimator of a polynomial K of two variables without data noise: {@code t E_w[K]} under
 * {@code exp(-t K(w) - gamma |w - w*|^2 / 2)} on a disc around the origin, by nested adaptive
 * quadrature.
 *
 * <p>With fixed gamma its limit is the global coefficient on the disc, whatever w* is: the
 * localisation costs a constant, a more singular point elsewhere gains a power of t.
 */
public final class LocalisedPotential {
  private static final double TOLERANCE = 1e-7;

  private final PolynomialFunction k;
  private final double radius;

  /**
   * @param polynomial K in x and y
   * @param radius of the disc
   */
  public LocalisedPotential(String polynomial, double radius) {
    this.k = PolynomialFunction.of(PolynomialProblem.atOrigin(polynomial));
    Check.equal("number of variables", k.variables().size(), 2);
    this.radius = Check.positive("radius", radius);
  }

  /**
   * The expected estimate.
   *
   * @param centre w*, inside the disc
   * @param gamma at least 0
   * @param t n beta
   */
  public double llc(List<Double> centre, double gamma, double t) {
    Check.nonNegative("gamma", gamma);
    Check.positive("t", t);
    double[] w = new double[2];
    PlanarIntegral integral =
        new PlanarIntegral(
            (x, y) -> {
              w[0] = x;
              w[1] = y;
              return k.applyAsDouble(w);
            },
            k.expanded(),
            (x, y) -> -gamma / 2 * (square(x - centre.get(0)) + square(y - centre.get(1))),
            new PlanarIntegral.Region(
                radius,
                x -> Math.sqrt(Math.max(0, (radius - x) * (radius + x))),
                new double[] {centre.get(0)}),
            TOLERANCE);
    PlanarIntegral.Value value = integral.at(t);
    if (!value.isConverged()) {
      throw new InvalidInput(
          "the quadrature did not converge at t = "
              + t
              + ": "
              + value.energy()
              + " +- "
              + value.error());
    }
    return value.energy();
  }

  private static double square(double x) {
    return x * x;
  }
}
