package org.cusp.exact;

import java.util.List;
import org.cusp.contract.Check;
import org.hipparchus.fraction.BigFraction;

/**
 * A mixture of i components when the truth has j of them: {@code lambda <= (1/2) min(j r + j - 1 +
 * phi (i - j), r i + j - 1)}, with r the number of parameters of a component and the Dirichlet
 * exponent phi of the weights; regular for i = j.
 *
 * <p>Source: M. Drton, M. Plummer, A Bayesian information criterion for singular models, J. R.
 * Statist. Soc. B 79 (2017) 323, doi:10.1111/rssb.12187.
 *
 * @param components i, at least 1
 * @param trueComponents j, from 1 to i
 * @param componentParameters r, at least 1
 * @param phi of the Dirichlet prior of the weights, positive; {@code (r + 1) / 2} by default
 */
public record Mixture(int components, int trueComponents, int componentParameters, BigFraction phi)
    implements ClosedForm {
  public Mixture {
    Check.atLeast("components", components, 1);
    Check.inRange("true", trueComponents, 1, components);
    Check.atLeast("parameters", componentParameters, 1);
    Check.positive("phi", phi.doubleValue());
  }

  /** With phi = (r + 1) / 2. */
  public static Mixture of(int components, int trueComponents, int componentParameters) {
    return new Mixture(
        components, trueComponents, componentParameters, Fractions.of(componentParameters + 1L, 2));
  }

  @Override
  public Rlct rlct() {
    long i = components;
    long j = trueComponents;
    long r = componentParameters;
    BigFraction weights =
        Fractions.product(j, r).add(j - 1).add(phi.multiply(new BigFraction(i - j)));
    BigFraction merged = Fractions.product(r, i).add(j - 1);
    BigFraction least = weights.compareTo(merged) < 0 ? weights : merged;
    String source = "Drton and Plummer 2017, JRSS B 79:323, doi:10.1111/rssb.12187";
    return i == j
        ? Rlct.exact(Fractions.half(least), 1, source)
        : Rlct.upperBound(Fractions.half(least), 1, source);
  }

  @Override
  public List<String> conditions() {
    return List.of(
        "components that are identifiable in the mixture",
        "weights with a Dirichlet(phi) prior, phi = " + Rlct.text(phi));
  }
}
