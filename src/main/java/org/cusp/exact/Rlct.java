package org.cusp.exact;

import java.math.BigInteger;
import java.util.Objects;
import org.cusp.contract.Check;
import org.hipparchus.fraction.BigFraction;

/**
 * The learning coefficient (real log canonical threshold) and its multiplicity: the free energy is
 * {@code F_n = n L_n(w0) + lambda log n - (m - 1) log log n + O(1)}.
 *
 * <p>The convention is that of K itself: {@code -lambda} is the largest pole of {@code zeta(z) =
 * integral of K(w)^z phi(w) dw} and m its order, so K = w^2 on the line has lambda = 1/2. Status
 * {@link Status#UPPER_BOUND} says that the true pair makes the free energy at most as large: its
 * lambda is smaller, or equal with a multiplicity of at least m.
 *
 * @param lambda the coefficient, in lowest terms; positive, or zero for a model without parameters
 * @param multiplicity m, at least 1
 * @param status whether the pair is exact or a bound
 * @param source where the formula is from
 */
public record Rlct(BigFraction lambda, int multiplicity, Status status, String source) {

  /** Whether a learning coefficient is exact or an upper bound. */
  public enum Status {
    EXACT("exact"),
    UPPER_BOUND("upper-bound");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** The word used in output: {@code exact} or {@code upper-bound}. */
    public String label() {
      return label;
    }
  }

  public Rlct {
    Objects.requireNonNull(lambda, "lambda");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(source, "source");
    Check.atLeast("multiplicity", multiplicity, 1);
  }

  /** An exact pair. */
  public static Rlct exact(BigFraction lambda, int multiplicity, String source) {
    return new Rlct(lambda, multiplicity, Status.EXACT, source);
  }

  /** An upper bound. */
  public static Rlct upperBound(BigFraction lambda, int multiplicity, String source) {
    return new Rlct(lambda, multiplicity, Status.UPPER_BOUND, source);
  }

  /** Lambda as a fraction in lowest terms, such as {@code "7/2"} or {@code "15"}. */
  public String lambdaText() {
    return text(lambda);
  }

  /** Lambda as the nearest double. */
  public double lambdaValue() {
    return lambda.doubleValue();
  }

  /** Whether the pair is exact. */
  public boolean isExact() {
    return status == Status.EXACT;
  }

  /** The same pair from another source. */
  public Rlct withSource(String other) {
    return new Rlct(lambda, multiplicity, status, other);
  }

  @Override
  public String toString() {
    return "lambda = " + lambdaText() + ", m = " + multiplicity + " (" + status.label() + ")";
  }

  /** A fraction in lowest terms, such as {@code "7/2"}; a whole number has no denominator. */
  public static String text(BigFraction value) {
    return value.getDenominator().equals(BigInteger.ONE)
        ? value.getNumerator().toString()
        : value.getNumerator() + "/" + value.getDenominator();
  }
}
