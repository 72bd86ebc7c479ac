package org.cusp.gold.quadrature;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cusp.exact.polynomial.Monomial;
import org.cusp.exact.polynomial.Polynomial;
import org.cusp.numerics.PolynomialRoots;
import org.hipparchus.fraction.BigFraction;

/**
 * {@code Z(t) = integral exp(-t K(x, y) + log phi(x, y)) dx dy} and {@code E_t[tK]} for a
 * nonnegative polynomial K of two variables, by nested adaptive quadrature on a region {@code |x|
 * <= a, |y| <= b(x)}.
 *
 * <p>At t = 1e12 the integrand lives within 1e-6 of the zero set, so the coordinates have to know
 * it. For a fixed x, the real parts of the complex roots of {@code K(x, .)} are where the inner
 * integrand can peak; from each of them the inner coordinate is {@code y = root + L q^6}, which
 * resolves widths down to {@code 1e-6 L} on a few panels. The outer coordinate is {@code log|x -
 * x0|} at each x0 on which K vanishes for all y, and at 0: between them all scales down to e^-50.
 * Where branches of the zero set meet, part or leave the region, adaptation does the rest.
 */
public final class PlanarIntegral {
  /** The relative error aimed at on the square. */
  static final double SQUARE_TOLERANCE = 1e-7;

  private static final Region SQUARE = new Region(1, x -> 1, new double[0]);

  private static final double ENOUGH = 1_000;

  private static final double POWER = 6;
  private static final double[] INNER_EDGES = {0, 0.25, 0.5, 0.75, 1};
  private static final double DEEPEST = 50;
  private static final double DEEPEST_AT_ENDS = 25;
  private static final double PANEL = 2.5;
  private static final int MOST_INNER = 400;
  private static final int MOST_OUTER = 3_000;
  private static final double SAME = 1e-7;

  private final DoubleBinaryOperator k;
  private final DoubleBinaryOperator logPrior;
  private final double[][] rows;
  private final double halfWidth;
  private final DoubleUnaryOperator halfHeight;
  private final double[] special;
  private final double tolerance;

  /**
   * Where the integral is taken: {@code |x| <= a, |y| <= b(x)}.
   *
   * @param halfWidth a
   * @param halfHeight b(x), positive
   * @param extra places in x where the prior needs resolution
   */
  public record Region(double halfWidth, DoubleUnaryOperator halfHeight, double[] extra) {}

  /**
   * The result: {@code -log Z} for the measure phi dx dy, and {@code E_t[tK]}.
   *
   * @param error of the energy, measured: both quadratures' differences of two rules
   * @param isConverged whether the outer quadrature reached its tolerance and the error is below a
   *     thousand times that
   */
  public record Value(double freeEnergy, double energy, double error, boolean isConverged) {}

  /**
   * @param k the polynomial, evaluated as accurately as its written form allows
   * @param expanded the same multiplied out, of which only roots are taken
   * @param logPrior log phi
   * @param tolerance relative error aimed at
   */
  public PlanarIntegral(
      DoubleBinaryOperator k,
      Polynomial expanded,
      DoubleBinaryOperator logPrior,
      Region region,
      double tolerance) {
    this.k = k;
    this.logPrior = logPrior;
    this.rows = rows(expanded);
    this.halfWidth = region.halfWidth();
    this.halfHeight = region.halfHeight();
    this.special = special(region.extra());
    this.tolerance = tolerance;
  }

  /** On the square [-1, 1]^2 with uniform prior 1/4. */
  public static PlanarIntegral onSquare(DoubleBinaryOperator k, Polynomial expanded) {
    double logDensity = Math.log(0.25);
    return new PlanarIntegral(k, expanded, (x, y) -> logDensity, SQUARE, SQUARE_TOLERANCE);
  }

  private static double[][] rows(Polynomial polynomial) {
    TreeMap<Integer, TreeMap<Integer, Double>> byPower = new TreeMap<>();
    int width = 0;
    for (Map.Entry<Monomial, BigFraction> term : polynomial.terms().entrySet()) {
      int i = term.getKey().exponent(0);
      int j = term.getKey().dimension() > 1 ? term.getKey().exponent(1) : 0;
      byPower.computeIfAbsent(j, row -> new TreeMap<>()).put(i, term.getValue().doubleValue());
      width = Math.max(width, i + 1);
    }
    double[][] rows = new double[byPower.lastKey() + 1][width];
    byPower.forEach((j, row) -> row.forEach((i, c) -> rows[j][i] = c));
    return rows;
  }

