package org.cusp.exact;

import java.util.List;
import org.cusp.contract.Check;
import org.hipparchus.fraction.BigFraction;

/**
 * Factor analysis with v variables and k factors when the truth has l factors: {@code lambda <= [(k
 * + 2) v + l (v - k + 1)] / 4}, with equality for k = l where {@code (v - k)^2 >= v + k}, so that
 * the parameters are as many as the dimension of the model (up to rotations). As K is comparable to
 * a sum of {@code v (v + 1) / 2} squares, lambda is also at most {@code v (v + 1) / 4}.
 *
 * <p>Source: M. Drton, M. Plummer, A Bayesian information criterion for singular models, J. R.
 * Statist. Soc. B 79 (2017) 323, doi:10.1111/rssb.12187.
 *
 * @param variables v, at least 1
 * @param factors k, from 0 to v
 * @param trueFactors l, from 0 to k
 */
public record FactorAnalysis(int variables, int factors, int trueFactors) implements ClosedForm {
  public FactorAnalysis {
    Check.atLeast("variables", variables, 1);
    Check.inRange("factors", factors, 0, variables);
    Check.inRange("true", trueFactors, 0, factors);
  }

  @Override
  public Rlct rlct() {
    BigFraction lambda =
        Fractions.product(factors + 2L, variables)
            .add(Fractions.product(trueFactors, (long) variables - factors + 1))
            .divide(4);
    BigFraction saturated = Fractions.product(variables, variables + 1L).divide(4);
    BigFraction least = lambda.compareTo(saturated) < 0 ? lambda : saturated;
    String source = "Drton and Plummer 2017, JRSS B 79:323, doi:10.1111/rssb.12187";
    return factors == trueFactors && isIdentifiable()
        ? Rlct.exact(least, 1, source)
        : Rlct.upperBound(least, 1, source);
  }

  private boolean isIdentifiable() {
    long free = (long) variables - factors;
    return free * free >= (long) variables + factors;
  }

  @Override
  public List<String> conditions() {
    return List.of(
        "Gaussian data, a positive prior, a generic truth with " + trueFactors + " factors");
  }
}
