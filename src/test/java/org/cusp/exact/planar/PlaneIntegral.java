package org.cusp.exact.planar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.complex.Complex;

/**
 * {@code Z(n) = integral over [-r, r]^2 of exp(-n K) phi} for a list of n at once, and the slope
 * {@code n E_n[K] = -d log Z / d log n}, by Gauss rules: adaptive in x from panels that shrink
 * geometrically towards 0, and on each line x = const on panels that shrink towards the real part
 * of every zero of every base of K. It shares nothing with the resolution.
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

  private static final int POINTS = 8;
  private static final double RATIO = 0.45;
  private static final double X_RATIO = 0.5;
  private static final double TOLERANCE = 1e-6;
  private static final int DEEPEST = 12;

  /** How far inside the width n^(-1/2) of a double zero the panels go. */
  private static final double INSIDE = 1e-3;

  private static final double NEGLIGIBLE = 40;
  private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(POINTS);

  private final Function function;
  private final double r;
  private final DoubleUnaryOperator density;
  private final double[] n;
  private final double smallest;

  private PlaneIntegral(Function function, double r, DoubleUnaryOperator density, double[] n) {
    this.function = function;
    this.r = r;
    this.density = density;
    this.n = n;
    this.smallest = INSIDE / Math.sqrt(n[n.length - 1]);
  }

  /** The slopes at the given n, ascending, for phi = 1. */
  static double[] slopes(Function function, double r, double... n) {
    double[] sums = new PlaneIntegral(function, r, x -> 1, n).integral();
    return IntStream.range(0, n.length).mapToDouble(s -> sums[n.length + s] / sums[s]).toArray();
  }

  /**
   * The integrals at the given n, ascending, for {@code phi = ((1 - x^2/r^2)(1 - y^2/r^2))^4}:
   * smooth where branches of the zero set leave the square.
   */
  static double[] values(Function function, double r, double... n) {
    DoubleUnaryOperator density = x -> Math.pow(1 - x * x / (r * r), 4);
    return Arrays.copyOf(new PlaneIntegral(function, r, density, n).integral(), n.length);
  }

  private record Panel(double from, double to, double[] sums) {}

  /** The integrals at all n, then those of n K exp(-n K). */
  private double[] integral() {
    List<Panel> panels = new ArrayList<>();
    double[] scale = new double[2 * n.length];
    for (int side = -1; side <= 1; side += 2) {
      double outer = r;
      while (outer > 0) {
        double inner = outer * X_RATIO < r * smallest ? 0 : outer * X_RATIO;
        panels.add(panel(side * inner, side * outer));
        add(scale, panels.get(panels.size() - 1).sums());
        outer = inner;
      }
    }
    double[] total = new double[2 * n.length];
    panels.forEach(panel -> refine(panel, scale, total, 0));
    return total;
  }

  private void refine(Panel panel, double[] scale, double[] total, int depth) {
    double middle = (panel.from() + panel.to()) / 2;
    Panel left = panel(panel.from(), middle);
    Panel right = panel(middle, panel.to());
    boolean settled = true;
    for (int s = 0; s < scale.length; s++) {
      double change = Math.abs(left.sums()[s] + right.sums()[s] - panel.sums()[s]);
      settled &= change <= TOLERANCE * scale[s];
    }
    if (settled || depth == DEEPEST) {
      add(total, left.sums());
      add(total, right.sums());
    } else {
      refine(left, scale, total, depth + 1);
      refine(right, scale, total, depth + 1);
    }
  }

  private static void add(double[] total, double[] part) {
    for (int s = 0; s < total.length; s++) {
      total[s] += part[s];
    }
  }

  private Panel panel(double from, double to) {
    double[] sums = new double[2 * n.length];
    for (int k = 0; k < POINTS; k++) {
      double x = from + (to - from) * (RULE.getPoint(k) + 1) / 2;
      addLine(x, RULE.getWeight(k) * Math.abs(to - from) * density.applyAsDouble(x), sums);
    }
    return new Panel(from, to, sums);
  }

  private void addLine(double x, double weight, double[] sums) {
    double[][] line = function.onLine(x);
    double[] breaks = breaks(line, r);
    for (int k = 0; k + 1 < breaks.length; k++) {
      double half = (breaks[k + 1] - breaks[k]) / 2;
      addGraded(line, breaks[k], half, weight, sums);
      addGraded(line, breaks[k + 1], -half, weight, sums);
    }
  }

  private void addGraded(double[][] line, double end, double length, double weight, double[] sums) {
    double outer = length;
    while (outer != 0) {
      double inner = Math.abs(outer) * RATIO < smallest ? 0 : outer * RATIO;
      for (int k = 0; k < POINTS; k++) {
        double y = end + inner + (outer - inner) * (RULE.getPoint(k) + 1) / 2;
        double w = weight * RULE.getWeight(k) * Math.abs(outer - inner) * density.applyAsDouble(y);
        double value = function.at(line, y);
        for (int s = 0; s < n.length && n[s] * value < NEGLIGIBLE; s++) {
          double mass = w * Math.exp(-n[s] * value);
          sums[s] += mass;
          sums[n.length + s] += mass * n[s] * value;
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
