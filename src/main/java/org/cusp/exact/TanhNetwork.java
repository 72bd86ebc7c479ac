package org.cusp.exact;

import java.util.List;
import org.cusp.contract.Check;

/**
 * A network {@code f(x) = sum_{i <= H} a_i tanh(b_i x)} with one input and one output when the true
 * function is zero: {@code lambda = (H + i^2 + i) / (4i + 2)} with {@code i = floor(sqrt(H))}, m =
 * 2 where H is a square, else 1. It is the Vandermonde type with step 2, as tanh is odd.
 *
 * <p>Source: M. Aoyagi, S. Watanabe, Resolution of singularities and the generalization error with
 * Bayesian estimation for layered neural network, IEICE Transactions J88-D-II (2005) 2112-2124.
 *
 * @param hidden H, at least 1
 */
public record TanhNetwork(int hidden) implements ClosedForm {
  public TanhNetwork {
    Check.inRange("hidden", hidden, 1, 1_000_000_000);
  }

  @Override
  public Rlct rlct() {
    long i = (long) Math.sqrt(hidden);
    return Rlct.exact(
        Fractions.of(hidden + i * i + i, 4 * i + 2),
        i * i == hidden ? 2 : 1,
        "Aoyagi and Watanabe 2005, IEICE Trans. J88-D-II:2112");
  }

  @Override
  public List<String> conditions() {
    return List.of(
        "the true function is zero; one input, one output; a prior positive on the zeros of K");
  }
}
