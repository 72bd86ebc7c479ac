package org.cusp.exact;

/**
 * Learning coefficients of functions put together from independent ones.
 *
 * <p>Source: S. Lin, Algebraic Methods for Evaluating Integrals in Bayesian Statistics, PhD thesis,
 * UC Berkeley 2011, section 7; S. Watanabe, Algebraic Geometry and Statistical Learning Theory,
 * Cambridge 2009, doi:10.1017/CBO9780511800474.
 */
public final class Combination {
  private Combination() {}

  /**
   * K1(u) + K2(v) with independent u and v: {@code (lambda1 + lambda2, m1 + m2 - 1)}.
   *
   * <p>A bound if one of the two is a bound.
   */
  public static Rlct sum(Rlct first, Rlct second) {
    return new Rlct(
        first.lambda().add(second.lambda()),
        Math.addExact(first.multiplicity(), second.multiplicity() - 1),
        status(first, second),
        source(first, second));
  }

  /**
   * K1(u) K2(v) with independent u and v: the pair with the smaller lambda; where both are equal,
   * {@code m1 + m2}.
   */
  public static Rlct product(Rlct first, Rlct second) {
    int order = first.lambda().compareTo(second.lambda());
    Rlct smaller = order <= 0 ? first : second;
    int m =
        order == 0
            ? Math.addExact(first.multiplicity(), second.multiplicity())
            : smaller.multiplicity();
    return new Rlct(smaller.lambda(), m, status(first, second), source(first, second));
  }

  private static Rlct.Status status(Rlct first, Rlct second) {
    return first.isExact() && second.isExact() ? Rlct.Status.EXACT : Rlct.Status.UPPER_BOUND;
  }

  private static String source(Rlct first, Rlct second) {
    return first.source().equals(second.source())
        ? first.source()
        : first.source() + "; " + second.source();
  }
}
