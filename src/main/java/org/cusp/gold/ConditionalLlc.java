package org.cusp.gold;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cusp.contract.Check;

/**
 * What an LLC estimator returns for the data at hand, without sampling error: the expectation of
 * {@code E = nBeta (L_n(w) - L_n(w*))} under {@code p(w) ~ exp(-E - gamma |w - w*|^2 / 2)}.
 *
 * <p>It differs from the learning coefficient by what finite n, the localisation and the noise of
 * these data do to it, and a sampler should agree with it within its own error. Where the loss is
 * quadratic in all parameters it is a closed form; where it is quadratic in some of them, the
 * others remain for quadrature; else quadrature does everything, in up to three dimensions.
 *
 * @param nBeta n times the inverse temperature, in (0, inf)
 * @param gamma strength of the localisation, in (0, inf)
 */
public record ConditionalLlc(double nBeta, double gamma) {
  /** Of the difference between two rules; the better one's error is smaller by a factor of 100. */
  private static final double TOLERANCE = 2e-5;

  private static final double TOLERANCE_IN_SPACE = 2e-4;

  private static final int MOST_CELLS = 300_000;

  /** The localisation leaves e^-32 of its weight beyond so many of its standard deviations. */
  private static final double REACH = 8;

  private static final int LEVELS = 8;

  /** Weight, E, E^2, R, E R with R = |w - w*|^2. */
  private static final int SUMS = 5;

  public ConditionalLlc {
    Check.positive("nBeta", nBeta);
    Check.positive("gamma", gamma);
  }

  /**
   * The expectation and what else the same posterior says.
   *
   * @param llc the mean of E
   * @param heatCapacity the variance of E
   * @param gammaSlope {@code d llc / d ln gamma = -(gamma/2) Cov(E, |w - w*|^2)}
   * @param error estimated, of llc; 0 for a closed form
   */
  public record Value(double llc, double heatCapacity, double gammaSlope, double error) {}

  /** {@code L_n(w) - L_n(w*)}, in nats per datum. */
  public interface LossDifference {
    /** At w, which is only lent. */
    double at(double[] w);
  }

  /**
   * A loss that is quadratic in u for every v: {@code L_n(u, v) - L_n(w*) = constant + g.(u - u*) +
   * (u - u*)^T H (u - u*) / 2}.
   */
  public interface Fibre {
    /** At v, which is only lent. */
    Quadratic at(double[] v);
  }

  /**
   * A quadratic function around u*.
   *
   * @param hessian symmetric, positive semidefinite
   */
  public record Quadratic(double constant, double[] gradient, double[][] hessian) {
    public Quadratic {
      Check.equal("rows of the Hessian", hessian.length, gradient.length);
    }
  }

  /** Closed form for a loss that is quadratic in all parameters. */
  public Value quadratic(double[] gradient, double[][] hessian) {
    Given given = given(new Quadratic(0, gradient, hessian));
    return new Value(given.energy, given.energyVariance, -gamma / 2 * given.covariance, 0);
  }

  /**
   * By quadrature over all parameters.
   *
   * @param centre w*, one to three parameters
   * @param places on each axis where the loss may need resolution beside w*
   */
  public Value byQuadrature(LossDifference loss, double[] centre, List<double[]> places) {
    return integrate(
        w -> new Given(-nBeta * loss.at(w), nBeta * loss.at(w), 0, 0, 0), centre, places);
  }

  /** By quadrature over v alone, one to three parameters. */
  public Value byFibres(Fibre fibre, double[] centre, List<double[]> places) {
    return integrate(v -> given(fibre.at(v)), centre, places);
  }

  /**
   * The law of E and of |u - u*|^2 for one v.
   *
   * @param logWeight of v, without its own localisation and constants
   * @param distance mean of |u - u*|^2
   */
  private record Given(
      double logWeight, double energy, double energyVariance, double distance, double covariance) {}

  private interface Conditional {
    Given at(double[] v);
  }

