package org.cusp.gold;

import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.gold.quadrature.PanelRule;

/** A free energy by another way than quadrature in the plane, which is held against it. */
public final class KnownEvidence {
  private static final double PANEL = 0.25;
  private static final double REACH = 60;

  private KnownEvidence() {}

  /** {@code -log integral exp(-n |g(w)|) dw} over [0, 1]^d for a monomial g. */
  public static double monomial(MonomialLaw law, double n) {
    Check.positive("n", n);
    double last = REACH / law.slowestRate();
    List<Double> edges = new ArrayList<>();
    for (double u = 0; u < last; u += PANEL) {
      edges.add(u);
    }
    PanelRule rule = PanelRule.between(edges);
    double sum = 0;
    for (int i = 0; i < rule.points().length; i++) {
      double u = rule.points()[i];
      sum += rule.weights()[i] * law.densityOfLog(u) * Math.exp(-n * Math.exp(-u));
    }
    return -Math.log(sum);
  }
}
