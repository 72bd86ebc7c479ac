package org.cusp.gold.quadrature;

import java.util.List;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * A composite Gauss-Legendre rule on consecutive panels, 16 points each: exact for piecewise
 * polynomials of degree 31.
 *
 * @param points in ascending order
 * @param weights positive; their sum is the length of all panels
 */
public record PanelRule(double[] points, double[] weights) {
  private static final int ORDER = 16;
  private static final GaussIntegrator LEGENDRE = new GaussIntegratorFactory().legendre(ORDER);

  /** The rule on the panels between neighbours of a list of at least two ascending edges. */
  public static PanelRule between(List<Double> edges) {
    int panels = edges.size() - 1;
    double[] points = new double[panels * ORDER];
    double[] weights = new double[points.length];
    for (int panel = 0; panel < panels; panel++) {
      double half = (edges.get(panel + 1) - edges.get(panel)) / 2;
      double centre = edges.get(panel) + half;
      for (int k = 0; k < ORDER; k++) {
        points[panel * ORDER + k] = centre + half * LEGENDRE.getPoint(k);
        weights[panel * ORDER + k] = half * LEGENDRE.getWeight(k);
      }
    }
    return new PanelRule(points, weights);
  }
}
