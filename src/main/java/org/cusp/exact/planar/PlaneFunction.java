package org.cusp.exact.planar;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.contract.InvalidInput;
import org.hipparchus.fraction.BigFraction;

/**
 * A nonnegative function of two variables near the origin, as a product of powers of polynomials
 * with rational coefficients, whose learning coefficient is wanted.
 */
public final class PlaneFunction {
  private static final int LARGEST_DEGREE = 5_000;

  /** A term {@code c x^i y^j}. */
  public record Term(int i, int j, BigFraction c) {}

  /**
   * A factor of the function.
   *
   * @param terms at least one, with distinct exponents and coefficients that are not zero
   * @param exponent of the factor, at least 1
   */
  public record Factor(List<Term> terms, int exponent) {
    public Factor {
      terms = List.copyOf(terms);
    }
  }

  private PlaneFunction() {}

  /**
   * The resolution at the origin. The product of the factors must vanish there and be nonnegative
   * around it.
   *
   * @param sign of a constant factor, 1 or -1
   * @param factors of the function
   * @param priorX h where the prior is |x|^h |y|^k
   * @param priorY k
   * @throws InvalidInput if the function takes negative values, or a degree is above 5,000
   */
  public static Resolution resolve(int sign, List<Factor> factors, int priorX, int priorY) {
    long i = 0;
    long j = 0;
    int leadingSign = sign;
    List<PlanePolynomial.Factor> distinct = new ArrayList<>();
    for (Factor factor : factors) {
      Term lowest =
          factor.terms().stream()
              .min(Comparator.comparingInt(Term::i).thenComparingInt(Term::j))
              .orElseThrow();
      leadingSign *= factor.exponent() % 2 == 0 ? 1 : lowest.c().signum();
      int alongX = factor.terms().stream().mapToInt(Term::i).min().orElseThrow();
      int alongY = factor.terms().stream().mapToInt(Term::j).min().orElseThrow();
      i += (long) alongX * factor.exponent();
      j += (long) alongY * factor.exponent();
      addSquarefree(distinct, primitive(factor.terms(), alongX, alongY), factor.exponent());
    }
    requireEvenAxis("x", i);
    requireEvenAxis("y", j);
    Divisor x = Divisor.of("axis x = 0", i, priorX + 1L);
    Divisor y = Divisor.of("axis y = 0", j, priorY + 1L);
    List<PlaneResolution.Part> parts =
        distinct.stream()
            .map(f -> new PlaneResolution.Part(Germ.of(f.base()), f.exponent()))
            .toList();
    Resolution resolution = PlaneResolution.of(parts, x, y);
    if (leadingSign < 0) {
      throw new InvalidInput(
          "polynomial: takes negative values arbitrarily near the point; expected K >= 0");
    }
    return resolution;
  }

  private static void requireEvenAxis(String name, long exponent) {
    if (exponent % 2 != 0) {
      throw new InvalidInput(
          "polynomial: takes negative values near the point, where it changes its sign across "
              + name
              + " = 0 (multiplicity "
              + exponent
              + "); expected K >= 0");
    }
  }

  private static PlanePolynomial primitive(List<Term> terms, int alongX, int alongY) {
    int height = 0;
    BigInteger lcm = BigInteger.ONE;
    Map<Integer, Integer> widths = new TreeMap<>();
    for (Term term : terms) {
      height = Math.max(height, term.j() - alongY);
      widths.merge(term.j() - alongY, term.i() - alongX, Math::max);
      BigInteger d = term.c().getDenominator();
      lcm = lcm.divide(lcm.gcd(d)).multiply(d);
    }
    int width = widths.values().stream().max(Comparator.naturalOrder()).orElseThrow();
    if (Math.max(width, height) > LARGEST_DEGREE) {
      throw new InvalidInput(
          "polynomial: degree "
              + Math.max(width, height)
              + " in one variable exceeds the largest that is resolved, "
              + LARGEST_DEGREE);
    }
    BigInteger[][] rows = new BigInteger[height + 1][];
    for (int row = 0; row <= height; row++) {
      rows[row] = new BigInteger[widths.getOrDefault(row, -1) + 1];
      Arrays.fill(rows[row], BigInteger.ZERO);
    }
    for (Term term : terms) {
      rows[term.j() - alongY][term.i() - alongX] = term.c().multiply(lcm).getNumerator();
    }
    return PlanePolynomial.primitive(rows);
  }

  /** Adds the squarefree factors through the origin, keeping all factors coprime. */
  private static void addSquarefree(
      List<PlanePolynomial.Factor> distinct, PlanePolynomial polynomial, int exponent) {
    if (!polynomial.vanishesAtOrigin()) {
      return;
    }
    for (PlanePolynomial.Factor part : polynomial.squarefreeFactors()) {
      addCoprime(distinct, part.base(), Math.multiplyExact(part.exponent(), exponent));
    }
  }

  private static void addCoprime(
      List<PlanePolynomial.Factor> distinct, PlanePolynomial polynomial, int exponent) {
    PlanePolynomial rest = polynomial;
    for (int k = 0; k < distinct.size() && rest.degreeInY() > 0; k++) {
      PlanePolynomial.Factor known = distinct.get(k);
      PlanePolynomial common = known.base().gcd(rest);
      if (common.degreeInY() > 0) {
        rest = rest.quotient(common);
        PlanePolynomial own = known.base().quotient(common);
        int sum = Math.addExact(known.exponent(), exponent);
        distinct.set(k, new PlanePolynomial.Factor(common, sum));
        if (own.degreeInY() > 0) {
          distinct.add(k++, new PlanePolynomial.Factor(own, known.exponent()));
        }
      }
    }
    if (rest.degreeInY() > 0) {
      distinct.add(new PlanePolynomial.Factor(rest, exponent));
    }
    distinct.removeIf(factor -> !factor.base().vanishesAtOrigin());
  }
}
