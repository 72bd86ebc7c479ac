package org.cusp.gold;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.gold.quadrature.AdaptiveCubature;
import org.cusp.gold.quadrature.Approximation;
import org.cusp.numerics.SymmetricEigen;
import org.cusp.numerics.Vectors;

/**
 * Integrals against {@code exp(-nBeta (L_n(w) - L_n(c))) N(w; c, I/gamma)} for the data at hand.
 * Where the loss is quadratic in all parameters they are closed forms; where it is quadratic in
 * some of them, the others remain for quadrature; else quadrature does everything.
 */
final class LocalIntegral {
  private static final int MOST_CELLS = 300_000;
  private static final int MOST_CLIMBS = 2_000;
  private static final double SMALLEST_STEP = 1e-12;

  /** A weight of e^-24 of the largest is left out. */
  private static final double NEGLIGIBLE = 24;

  private final ConditionalLoss loss;
  private final double nBeta;
  private final double gamma;
  private final double[] centre;
  private final double excessAtCentre;

  LocalIntegral(ConditionalLoss loss, double nBeta, double[] centre, double gamma) {
    Check.equal("parameters of the centre", centre.length, loss.dimension());
    this.loss = loss;
    this.nBeta = nBeta;
    this.gamma = gamma;
    this.centre = centre.clone();
    this.excessAtCentre = loss.excess(centre);
  }

  /**
   * What is known for one v: the law of {@code E = nBeta (L_n - L_n(c))} and of {@code R = |w -
   * c|^2} over u.
   *
   * @param logWeight of v without the Gaussian factor of v itself
   * @param energy mean of E
   * @param energyVariance of E
   * @param distance mean of |u - u_c|^2
   * @param covariance of E and |u - u_c|^2
   */
  record Given(
      double logWeight, double energy, double energyVariance, double distance, double covariance) {}

  /** What is to be integrated, at a v whose own squared distance from the centre is given. */
  interface Components {
    void of(Given given, double outerDistance, double[] out);
  }

  /**
   * Integrals of components times the weight.
   *
   * @param logScale the factor exp(logScale) is left out of all values
   * @param isConverged whether the errors, which are measured, are within the tolerance
   */
  record Sums(double[] value, double[] error, double logScale, boolean isConverged) {}

  /** L_n(c). */
  double atCentre() {
    return loss.constant() + excessAtCentre;
  }

  /**
   * Relative tolerances of the difference of two rules, of which the better has an error that is
   * smaller, by a factor of ten or more where measured.
   *
   * @param inPlane with one or two parameters
   * @param inSpace with three
   */
  record Tolerance(double inPlane, double inSpace) {}

  /** The integrals of so many components. */
  Sums integrate(Components components, int count, Tolerance tolerance) {
    if (loss instanceof ConditionalLoss.Quadratic whole) {
      ConditionalLoss.Quadratic varying =
          new ConditionalLoss.Quadratic(0, whole.gradient(), whole.hessian());
      return closed(components, count, given(varying, centre));
    }
    if (loss instanceof ConditionalLoss.Fibres fibres) {
      double[] u = fibres.inner(centre);
      Conditional conditional = v -> given(fibres.fibre().at(v), u);
      double[] v = fibres.outer(centre);
      return quadrature(conditional, v, fibres.grid(), components, count, tolerance);
    }
    ConditionalLoss.Surface surface = (ConditionalLoss.Surface) loss;
    Conditional conditional =
        w -> {
          double energy = nBeta * (surface.excess(w) - excessAtCentre);
          return new Given(-energy, energy, 0, 0, 0);
        };
    return quadrature(conditional, centre, surface.grid(), components, count, tolerance);
  }

  private static Sums closed(Components components, int count, Given given) {
    double[] value = new double[count];
    components.of(given, 0, value);
    boolean isFinite = Double.isFinite(given.logWeight) && Double.isFinite(given.energy);
    return new Sums(value, new double[count], given.logWeight, isFinite);
  }

  private interface Conditional {
    Given at(double[] v);
  }

