package org.cusp.gold;

import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.gold.quadrature.PanelRule;
import org.hipparchus.special.Gamma;

/**
 * Reduced-rank regression with one hidden unit and true map 0, exactly: {@code K = |b|^2 |a|^2 / 2}
 * with standard Gaussian {@code a} (M inputs) and {@code b} (N outputs). Integrating b out leaves
 * {@code Z(t) = E (1 + t s)^(-N/2)} over {@code s ~ chi^2_M}, one integral over log s.
 *
 * @param inputs M, at least 1
 * @param outputs N, at least 1
 */
public record RankOneRegression(int inputs, int outputs) {
  private static final double DEEPEST = 80;
  private static final double PANEL = 0.5;

  public RankOneRegression {
    Check.atLeast("inputs", inputs, 1);
    Check.atLeast("outputs", outputs, 1);
  }

  /** {@code -log Z(t)}. */
  public double freeEnergy(double t) {
    return -Math.log(sums(t)[0]);
  }

  /** {@code E_t[tK]}. */
  public double energy(double t) {
    double[] sums = sums(t);
    return sums[1] / sums[0];
  }

  private double[] sums(double t) {
    Check.positive("t", t);
    List<Double> edges = new ArrayList<>();
    double top = Math.log(40.0 * (inputs + 20));
    for (double u = -DEEPEST; u < top; u += PANEL) {
      edges.add(u);
    }
    PanelRule rule = PanelRule.between(edges);
    double half = inputs / 2.0;
    double logConstant = -half * Math.log(2) - Gamma.logGamma(half);
    double[] sums = new double[2];
    for (int i = 0; i < rule.points().length; i++) {
      double u = rule.points()[i];
      double s = Math.exp(u);
      double weight =
          rule.weights()[i]
              * Math.exp(logConstant + half * u - s / 2 - outputs / 2.0 * Math.log1p(t * s));
      sums[0] += weight;
      sums[1] += weight * outputs / 2.0 * t * s / (1 + t * s);
    }
    return sums;
  }
}
