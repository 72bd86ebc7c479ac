package org.cusp.exact.planar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.fraction.BigFraction;

/**
 * A polynomial in one variable over real algebraic numbers. Immutable. Operations that need the
 * true degree first drop leading coefficients that are exactly zero.
 */
final class UniPoly {
  private static final UniPoly NOTHING = new UniPoly(new RealNumber[0]);

  private final RealNumber[] coefficients;

  private UniPoly(RealNumber[] coefficients) {
    this.coefficients = coefficients;
  }

  /** The polynomial with these coefficients, the constant first. */
  static UniPoly of(RealNumber... coefficients) {
    int length = coefficients.length;
    while (length > 0
        && coefficients[length - 1].isRational()
        && coefficients[length - 1].rational().signum() == 0) {
      length--;
    }
    return length == 0 ? NOTHING : new UniPoly(Arrays.copyOf(coefficients, length));
  }

  /** The number of coefficients kept; the leading one may still prove to be zero. */
  int length() {
    return coefficients.length;
  }

  RealNumber coefficient(int power) {
    return power < coefficients.length ? coefficients[power] : RealNumber.ZERO;
  }

  /** The same polynomial with a leading coefficient that is not zero. */
  UniPoly trimmed() {
    int length = coefficients.length;
    while (length > 0 && coefficients[length - 1].isZero()) {
      length--;
    }
    return length == coefficients.length ? this : new UniPoly(Arrays.copyOf(coefficients, length));
  }

  /** The degree of a trimmed polynomial, -1 for zero. */
  int degree() {
    return coefficients.length - 1;
  }

  private RealNumber leading() {
    return coefficients[coefficients.length - 1];
  }

  boolean isRational() {
    return Arrays.stream(coefficients).allMatch(RealNumber::isRational);
  }

  UniPoly plus(UniPoly other) {
    RealNumber[] sum = new RealNumber[Math.max(length(), other.length())];
    for (int k = 0; k < sum.length; k++) {
      sum[k] = coefficient(k).plus(other.coefficient(k));
    }
    return of(sum);
  }

  UniPoly negated() {
    return new UniPoly(
        Arrays.stream(coefficients).map(RealNumber::negated).toArray(RealNumber[]::new));
  }

  UniPoly minus(UniPoly other) {
    return plus(other.negated());
  }

  UniPoly times(UniPoly other) {
    if (length() == 0 || other.length() == 0) {
      return NOTHING;
    }
    RealNumber[] product = new RealNumber[length() + other.length() - 1];
    Arrays.fill(product, RealNumber.ZERO);
    for (int i = 0; i < length(); i++) {
      for (int j = 0; j < other.length(); j++) {
        product[i + j] = product[i + j].plus(coefficients[i].times(other.coefficients[j]));
      }
    }
    return of(product);
  }

  private UniPoly scaled(RealNumber factor) {
    return of(
        Arrays.stream(coefficients)
            .map(coefficient -> coefficient.times(factor))
            .toArray(RealNumber[]::new));
  }

  UniPoly monic() {
    UniPoly trimmed = trimmed();
    return trimmed.scaled(trimmed.leading().inverse());
  }

  private record Division(UniPoly quotient, UniPoly remainder) {}

  private Division divide(UniPoly divisor) {
    UniPoly by = divisor.trimmed();
    RealNumber inverse = by.leading().inverse();
    RealNumber[] rest = coefficients.clone();
    int steps = rest.length - by.length() + 1;
    RealNumber[] quotient = new RealNumber[Math.max(steps, 0)];
    for (int k = steps - 1; k >= 0; k--) {
      quotient[k] = rest[k + by.degree()].times(inverse);
      for (int j = 0; j < by.length(); j++) {
        rest[k + j] = rest[k + j].minus(quotient[k].times(by.coefficients[j]));
      }
    }
    int length = Math.min(rest.length, by.degree());
    return new Division(of(quotient), of(Arrays.copyOf(rest, length)));
  }

  UniPoly quotient(UniPoly divisor) {
    return divide(divisor).quotient();
  }

  UniPoly remainder(UniPoly divisor) {
    return divide(divisor).remainder();
  }

