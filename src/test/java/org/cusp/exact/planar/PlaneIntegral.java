package org.cusp.exact.planar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.complex.Complex;

/**
 * The slope {@code n E_n[K] = -d log Z / d log n} of {@code Z(n) = integral over [-r, r]^2 of
 * exp(-n K)}, by Gauss rules on intervals that shrink geometrically towards x = 0 and, on each line
 * x = const, towards the real part of every zero of every base of K. It shares nothing with the
 * resolution.
 */
final class PlaneIntegral {
  /** {@code sum of products of powers of bases}; a base is [j][i], the coefficient of x^i y^j. */
  record Function(List<double[][]> bases, List<int[]> exponents) {
    double at(double[][] onLine, double y) {
      double[] values = new double[onLine.length];
      for (int b = 0; b < onLine.length; b++) {
        double value = 0;
        for (int j = onLine[b].length - 1; j >= 0; j--) {
          value = value * y + onLine[b][j];
        }
        values[b] = value;
      }
      double sum = 0;
      for (int[] powers : exponents) {
        double product = 1;
        for (int b = 0; b < values.length; b++) {
          for (int k = 0; k < powers[b]; k++) {
            product *= values[b];
          }
        }
        sum += product;
      }
      return sum;
    }

    double[][] onLine(double x) {
      double[][] lines = new double[bases.size()][];
      for (int b = 0; b < lines.length; b++) {
        double[][] base = bases.get(b);
        lines[b] = new double[base.length];
        for (int j = 0; j < base.length; j++) {
          for (int i = base[j].length - 1; i >= 0; i--) {
            lines[b][j] = lines[b][j] * x + base[j][i];
          }
        }
      }
      return lines;
    }
  }

  private static final int POINTS = 6;
  private static final double RATIO = 0.45;
  private static final double X_RATIO = 0.7;
  private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(POINTS);

  private PlaneIntegral() {}

  /** The slopes at the given n. */
  static double[] slopes(Function function, double r, double... n) {
    double[][] sums = sums(function, r, n);
    return IntStream.range(0, n.length).mapToDouble(s -> sums[1][s] / sums[0][s]).toArray();
  }

  /** The integrals at the given n. */
  static double[] values(Function function, double r, double... n) {
    return sums(function, r, n)[0];
  }

  private static double[][] sums(Function function, double r, double[] n) {
    double[] z = new double[n.length];
    double[] moment = new double[n.length];
    // e^(-n x^12) falls within a narrow range of x, hence narrower panels than in y.
    for (int side = -1; side <= 1; side += 2) {
      double outer = r;
      while (outer > r * 1e-13) {
        double inner = outer < r * 2e-13 ? 0 : outer * X_RATIO;
        for (int k = 0; k < POINTS; k++) {
          double x = side * (inner + (outer - inner) * (RULE.getPoint(k) + 1) / 2);
          addLine(function, x, r, RULE.getWeight(k) * (outer - inner), n, z, moment);
        }
        outer = inner;
      }
    }
    return new double[][] {z, moment};
  }

  private static void addLine(
      Function function,
      double x,
      double r,
      double weight,
      double[] n,
      double[] z,
      double[] moment) {
    double[][] line = function.onLine(x);
    double[] breaks = breaks(line, r);
    for (int k = 0; k + 1 < breaks.length; k++) {
      double half = (breaks[k + 1] - breaks[k]) / 2;
      addGraded(function, line, breaks[k], half, weight, n, z, moment);
      addGraded(function, line, breaks[k + 1], -half, weight, n, z, moment);
    }
  }

  private static void addGraded(
      Function function,
      double[][] line,
      double end,
      double length,
      double weight,
      double[] n,
      double[] z,
      double[] moment) {
    double outer = length;
    while (Math.abs(outer) > 1e-17) {
      double inner = Math.abs(outer) < 3e-17 ? 0 : outer * RATIO;
      for (int k = 0; k < POINTS; k++) {
        double y = end + inner + (outer - inner) * (RULE.getPoint(k) + 1) / 2;
        double w = weight * RULE.getWeight(k) * Math.abs(outer - inner);
        double value = function.at(line, y);
        for (int s = 0; s < n.length; s++) {
          double energy = n[s] * value;
          if (energy < 40) {
            double mass = w * Math.exp(-energy);
            z[s] += mass;
            moment[s] += mass * energy;
          }
        }
      }
      outer = inner;
    }
  }

  private static double[] breaks(double[][] line, double r) {
    List<Double> breaks = new ArrayList<>(List.of(-r, 0.0, r));
    for (double[] base : line) {
      for (Complex root : roots(base)) {
        if (Math.abs(root.getReal()) < r) {
          breaks.add(root.getReal());
        }
      }
    }
    return breaks.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** All zeros other than 0 by simultaneous Newton steps (Aberth). */
  private static List<Complex> roots(double[] given) {
    int length = given.length;
    while (length > 0 && given[length - 1] == 0) {
      length--;
    }
    int first = 0;
    while (first < length && given[first] == 0) {
      first++;
    }
    int degree = length - 1 - first;
    if (degree < 1) {
      return List.of();
    }
    double[] p = Arrays.copyOfRange(given, first, length);
    Complex[] z = new Complex[degree];
    double scale = Math.pow(Math.abs(p[0] / p[degree]) + 1e-300, 1.0 / degree);
    for (int k = 0; k < degree; k++) {
      double angle = 2 * Math.PI * k / degree + 0.4;
      z[k] = new Complex(scale * Math.cos(angle), scale * Math.sin(angle));
    }
    for (int step = 0; step < 400; step++) {
      double change = 0;
      for (int k = 0; k < degree; k++) {
        Complex value = Complex.ZERO;
        Complex slope = Complex.ZERO;
        for (int j = degree; j >= 0; j--) {
          slope = slope.multiply(z[k]).add(value);
          value = value.multiply(z[k]).add(p[j]);
        }
        if (value.norm() == 0) {
          continue;
        }
        Complex newton = value.divide(slope);
        Complex pull = Complex.ZERO;
        for (int j = 0; j < degree; j++) {
          if (j != k) {
            pull = pull.add(z[k].subtract(z[j]).reciprocal());
          }
        }
        Complex delta = newton.divide(Complex.ONE.subtract(newton.multiply(pull)));
        if (!delta.isNaN() && !delta.isInfinite()) {
          z[k] = z[k].subtract(delta);
          change = Math.max(change, delta.norm() / (z[k].norm() + 1e-300));
        }
      }
      if (change < 1e-14) {
        break;
      }
    }
    return List.of(z);
  }
}