  /** Abscissae of vertical lines in the zero set, 0, and those asked for. */
  private double[] special(double[] extra) {
    TreeSet<Double> found = new TreeSet<>();
    found.add(0.0);
    Arrays.stream(extra).forEach(found::add);
    double[] first = rootsAlong(0.613);
    double[] second = rootsAlong(-0.287);
    for (double x : first) {
      boolean vertical = Arrays.stream(second).anyMatch(other -> Math.abs(other - x) < 1e-6);
      if (vertical && Math.abs(x) < halfWidth && found.stream().noneMatch(o -> near(o, x))) {
        found.add(x);
      }
    }
    return found.stream().mapToDouble(x -> x).toArray();
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) < 1e-5;
  }

  private double[] rootsAlong(double y) {
    double[] inX = new double[rows[0].length];
    for (int i = 0; i < inX.length; i++) {
      for (int j = rows.length - 1; j >= 0; j--) {
        inX[i] = inX[i] * y + rows[j][i];
      }
    }
    // Where these have not converged a line in the zero set may be missed, which the measured error
    // of the outer quadrature shows.
    return PolynomialRoots.of(inX).realParts();
  }

  /** The integral at t. */
  public Value at(double t) {
    Total total = new Total();
    double previous = -halfWidth;
    double depth = DEEPEST_AT_ENDS;
    for (double x0 : special) {
      double middle = (previous + x0) / 2;
      addSide(t, previous, middle - previous, 1, depth, total);
      addSide(t, x0, x0 - middle, -1, DEEPEST, total);
      depth = DEEPEST;
      previous = x0;
    }
    double middle = (previous + halfWidth) / 2;
    addSide(t, previous, middle - previous, 1, DEEPEST, total);
    addSide(t, halfWidth, halfWidth - middle, -1, DEEPEST_AT_ENDS, total);
    double energy = total.value[1] / total.value[0];
    double error = (total.error[1] + energy * total.error[0]) / total.value[0];
    boolean isConverged =
        total.isConverged && Double.isFinite(energy) && error <= ENOUGH * tolerance * energy;
    return new Value(-Math.log(total.value[0]), energy, error, isConverged);
  }

  /** The integrals of the weight and of tK times the weight, over the sides so far. */
  private static final class Total {
    final double[] value = new double[2];
    final double[] error = new double[2];
    boolean isConverged = true;

    void add(Approximation side) {
      for (int c = 0; c < value.length; c++) {
        value[c] += side.value()[c];
        error[c] += side.error()[c] + side.value()[value.length + c];
      }
      isConverged &= side.isConverged();
    }
  }

  private void addSide(double t, double x0, double reach, int sign, double depth, Total total) {
    double top = Math.log(reach);
    int panels = (int) Math.ceil(depth / PANEL);
    double[] edges = new double[panels + 1];
    for (int i = 0; i <= panels; i++) {
      edges[i] = top - depth * (panels - i) / panels;
    }
    total.add(
        AdaptiveIntegral.of(
            (v, out) -> {
              double distance = Math.exp(v);
              inner(t, x0 + sign * distance, out);
              for (int c = 0; c < out.length; c++) {
                out[c] *= distance;
              }
            },
            4,
            2,
            edges,
            tolerance,
            MOST_OUTER));
  }

  /** The integrals over y of the weight and of tK times the weight, and their errors. */
  private void inner(double t, double x, double[] out) {
    double reach = halfHeight.applyAsDouble(x);
    double[] breaks = breaks(x, reach);
    int sides = 2 * (breaks.length - 2);
    double[] edges = new double[4 * sides + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = i / 4 + INNER_EDGES[i % 4];
    }
    Approximation sum =
        AdaptiveIntegral.of(
            (place, at) -> {
              int side = Math.min((int) place, sides - 1);
              int peak = 1 + side / 2;
              double q = place - side;
              double end = side % 2 == 0 ? breaks[peak - 1] : breaks[peak + 1];
              boolean isLimit = side % 2 == 0 ? peak == 1 : peak == breaks.length - 2;
              double length = (isLimit ? 1 : 0.5) * (end - breaks[peak]);
              double y = breaks[peak] + length * Math.pow(q, POWER);
              double jacobian = Math.abs(length) * POWER * Math.pow(q, POWER - 1);
              double energy = t * k.applyAsDouble(x, y);
              at[0] = jacobian * Math.exp(logPrior.applyAsDouble(x, y) - energy);
              at[1] = at[0] == 0 ? 0 : at[0] * energy;
            },
            2,
            edges,
            tolerance / 10,
            MOST_INNER);
    System.arraycopy(sum.value(), 0, out, 0, 2);
    System.arraycopy(sum.error(), 0, out, 2, 2);
  }

  /** The limits with the real parts of the roots that lie between; the middle if there is none. */
  private double[] breaks(double x, double reach) {
    double[] inY = new double[rows.length];
    for (int j = 0; j < inY.length; j++) {
      for (int i = rows[j].length - 1; i >= 0; i--) {
        inY[j] = inY[j] * x + rows[j][i];
      }
    }
    // They are places for nodes only: what they are off by, the measured error of the rule shows.
    double[] roots = PolynomialRoots.of(inY).realParts();
    Arrays.sort(roots);
    double[] kept = new double[roots.length + 3];
    kept[0] = -reach;
    int count = 1;
    for (double root : roots) {
      double place = Math.max(-reach, Math.min(reach, root));
      if (count == 1 || place - kept[count - 1] > SAME * reach) {
        kept[count++] = place;
      }
    }
    if (count == 1) {
      kept[count++] = 0;
    }
    kept[count++] = reach;
    return Arrays.copyOf(kept, count);
  }
}
