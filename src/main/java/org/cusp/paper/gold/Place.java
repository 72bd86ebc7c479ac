package org.cusp.paper.gold;

import org.cusp.paper.reproduction.Estimation;
import org.cusp.posterior.Posterior;
import org.cusp.run.Target;

/**
 * Where everybody estimates: a target, w*, and the one gamma and nBeta.
 *
 * @param w w*
 */
record Place(Target target, double[] w, double gamma, double nBeta) {
  /** Of a case; trains its network where that has not been done. */
  static Place of(GoldCase one, Gamma gamma, Estimation estimation) {
    Target target = one.checkpoint().target();
    double[] w = one.checkpoint().weights(estimation);
    return new Place(
        target, w, gamma.value(target.model(), w), Posterior.defaultNBeta(target.train().n()));
  }

  Posterior posterior() {
    return new Posterior(target.model(), target.train(), w, nBeta, gamma);
  }
}
