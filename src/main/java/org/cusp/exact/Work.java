package org.cusp.exact;

import java.math.BigInteger;
import java.util.function.Supplier;
import org.cusp.contract.InvalidInput;
import org.hipparchus.fraction.BigFraction;

/**
 * A bound on the work of exact arithmetic, whose numbers and polynomials can grow without end from
 * a short input. Work is counted, not timed, so that the same input is answered or refused on every
 * machine: {@link #LIMIT} units take about half a second.
 */
public final class Work {
  private static final long LIMIT = 100_000_000;

  /** Of an addition or a multiplication of small numbers, with the objects it makes: 300 bytes. */
  private static final long OPERATION = 40;

  private static final int WORD = 32;

  /** The largest numerator and denominator together, about 6,000 digits. */
  private static final long MOST_BITS = 20_000;

  private static final ThreadLocal<Work> CURRENT = new ThreadLocal<>();

  private final String subject;
  private long left = LIMIT;

  private Work(String subject) {
    this.subject = subject;
  }

  /**
   * The answer of a computation, which is stopped when it has used up its work. Inside another
   * bounded computation it shares that one's work.
   *
   * @param subject of the message, such as "polynomial"
   * @throws InvalidInput if the work does not suffice
   */
  public static <T> T bounded(String subject, Supplier<T> computation) {
    if (CURRENT.get() != null) {
      return computation.get();
    }
    CURRENT.set(new Work(subject));
    try {
      return computation.get();
    } finally {
      CURRENT.remove();
    }
  }

  /** Counts simple steps; unbounded outside of a bounded computation. */
  public static void spend(long units) {
    Work work = CURRENT.get();
    if (work != null) {
      work.left -= units;
      if (work.left < 0) {
        throw new InvalidInput(
            work.subject
                + ": too large for an exact answer: the bound on the work of exact arithmetic is"
                + " reached");
      }
    }
  }

  /** Counts an operation on two fractions, whose common factors are to be found. */
  public static void on(BigFraction a, BigFraction b) {
    long words = words(bits(a)) + words(bits(b));
    spend(OPERATION + (isWhole(a) && isWhole(b) ? 2 * words : words * words));
  }

  /** Their product, counted; whole numbers need no common factor. */
  public static BigFraction product(BigFraction a, BigFraction b) {
    on(a, b);
    return isWhole(a) && isWhole(b)
        ? new BigFraction(a.getNumerator().multiply(b.getNumerator()))
        : a.multiply(b);
  }

  /** Their sum, counted; whole numbers need no common factor. */
  public static BigFraction sum(BigFraction a, BigFraction b) {
    on(a, b);
    return isWhole(a) && isWhole(b)
        ? new BigFraction(a.getNumerator().add(b.getNumerator()))
        : a.add(b);
  }

  /** Counts an operation on two whole numbers. */
  public static void on(BigInteger a, BigInteger b) {
    spend(OPERATION + words(a.bitLength()) * words(b.bitLength()));
  }

  /**
   * The power of a number.
   *
   * @throws InvalidInput if it has too many digits
   */
  public static BigFraction power(BigFraction base, int exponent) {
    long size = Math.max(base.getNumerator().bitLength(), base.getDenominator().bitLength());
    // A power of 1 or -1 stays small.
    if (size == 1) {
      return base.pow(exponent);
    }
    if (size * exponent > MOST_BITS) {
      throw new InvalidInput(
          "polynomial: a coefficient would have "
              + (long) (size * exponent * Math.log10(2))
              + " digits; allowed are "
              + (long) (MOST_BITS * Math.log10(2)));
    }
    spend(OPERATION + words(size * exponent) * words(size * exponent));
    return base.pow(exponent);
  }

  private static boolean isWhole(BigFraction value) {
    return value.getDenominator().equals(BigInteger.ONE);
  }

  private static long bits(BigFraction value) {
    return (long) value.getNumerator().bitLength() + value.getDenominator().bitLength();
  }

  private static long words(long bits) {
    return 1 + bits / WORD;
  }
}
