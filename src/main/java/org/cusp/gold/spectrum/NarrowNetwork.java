package org.cusp.gold.spectrum;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cusp.contract.Check;
import org.hipparchus.complex.Complex;

/**
 * A deep linear network with a layer of width 1 and true map 0, exactly: {@code K = |W_L ... W_1|^2
 * / 2} with standard Gaussian weights. A Gaussian matrix takes a vector v to {@code |v|} times a
 * standard Gaussian vector, so {@code 2K} is the product of independent {@code s_i ~ chi^2} with as
 * many degrees of freedom as the other layers are wide, {@code d_1 ... d_L}. By the Mellin
 * transforms of e^-x and of the chi-square law, with {@code E s^-z = 2^-z Gamma(d/2 - z) /
 * Gamma(d/2)},
 *
 * <pre>
 *   Z(t) = E exp(-t s_1 ... s_L / 2)
 *        = 1/(2 pi i) integral of Gamma(z) (2^(L-1) t)^-z prod Gamma(d_i/2 - z)/Gamma(d_i/2) dz
 * </pre>
 *
 * on a line {@code Re z = c} between 0 and {@code min d_i/2 = lambda}; {@code E[tK] = -d log Z/d
 * log t} has a factor z more under the integral. The trapezoidal rule with step h adds {@code e^(2
 * pi k c/h) Z(e^(2 pi k/h) t)} for all integers k other than 0, which the step makes smaller than
 * 1e-16 Z(t). The pole at lambda, as many times as the smallest d_i occurs, is what makes m.
 *
 * @param otherWidths d_1, ..., d_L: all widths, inputs and outputs among them, but one that is 1
 */
record NarrowNetwork(List<Integer> otherWidths) {
  private static final double DIGITS = 40;
  private static final double NEGLIGIBLE = 1e-18;

  NarrowNetwork {
    otherWidths = List.copyOf(otherWidths);
    Check.atLeast("number of other widths", otherWidths.size(), 1);
    otherWidths.forEach(width -> Check.atLeast("width", width, 1));
  }

  /** Whether this is the law of a network of these widths, inputs first, and true rank. */
  static boolean covers(List<Integer> widths, int rank) {
    return rank == 0 && widths.contains(1);
  }

  /** The network of these widths, of which at least one is 1. */
  static NarrowNetwork of(List<Integer> widths) {
    List<Integer> others = new ArrayList<>(widths);
    Check.equal("smallest width", Collections.min(others), 1);
    others.remove(Integer.valueOf(1));
    return new NarrowNetwork(others);
  }

  /** {@code E_t[tK]}, to about 1e-12; t above 1. */
  double energy(double t) {
    Check.inRange("t", t, 1, Double.MAX_VALUE);
    int smallest = otherWidths.stream().min(Integer::compare).orElseThrow();
    double lambda = smallest / 2.0;
    long m = otherWidths.stream().filter(width -> width == smallest).count();
    double u = Math.log(t) + (otherWidths.size() - 1) * Math.log(2);
    double gap = Math.min(lambda / 2, m / Math.max(u, 1));
    double c = lambda - gap;
    double step = 2 * Math.PI * Math.min(c / (lambda * u + DIGITS), gap / DIGITS);
    double peak = logTerm(new Complex(c, 0), u).getReal();
    double sum = 0.5;
    double moment = 0.5 * c;
    double size = 1;
    for (int k = 1; size > NEGLIGIBLE || k * step < lambda; k++) {
      Complex z = new Complex(c, k * step);
      Complex term = logTerm(z, u).subtract(peak).exp();
      sum += term.getReal();
      moment += term.multiply(z).getReal();
      size = term.norm() * k * step;
    }
    return moment / sum;
  }

  private Complex logTerm(Complex z, double u) {
    Complex log = logGamma(z).subtract(z.multiply(u));
    for (int width : otherWidths) {
      log = log.add(logGamma(z.negate().add(width / 2.0)));
    }
    return log;
  }

  /** Stirling's series from Re z = 15 on, where its next term is below 1e-16. */
  private static Complex logGamma(Complex z) {
    Complex shifted = z;
    Complex product = Complex.ONE;
    while (shifted.getReal() < 15) {
      product = product.multiply(shifted);
      shifted = shifted.add(1);
    }
    Complex inverse = shifted.reciprocal();
    Complex square = inverse.multiply(inverse);
    Complex series = new Complex(-691.0 / 360360);
    for (double coefficient :
        new double[] {1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12}) {
      series = series.multiply(square).add(coefficient);
    }
    return shifted
        .subtract(0.5)
        .multiply(shifted.log())
        .subtract(shifted)
        .add(0.5 * Math.log(2 * Math.PI))
        .add(series.multiply(inverse))
        .subtract(product.log());
  }
}