  /** In the eigenvectors of the Hessian everything is a sum over independent Gaussians. */
  private Given given(ConditionalLoss.Quadratic quadratic, double[] u) {
    int size = u.length;
    double[] gradient = quadratic.slope(u);
    double[][] matrix = new double[size][];
    for (int i = 0; i < size; i++) {
      matrix[i] = quadratic.hessian()[i].clone();
    }
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    if (!eigen.isConverged()) {
      // Makes the whole integral not a number, which nobody takes for a gold standard.
      return new Given(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double energy = nBeta * (quadratic.at(u) - excessAtCentre);
    double logWeight = -energy;
    double variance = 0;
    double distance = 0;
    double covariance = 0;
    for (int i = 0; i < size; i++) {
      double slope = 0;
      for (int k = 0; k < size; k++) {
        slope += nBeta * eigen.vectors()[k][i] * gradient[k];
      }
      double curvature = nBeta * eigen.values()[i];
      double precision = curvature + gamma;
      double mean = -slope / precision;
      double slopeAtMean = slope + curvature * mean;
      logWeight += slope * slope / (2 * precision) - Math.log1p(curvature / gamma) / 2;
      energy += slope * mean + curvature * (mean * mean + 1 / precision) / 2;
      variance += slopeAtMean * slopeAtMean / precision + square(curvature / precision) / 2;
      distance += mean * mean + 1 / precision;
      covariance += 2 * slopeAtMean * mean / precision + curvature / square(precision);
    }
    return new Given(logWeight, energy, variance, distance, covariance);
  }

  private Sums quadrature(
      Conditional conditional,
      double[] outer,
      ConditionalLoss.Grid grid,
      Components components,
      int count,
      Tolerance tolerance) {
    double[] v = new double[outer.length];
    Cells cells = Cells.of(grid, outer, gamma);
    Region region = region(cells, logWeight(conditional, cells, outer, v));
    while (region.isCut() && cells.isNarrow()) {
      cells = cells.wider();
      region = region(cells, logWeight(conditional, cells, outer, v));
    }
    Cells used = cells;
    double top = region.top;
    Approximation sums =
        AdaptiveCubature.of(
            (t, out) -> {
              double logVolume = used.point(t, v);
              Given given = conditional.at(v);
              double distance = Vectors.squaredDistance(v, outer);
              double logHere = given.logWeight - gamma / 2 * distance + logVolume;
              double weight = Math.exp(logHere - top);
              components.of(given, distance, out);
              for (int c = 0; c < count; c++) {
                out[c] = weight == 0 ? 0 : weight * out[c];
              }
            },
            count,
            region.edges,
            outer.length < 3 ? tolerance.inPlane : tolerance.inSpace,
            MOST_CELLS);
    double logDensity = outer.length / 2.0 * Math.log(gamma / (2 * Math.PI));
    boolean isConverged = sums.isConverged() && region.isResolved && !region.isCut();
    return new Sums(sums.value(), sums.error(), top + logDensity, isConverged);
  }

  private LogWeight logWeight(Conditional conditional, Cells cells, double[] outer, double[] v) {
    return t -> {
      double logVolume = cells.point(t, v);
      return conditional.at(v).logWeight
          - gamma / 2 * Vectors.squaredDistance(v, outer)
          + logVolume;
    };
  }

  /**
   * The first cells.
   *
   * @param top the largest log weight found
   * @param atEnds the largest where the region ends
   * @param isResolved whether no cell is much wider than what the weight does there
   */
  private record Region(List<double[]> edges, double top, double atEnds, boolean isResolved) {
    boolean isCut() {
      return atEnds > top - NEGLIGIBLE;
    }
  }

  private static Region region(Cells cells, LogWeight weight) {
    List<double[]> plain = cells.edges(cells.plainLevels());
    double[] peak = climb(weight, best(weight, cells.start(), plain), plain);
    int[] needed = Resolution.levels(weight, cells, plain, peak);
    int[] levels = cells.levels(needed);
    List<double[]> edges = cells.edges(levels);
    if (!Arrays.equals(levels, cells.plainLevels())) {
      peak = climb(weight, better(weight, peak, best(weight, cells.start(), edges)), edges);
    }
    double top = weight.at(peak);
    boolean isResolved = true;
    for (int i = 0; i < needed.length; i++) {
      isResolved &= Resolution.suffice(levels[i], needed[i], needed.length);
    }
    return new Region(
        Cells.withPeak(edges, peak, levels), top, cells.atEnds(weight, edges, peak), isResolved);
  }

  private static double[] better(LogWeight weight, double[] a, double[] b) {
    return weight.at(b) > weight.at(a) ? b : a;
  }

  /** The logarithm of the weight at coordinates t. */
  interface LogWeight {
    double at(double[] t);
  }

  /** The largest weight at the start and in the middles of the first cells. */
  private static double[] best(LogWeight weight, double[] start, List<double[]> edges) {
    double[] best = start.clone();
    double top = weight.at(best);
    int[] cell = new int[start.length];
    double[] t = new double[start.length];
    int axis = 0;
    while (axis < cell.length) {
      for (int i = 0; i < t.length; i++) {
        t[i] = (edges.get(i)[cell[i]] + edges.get(i)[cell[i] + 1]) / 2;
      }
      double here = weight.at(t);
      if (here > top) {
        top = here;
        best = t.clone();
      }
      for (axis = 0; axis < cell.length; axis++) {
        cell[axis]++;
        if (cell[axis] + 1 < edges.get(axis).length) {
          break;
        }
        cell[axis] = 0;
      }
    }
    return best;
  }

  /** Compass search: the scale of the weight, and where its peak needs cells. */
  private static double[] climb(LogWeight weight, double[] start, List<double[]> edges) {
    double[] best = start.clone();
    double top = weight.at(best);
    double step = 1.0 / 16;
    for (int climb = 0; climb < MOST_CLIMBS && step > SMALLEST_STEP; climb++) {
      boolean isHigher = false;
      for (int side = 0; side < 2 * best.length; side++) {
        double[] range = edges.get(side / 2);
        double low = range[0];
        double high = range[range.length - 1];
        double[] next = best.clone();
        next[side / 2] += (side % 2 == 0 ? step : -step) * (high - low);
        boolean isInside = next[side / 2] >= low && next[side / 2] <= high;
        double here = isInside ? weight.at(next) : Double.NEGATIVE_INFINITY;
        if (here > top) {
          top = here;
          best = next;
          isHigher = true;
        }
      }
      step = isHigher ? step * 1.5 : step / 2;
    }
    return best;
  }

  private static double square(double x) {
    return x * x;
  }
}
