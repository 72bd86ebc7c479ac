package org.cusp.exact;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.contract.ProblemString;
import org.hipparchus.fraction.BigFraction;

/**
 * Addition modulo a prime p, learned by a network with one hidden layer of K units with quadratic
 * activation, f_c(x) = sum_k v_ck (u_k . x)^2 with x of 2p numbers: at a generic smooth point of
 * zero loss {@code lambda = K (3p - 1) / 2} where {@code K (3p - 1) < p D}, {@code D = p (2p + 1)},
 * else {@code p D / 2}; m = 1. Each unit has 3p weights less the one direction that trades scale
 * between u_k and v_k.
 *
 * <p>That holds for inputs that tell every two quadratic forms apart. The p^2 one-hot pairs alone
 * do not: there a unit is (u_a + u'_b)^2, and u + t, u' - t is the same function, so that {@code
 * lambda = K (3p - 2) / 2} where {@code K (3p - 2) < p^3}, else {@code p^3 / 2}.
 *
 * <p>Source: Cullen et al. 2026, arXiv:2603.01192. The case of pairs is ours; the ranks of the
 * Jacobian at random weights agree with both ({@code ModularAdditionProblemTest}).
 *
 * @param prime p, odd and at most 46,337
 * @param hidden K, at least 1
 */
public record ModularAddition(int prime, int hidden, Inputs inputs) implements ClosedForm {
  /** On what inputs functions are compared. */
  public enum Inputs {
    /** Any that tell quadratic forms apart. */
    ALL,
    /** The p^2 pairs of one-hot operands alone. */
    PAIRS;

    /** Those that a problem string names by its key {@code inputs}; all where it has none. */
    public static Inputs of(ProblemString text) {
      String name = text.has("inputs") ? text.textAt("inputs") : ALL.label();
      return Arrays.stream(values())
          .filter(inputs -> inputs.label().equals(name))
          .findFirst()
          .orElseThrow(() -> Nearest.unknown("inputs", name, List.of(ALL.label(), PAIRS.label())));
    }

    /** Its name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ModularAddition {
    Check.inRange("prime", prime, 3, 46_337);
    Check.atLeast("hidden", hidden, 1);
    if (!BigInteger.valueOf(prime).isProbablePrime(50)) {
      throw new InvalidInput("prime must be a prime number, got " + prime);
    }
  }

  @Override
  public Rlct rlct() {
    BigFraction units = Fractions.product(hidden, 3L * prime - (inputs == Inputs.ALL ? 1 : 2));
    BigFraction functions =
        Fractions.product((long) prime * prime, inputs == Inputs.ALL ? 2L * prime + 1 : prime);
    BigFraction twice = units.compareTo(functions) < 0 ? units : functions;
    return Rlct.exact(Fractions.half(twice), 1, "Cullen et al. 2026, arXiv:2603.01192");
  }

  @Override
  public List<String> conditions() {
    return List.of(
        "local: at a generic smooth point of zero loss",
        inputs == Inputs.ALL
            ? "of inputs that tell quadratic forms apart; inputs=pairs is of the one-hot pairs alone"
            : "of the one-hot pairs alone, where each unit has one more direction that changes nothing",
        "known to be reached with hidden >= " + (2 * prime - 1) + " (exact Fourier solution)");
  }
}