  /**
   * The monic greatest common divisor; 1 where both have none, the zero polynomial of two zeros.
   */
  UniPoly gcd(UniPoly other) {
    UniPoly a = trimmed();
    UniPoly b = other.trimmed();
    while (b.length() > 0) {
      UniPoly rest = a.remainder(b).trimmed();
      a = b;
      b = rest.length() == 0 ? rest : rest.monic();
    }
    return a.length() == 0 ? a : a.monic();
  }

  /** The monic gcd and a factor with {@code factor * this = gcd} modulo the other polynomial. */
  record Bezout(UniPoly gcd, UniPoly factor) {}

  Bezout bezout(UniPoly modulus) {
    UniPoly a = modulus;
    UniPoly b = trimmed();
    UniPoly s = NOTHING;
    UniPoly t = of(RealNumber.ONE);
    while (b.length() > 0) {
      Division division = a.divide(b);
      UniPoly next = s.minus(division.quotient().times(t));
      a = b;
      b = division.remainder().trimmed();
      s = t;
      t = next;
    }
    RealNumber scale = a.leading().inverse();
    return new Bezout(a.scaled(scale), s.scaled(scale));
  }

  UniPoly derivative() {
    RealNumber[] result = new RealNumber[Math.max(length() - 1, 0)];
    for (int k = 0; k < result.length; k++) {
      result[k] = coefficients[k + 1].times(RealNumber.of(k + 1L));
    }
    return of(result);
  }

  RealNumber at(RealNumber x) {
    RealNumber value = RealNumber.ZERO;
    for (int k = length() - 1; k >= 0; k--) {
      value = value.times(x).plus(coefficients[k]);
    }
    return value;
  }

  RealNumber at(BigFraction x) {
    return at(RealNumber.of(x));
  }

  /** The coefficients of {@code p(t + shift)}, by repeated synthetic division. */
  UniPoly shifted(RealNumber shift) {
    RealNumber[] c = coefficients.clone();
    for (int round = 0; round < c.length; round++) {
      for (int k = c.length - 2; k >= round; k--) {
        c[k] = c[k].plus(c[k + 1].times(shift));
      }
    }
    return of(c);
  }

  /** This without its root at zero. */
  UniPoly withoutZeroRoot() {
    int first = 0;
    while (first < length() && coefficients[first].isZero()) {
      first++;
    }
    return of(Arrays.copyOfRange(coefficients, first, length()));
  }

  /**
   * The squarefree decomposition: entry k is the monic product of the factors of multiplicity k + 1
   * (D. Y. Y. Yun, On square-free decomposition algorithms, SYMSAC 1976,
   * doi:10.1145/800205.806320).
   */
  List<UniPoly> squarefreeParts() {
    List<UniPoly> parts = new ArrayList<>();
    UniPoly trimmed = trimmed();
    if (trimmed.degree() < 1) {
      return parts;
    }
    UniPoly common = trimmed.gcd(trimmed.derivative());
    UniPoly rest = trimmed.quotient(common).trimmed();
    UniPoly flow = trimmed.derivative().quotient(common).minus(rest.derivative()).trimmed();
    while (rest.degree() > 0) {
      UniPoly part = rest.gcd(flow);
      parts.add(part);
      rest = rest.quotient(part).trimmed();
      flow = flow.quotient(part).minus(rest.derivative()).trimmed();
    }
    return parts;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int k = degree(); k >= 0; k--) {
      RealNumber c = coefficients[k];
      if (c.isRational() && c.rational().signum() == 0) {
        continue;
      }
      String size = c.isRational() ? shown(c.rational()) : "(" + (float) c.approximate() + ")";
      String power = k == 0 ? "" : k == 1 ? "t" : "t^" + k;
      String sign = size.startsWith("-") ? " - " : " + ";
      String bare = size.startsWith("-") ? size.substring(1) : size;
      String term = bare.equals("1") && k > 0 ? power : bare + power;
      text.append(text.length() == 0 ? (sign.equals(" - ") ? "-" : "") : sign).append(term);
    }
    return text.length() == 0 ? "0" : text.toString();
  }

  private static String shown(BigFraction value) {
    return value.toString().replace(" ", "");
  }
}