  /** In the eigenvectors of the Hessian everything is a sum over independent Gaussians. */
  private Given given(Quadratic loss) {
    int size = loss.gradient.length;
    double[][] matrix = new double[size][];
    for (int i = 0; i < size; i++) {
      matrix[i] = loss.hessian[i].clone();
    }
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    double logWeight = -nBeta * loss.constant;
    double energy = nBeta * loss.constant;
    double variance = 0;
    double distance = 0;
    double covariance = 0;
    for (int i = 0; i < size; i++) {
      double slope = 0;
      for (int k = 0; k < size; k++) {
        slope += nBeta * eigen.vectors()[k][i] * loss.gradient[k];
      }
      double curvature = nBeta * eigen.values()[i];
      double precision = curvature + gamma;
      double mean = -slope / precision;
      double slopeAtMean = slope + curvature * mean;
      logWeight += slope * slope / (2 * precision) - Math.log(precision) / 2;
      energy += slope * mean + curvature * (mean * mean + 1 / precision) / 2;
      variance += slopeAtMean * slopeAtMean / precision + square(curvature / precision) / 2;
      distance += mean * mean + 1 / precision;
      covariance += 2 * slopeAtMean * mean / precision + curvature / square(precision);
    }
    return new Given(logWeight, energy, variance, distance, covariance);
  }

  private Value integrate(Conditional conditional, double[] centre, List<double[]> places) {
    Check.inRange("dimensions of the quadrature", centre.length, 1, 3);
    Check.equal("axes with places", places.size(), centre.length);
    List<double[]> edges = new ArrayList<>();
    for (int i = 0; i < centre.length; i++) {
      edges.add(edges(centre[i], places.get(i)));
    }
    double top = largest(conditional, centre, edges);
    AdaptiveCubature.Integrals sums =
        AdaptiveCubature.of(
            (v, out) -> add(conditional.at(v), squaredDistance(v, centre), top, out),
            SUMS,
            edges,
            centre.length < 3 ? TOLERANCE : TOLERANCE_IN_SPACE,
            MOST_CELLS);
    return value(sums);
  }

  private void add(Given given, double outer, double top, double[] out) {
    double weight = Math.exp(given.logWeight - gamma / 2 * outer - top);
    double distance = given.distance + outer;
    out[0] = weight;
    out[1] = weight == 0 ? 0 : weight * given.energy;
    out[2] = weight == 0 ? 0 : weight * (square(given.energy) + given.energyVariance);
    out[3] = weight == 0 ? 0 : weight * distance;
    out[4] = weight == 0 ? 0 : weight * (given.energy * distance + given.covariance);
  }

  private Value value(AdaptiveCubature.Integrals sums) {
    double[] mean = new double[SUMS];
    for (int c = 0; c < SUMS; c++) {
      mean[c] = sums.value()[c] / sums.value()[0];
    }
    double error = (sums.error()[1] + Math.abs(mean[1]) * sums.error()[0]) / sums.value()[0];
    return new Value(
        mean[1], mean[2] - square(mean[1]), -gamma / 2 * (mean[4] - mean[1] * mean[3]), error);
  }

  /**
   * Edges that halve their distance to w* and to each place: cells much wider than the localisation
   * would overlook thin valleys far from w*.
   */
  private double[] edges(double centre, double[] places) {
    double reach = REACH / Math.sqrt(gamma);
    TreeSet<Double> edges = new TreeSet<>();
    double[] all = java.util.Arrays.copyOf(places, places.length + 1);
    all[places.length] = centre;
    for (double place : all) {
      edges.add(place);
      double distance = reach;
      for (int level = 0; level < LEVELS; level++) {
        edges.add(place - distance);
        edges.add(place + distance);
        distance /= 2;
      }
    }
    edges.add(centre - reach);
    edges.add(centre + reach);
    return edges.stream()
        .filter(edge -> Math.abs(edge - centre) <= reach)
        .mapToDouble(edge -> edge)
        .toArray();
  }

  /** The largest logarithm of the weight over w* and the middles of the first cells. */
  private double largest(Conditional conditional, double[] centre, List<double[]> edges) {
    double[] v = centre.clone();
    double top = conditional.at(v).logWeight;
    return largest(conditional, centre, edges, 0, v, top);
  }

  private double largest(
      Conditional conditional,
      double[] centre,
      List<double[]> edges,
      int axis,
      double[] v,
      double top) {
    if (axis == centre.length) {
      double here = conditional.at(v).logWeight - gamma / 2 * squaredDistance(v, centre);
      return Math.max(top, here);
    }
    double largest = top;
    double[] here = edges.get(axis);
    for (int i = 0; i + 1 < here.length; i++) {
      v[axis] = (here[i] + here[i + 1]) / 2;
      largest = Math.max(largest, largest(conditional, centre, edges, axis + 1, v, largest));
    }
    return largest;
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
