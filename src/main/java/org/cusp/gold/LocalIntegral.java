package org.cusp.gold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.cusp.contract.Check;

/**
 * Integrals against {@code exp(-nBeta (L_n(w) - L_n(c))) N(w; c, I/gamma)} for the data at hand.
 * Where the loss is quadratic in all parameters they are closed forms; where it is quadratic in
 * some of them, the others remain for quadrature; else quadrature does everything.
 */
final class LocalIntegral {
  /** The Gaussian leaves e^-32 of its weight beyond so many of its standard deviations. */
  private static final double REACH = 8;

  private static final int LEVELS = 8;

  private static final int MOST_CELLS = 300_000;
  private static final int MOST_CLIMBS = 2_000;

  private final ConditionalLoss loss;
  private final double nBeta;
  private final double gamma;
  private final double[] centre;
  private final double atCentre;

  LocalIntegral(ConditionalLoss loss, double nBeta, double[] centre, double gamma) {
    Check.equal("parameters of the centre", centre.length, loss.dimension());
    this.loss = loss;
    this.nBeta = nBeta;
    this.gamma = gamma;
    this.centre = centre.clone();
    this.atCentre = loss.at(centre);
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
   */
  record Sums(double[] value, double[] error, double logScale) {}

  /** L_n(c). */
  double atCentre() {
    return atCentre;
  }

  /**
   * @param tolerance relative, of the difference of two rules, of which the better has an error
   *     that is smaller by a factor of 100 or more
   */
  Sums integrate(Components components, int count, double tolerance) {
    if (loss instanceof ConditionalLoss.Quadratic whole) {
      return closed(components, count, given(whole, centre));
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
          double energy = nBeta * (surface.at(w) - atCentre);
          return new Given(-energy, energy, 0, 0, 0);
        };
    return quadrature(conditional, centre, surface.grid(), components, count, tolerance);
  }

  private static Sums closed(Components components, int count, Given given) {
    double[] value = new double[count];
    components.of(given, 0, value);
    return new Sums(value, new double[count], given.logWeight);
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
    double energy = nBeta * (quadratic.at(u) - atCentre);
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
      double tolerance) {
    double[] middle = grid.coordinates(outer);
    double[] v = new double[middle.length];
    LogWeight logWeight =
        t -> {
          grid.point(t, v);
          return conditional.at(v).logWeight - gamma / 2 * squaredDistance(t, middle);
        };
    List<double[]> edges = edges(middle, grid.places());
    double[] mode = climb(logWeight, best(logWeight, middle, edges), middle);
    List<double[]> refined = withMode(edges, mode, middle);
    double top = logWeight.at(mode);
    AdaptiveCubature.Integrals sums =
        AdaptiveCubature.of(
            (t, out) -> {
              grid.point(t, v);
              Given given = conditional.at(v);
              double outerDistance = squaredDistance(t, middle);
              double weight = Math.exp(given.logWeight - gamma / 2 * outerDistance - top);
              components.of(given, outerDistance, out);
              for (int c = 0; c < count; c++) {
                out[c] = weight == 0 ? 0 : weight * out[c];
              }
            },
            count,
            refined,
            tolerance,
            MOST_CELLS);
    double logDensity = middle.length / 2.0 * Math.log(gamma / (2 * Math.PI));
    return new Sums(sums.value(), sums.error(), top + logDensity);
  }

  private interface LogWeight {
    double at(double[] t);
  }

  /**
   * Edges that halve their distance to the centre and to each place: cells much wider than the
   * Gaussian would overlook thin valleys far from the centre.
   */
  private List<double[]> edges(double[] middle, List<double[]> places) {
    double reach = REACH / Math.sqrt(gamma);
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < middle.length; i++) {
      TreeSet<Double> edges = new TreeSet<>(List.of(middle[i] - reach, middle[i] + reach));
      addHalving(edges, middle[i], reach, 2);
      for (double place : places.get(i)) {
        addHalving(edges, place, reach, 2);
      }
      all.add(within(edges, middle[i], reach));
    }
    return all;
  }

  /** The same with a peak that is far from all edges. */
  private List<double[]> withMode(List<double[]> edges, double[] mode, double[] middle) {
    double reach = REACH / Math.sqrt(gamma);
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < mode.length; i++) {
      double at = mode[i];
      boolean isNear =
          Arrays.stream(edges.get(i))
              .anyMatch(edge -> Math.abs(edge - at) <= reach * Math.pow(2, -LEVELS));
      TreeSet<Double> here = new TreeSet<>();
      for (double edge : edges.get(i)) {
        here.add(edge);
      }
      if (!isNear) {
        addHalving(here, at, reach, 4);
      }
      all.add(within(here, middle[i], reach));
    }
    return all;
  }

  private static void addHalving(TreeSet<Double> edges, double place, double reach, int ratio) {
    edges.add(place);
    double last = reach * Math.pow(2, -LEVELS);
    for (double distance = reach; distance > last; distance /= ratio) {
      edges.add(place - distance);
      edges.add(place + distance);
    }
  }

  private static double[] within(TreeSet<Double> edges, double middle, double reach) {
    return edges.stream()
        .filter(edge -> Math.abs(edge - middle) <= reach)
        .mapToDouble(edge -> edge)
        .toArray();
  }

  /** The largest weight at the centre and in the middles of the first cells. */
  private static double[] best(LogWeight weight, double[] middle, List<double[]> edges) {
    double[] best = middle.clone();
    double top = weight.at(best);
    int[] cell = new int[middle.length];
    double[] t = new double[middle.length];
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
  private double[] climb(LogWeight weight, double[] start, double[] middle) {
    double reach = REACH / Math.sqrt(gamma);
    double[] best = start.clone();
    double top = weight.at(best);
    double step = reach / 8;
    for (int climb = 0; climb < MOST_CLIMBS && step > reach * 1e-7; climb++) {
      boolean isHigher = false;
      for (int side = 0; side < 2 * best.length; side++) {
        double[] next = best.clone();
        next[side / 2] += side % 2 == 0 ? step : -step;
        boolean isInside = Math.abs(next[side / 2] - middle[side / 2]) <= reach;
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

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += square(a[i] - b[i]);
    }
    return sum;
  }

  private static double square(double x) {
    return x * x;
  }
}
