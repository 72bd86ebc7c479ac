package org.cusp.exact.planar;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.fraction.BigFraction;

/**
 * The real roots of a squarefree polynomial over a tower of real number fields, counted and
 * isolated by Sturm's theorem.
 */
final class RealRoots {
  private RealRoots() {}

  /** The number of distinct real roots; zero for a constant. */
  static int count(UniPoly squarefree) {
    UniPoly p = squarefree.trimmed();
    if (p.degree() < 1) {
      return 0;
    }
    List<UniPoly> chain = chain(p);
    return variationsAtInfinity(chain, -1) - variationsAtInfinity(chain, 1);
  }

  /**
   * The real roots in ascending order.
   *
   * @param squarefree the polynomial
   * @param field the tower that the coefficients lie in and that irrational roots extend; null for
   *     the rationals
   */
  static List<RealNumber> of(UniPoly squarefree, Extension field) {
    UniPoly p = squarefree.trimmed();
    List<RealNumber> roots = new ArrayList<>();
    if (p.degree() == 1) {
      return List.of(p.coefficient(0).negated().times(p.coefficient(1).inverse()));
    }
    if (p.degree() < 1) {
      return roots;
    }
    BigFraction bound = bound(p);
    List<UniPoly> chain = chain(p);
    isolate(p, chain, field, bound.negate(), bound, roots);
    return roots;
  }

  private static void isolate(
      UniPoly p,
      List<UniPoly> chain,
      Extension field,
      BigFraction low,
      BigFraction high,
      List<RealNumber> roots) {
    int count = variations(chain, low) - variations(chain, high);
    if (count == 0) {
      return;
    }
    if (count == 1) {
      roots.add(root(p, field, low, high));
      return;
    }
    BigFraction middle = middleThatIsNoRoot(p, low, high);
    isolate(p, chain, field, low, middle, roots);
    isolate(p, chain, field, middle, high, roots);
  }

  private static BigFraction middleThatIsNoRoot(UniPoly p, BigFraction low, BigFraction high) {
    BigFraction middle = low.add(high).divide(2);
    BigFraction step = high.subtract(low).divide(8);
    while (p.at(middle).isZero()) {
      middle = middle.add(step);
      step = step.divide(2);
    }
    return middle;
  }

  private static RealNumber root(UniPoly p, Extension field, BigFraction low, BigFraction high) {
    if (!p.isRational()) {
      return new Extension(field, p, low, high).generator();
    }
    BigFraction rational = rationalRoot(p, low, high);
    return rational != null
        ? RealNumber.of(rational)
        : new Extension(field, p, low, high).generator();
  }

  /**
   * The only root in (low, high) if it is rational, else null. The denominator of a rational root
   * divides the leading coefficient c of the primitive integer polynomial, so an interval shorter
   * than 1/c holds one candidate at most.
   */
  private static BigFraction rationalRoot(UniPoly p, BigFraction low, BigFraction high) {
    BigInteger lcm = BigInteger.ONE;
    for (int k = 0; k <= p.degree(); k++) {
      BigInteger d = p.coefficient(k).rational().getDenominator();
      lcm = lcm.divide(lcm.gcd(d)).multiply(d);
    }
    BigInteger leading = p.coefficient(p.degree()).rational().multiply(lcm).getNumerator().abs();
    BigFraction a = low;
    BigFraction b = high;
    int signLow = p.at(a).signum();
    while (b.subtract(a).multiply(leading).compareTo(BigFraction.ONE) >= 0) {
      BigFraction middle = a.add(b).divide(2);
      int sign = p.at(middle).signum();
      if (sign == 0) {
        return middle;
      }
      a = sign == signLow ? middle : a;
      b = sign == signLow ? b : middle;
    }
    BigFraction scaled = b.multiply(leading);
    BigInteger candidate = scaled.getNumerator().divide(scaled.getDenominator());
    if (scaled.signum() < 0
        && candidate.multiply(scaled.getDenominator()).compareTo(scaled.getNumerator()) > 0) {
      candidate = candidate.subtract(BigInteger.ONE);
    }
    BigFraction value = new BigFraction(candidate, leading);
    return p.at(value).isZero() ? value : null;
  }

  /** A rational number larger than the absolute value of every root (Cauchy). */
  private static BigFraction bound(UniPoly p) {
    UniPoly monic = p.monic();
    BigFraction largest = BigFraction.ZERO;
    for (int k = 0; k < monic.degree(); k++) {
      BigFraction size = monic.coefficient(k).enclosure().magnitude();
      largest = size.compareTo(largest) > 0 ? size : largest;
    }
    BigInteger whole = largest.getNumerator().divide(largest.getDenominator());
    return new BigFraction(BigInteger.ONE.shiftLeft(whole.bitLength() + 2));
  }

  private static List<UniPoly> chain(UniPoly p) {
    List<UniPoly> chain = new ArrayList<>(List.of(p, p.derivative().trimmed()));
    while (chain.get(chain.size() - 1).degree() > 0) {
      UniPoly a = chain.get(chain.size() - 2);
      UniPoly b = chain.get(chain.size() - 1);
      chain.add(positivelyScaled(a.remainder(b).negated().trimmed()));
    }
    return chain;
  }

  /** Divided by the size of a rational leading coefficient, which keeps numbers short and signs. */
  private static UniPoly positivelyScaled(UniPoly p) {
    if (p.length() == 0) {
      return p;
    }
    RealNumber leading = p.coefficient(p.degree());
    UniPoly monic = p.monic();
    return leading.signum() > 0 ? monic : monic.negated();
  }

  private static int variations(List<UniPoly> chain, BigFraction x) {
    return changes(chain.stream().map(p -> p.at(x).signum()).toList());
  }

  private static int variationsAtInfinity(List<UniPoly> chain, int side) {
    return changes(
        chain.stream()
            .filter(p -> p.length() > 0)
            .map(
                p ->
                    p.coefficient(p.degree()).signum() * (side < 0 && p.degree() % 2 == 1 ? -1 : 1))
            .toList());
  }

  private static int changes(List<Integer> signs) {
    int changes = 0;
    int previous = 0;
    for (int sign : signs) {
      changes += sign * previous < 0 ? 1 : 0;
      previous = sign == 0 ? previous : sign;
    }
    return changes;
  }
}
