package org.cusp.problem.law;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * A quadrature rule for expectations over inputs.
 *
 * @param points inputs
 * @param weights of the points; their sum is 1
 */
public record Nodes(List<double[]> points, double[] weights) {
  private static final GaussIntegratorFactory FACTORY = new GaussIntegratorFactory();

  /** The uniform law on [low, high] by Gauss-Legendre of this order on each of some panels. */
  public static Nodes uniform(double low, double high, int panels, int order) {
    GaussIntegrator rule = FACTORY.legendre(order);
    List<double[]> points = new ArrayList<>();
    double[] weights = new double[panels * order];
    double half = (high - low) / (2 * panels);
    for (int panel = 0; panel < panels; panel++) {
      double middle = low + (2 * panel + 1) * half;
      for (int i = 0; i < order; i++) {
        weights[points.size()] = rule.getWeight(i) / (2 * panels);
        points.add(new double[] {middle + half * rule.getPoint(i)});
      }
    }
    return new Nodes(points, weights);
  }

  /** The law of a pair of independent inputs that both have this law. */
  public Nodes squared() {
    List<double[]> pairs = new ArrayList<>();
    double[] products = new double[weights.length * weights.length];
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < weights.length; j++) {
        products[pairs.size()] = weights[i] * weights[j];
        pairs.add(new double[] {points.get(i)[0], points.get(j)[0]});
      }
    }
    return new Nodes(pairs, products);
  }
}
