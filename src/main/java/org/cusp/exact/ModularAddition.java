package org.cusp.exact;

import java.math.BigInteger;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.hipparchus.fraction.BigFraction;

/**
 * Addition modulo a prime p, learned by a network with one hidden layer of K units with quadratic
 * activation on one-hot inputs: at a generic smooth point of zero loss {@code lambda = K (3p - 1) /
 * 2} where {@code K (3p - 1) < p D}, {@code D = p (2p + 1)}, else {@code p D / 2}; m = 1.
 *
 * <p>Source: Cullen et al. 2026, arXiv:2603.01192.
 *
 * @param prime p, odd and at most 46,337
 * @param hidden K, at least 1
 */
public record ModularAddition(int prime, int hidden) implements ClosedForm {
  public ModularAddition {
    Check.inRange("prime", prime, 3, 46_337);
    Check.atLeast("hidden", hidden, 1);
    if (!BigInteger.valueOf(prime).isProbablePrime(50)) {
      throw new InvalidInput("prime must be a prime number, got " + prime);
    }
  }

  @Override
  public Rlct rlct() {
    BigFraction narrow = Fractions.product(hidden, 3L * prime - 1);
    BigFraction wide = Fractions.product((long) prime * prime, 2L * prime + 1);
    BigFraction twice = narrow.compareTo(wide) < 0 ? narrow : wide;
    return Rlct.exact(Fractions.half(twice), 1, "Cullen et al. 2026, arXiv:2603.01192");
  }

  @Override
  public List<String> conditions() {
    return List.of(
        "local: at a generic smooth point of zero loss",
        "known to be reached with hidden >= " + (2 * prime - 1) + " (exact Fourier solution)");
  }
}
