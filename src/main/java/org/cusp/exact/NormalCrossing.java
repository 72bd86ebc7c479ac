package org.cusp.exact;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.hipparchus.fraction.BigFraction;

/**
 * {@code K(w) = prod w_i^(2 k_i)} with the prior {@code prod |w_i|^(h_i)} at the origin: lambda is
 * the least {@code (h_i + 1) / (2 k_i)} over the i with k_i &gt; 0, and m the number of i that have
 * it.
 *
 * <p>Source: S. Watanabe, Algebraic Geometry and Statistical Learning Theory, Cambridge 2009,
 * doi:10.1017/CBO9780511800474.
 *
 * @param powers k_i, each at least 0, one at least positive
 * @param prior h_i, each at least 0, as many as powers
 */
public record NormalCrossing(List<Integer> powers, List<Integer> prior) implements ClosedForm {
  public NormalCrossing {
    powers = List.copyOf(powers);
    prior = List.copyOf(prior);
    powers.forEach(k -> Check.atLeast("power", k, 0));
    prior.forEach(h -> Check.atLeast("prior exponent", h, 0));
    Check.equal("number of prior exponents", prior.size(), powers.size());
    if (powers.stream().allMatch(k -> k == 0)) {
      throw new InvalidInput("powers must not all be 0: K = 1 has no zero");
    }
  }

  /** With a prior that is positive at the origin. */
  public static NormalCrossing of(List<Integer> powers) {
    return new NormalCrossing(powers, Collections.nCopies(powers.size(), 0));
  }

  @Override
  public Rlct rlct() {
    List<BigFraction> ratios =
        IntStream.range(0, powers.size())
            .filter(i -> powers.get(i) > 0)
            .mapToObj(i -> Fractions.of(prior.get(i) + 1L, 2L * powers.get(i)))
            .sorted()
            .toList();
    BigFraction lambda = ratios.get(0);
    int m = (int) ratios.stream().filter(lambda::equals).count();
    return Rlct.exact(lambda, m, "Watanabe 2009, doi:10.1017/CBO9780511800474");
  }

  @Override
  public List<String> conditions() {
    return List.of("a prior that behaves like prod |w_i|^(h_i) at the origin");
  }
}
