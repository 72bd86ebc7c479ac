package org.cusp.exact;

import java.util.List;
import org.cusp.contract.Check;

/**
 * A regular model: the Fisher information is positive definite at the only optimum. lambda = d / 2,
 * m = 1.
 *
 * <p>Source: G. Schwarz, Estimating the dimension of a model, Ann. Statist. 6 (1978) 461,
 * doi:10.1214/aos/1176344136.
 *
 * @param dimension d, at least 1
 */
public record RegularModel(int dimension) implements ClosedForm {
  public RegularModel {
    Check.atLeast("dimension", dimension, 1);
  }

  @Override
  public Rlct rlct() {
    return Rlct.exact(
        Fractions.of(dimension, 2),
        1,
        "Schwarz 1978, Ann. Statist. 6:461, doi:10.1214/aos/1176344136");
  }

  @Override
  public List<String> conditions() {
    return List.of("a positive definite Hessian at the optimum, a prior positive there");
  }
}
