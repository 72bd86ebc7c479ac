package org.cusp.problem.expected;

import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.data.DataSet;
import org.cusp.gold.ConditionalFreeEnergy;
import org.cusp.problem.Problem;

/**
 * The free energy of a problem for the data at hand, without sampling error, where {@link
 * ExactLoss} knows how:
 *
 * <pre>F = -log integral exp(-nBeta L_n(w)) N(w; c, I/gamma) dw</pre>
 *
 * in nats, with L_n the mean negative log-likelihood of a datum with all its constants. At nBeta =
 * n it is the negative log evidence under the prior N(c, I/gamma); with c = w* it is the free
 * energy of the localised posterior.
 *
 * <p>Quadrature errors are below 2e-7 nats. It takes a fraction of a second where the quadrature
 * has one or two dimensions, and up to twenty where it has three: mixtures, tanh:hidden=3,
 * reduced-rank regression with three inputs or outputs and more of the other.
 */
public interface ExactFreeEnergy {
  /**
   * F with its measured error, which is far too large as a rule.
   *
   * @param nBeta n times the inverse temperature, in (0, inf)
   * @param centre c, as many parameters as the model has
   * @param gamma 1 / variance of the prior, in (0, inf)
   */
  ConditionalFreeEnergy.Value valueAt(double nBeta, double[] centre, double gamma);

  /** F; empty where the quadrature did not converge. */
  default OptionalDouble at(double nBeta, double[] centre, double gamma) {
    ConditionalFreeEnergy.Value value = valueAt(nBeta, centre, gamma);
    return value.isGold() ? OptionalDouble.of(value.freeEnergy()) : OptionalDouble.empty();
  }

  /** For these data in place of the problem's own; empty where no exact value is known. */
  static Optional<ExactFreeEnergy> of(Problem problem, DataSet data) {
    return ExactLoss.of(problem, data)
        .map(
            loss ->
                (nBeta, centre, gamma) -> new ConditionalFreeEnergy(nBeta, gamma).at(loss, centre));
  }

  /** For the problem's own data. */
  static Optional<ExactFreeEnergy> of(Problem problem) {
    return of(problem, problem.data());
  }
}
