package org.cusp.exact.polynomial;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.Rlct;
import org.cusp.exact.Work;
import org.hipparchus.fraction.BigFraction;

/**
 * A polynomial with rational coefficients in a list of named variables, multiplied out. Immutable.
 */
public final class Polynomial {
  private static final int MOST_TERMS = 20_000;
  private static final int LARGEST_EXPANSION = 200_000;

  private final List<String> variables;
  private final TreeMap<Monomial, BigFraction> terms;

  private Polynomial(List<String> variables, TreeMap<Monomial, BigFraction> terms) {
    this.variables = variables;
    this.terms = terms;
    if (terms.size() > MOST_TERMS) {
      throw new InvalidInput("polynomial: more than " + MOST_TERMS + " terms when multiplied out");
    }
  }

  /** The polynomial with these terms; zero coefficients are dropped. */
  public static Polynomial of(List<String> variables, Map<Monomial, BigFraction> terms) {
    TreeMap<Monomial, BigFraction> kept = new TreeMap<>(terms);
    kept.values().removeIf(coefficient -> coefficient.signum() == 0);
    return new Polynomial(List.copyOf(variables), kept);
  }

  static Polynomial constant(List<String> variables, BigFraction value) {
    return of(variables, Map.of(Monomial.of(new int[variables.size()]), value));
  }

  static Polynomial variable(List<String> variables, String name) {
    int[] exponents = new int[variables.size()];
    exponents[variables.indexOf(name)] = 1;
    return of(variables, Map.of(Monomial.of(exponents), BigFraction.ONE));
  }

  /** The names of the variables, in the order of the exponents. */
  public List<String> variables() {
    return variables;
  }

  /** The number of variables. */
  public int dimension() {
    return variables.size();
  }

  /** The terms in ascending lexicographic order of their exponents; unmodifiable. */
  public Map<Monomial, BigFraction> terms() {
    return Collections.unmodifiableMap(terms);
  }

  /** Whether this is the zero polynomial. */
  public boolean isZero() {
    return terms.isEmpty();
  }

  /** The value at the origin. */
  public BigFraction constantTerm() {
    return terms.getOrDefault(Monomial.of(new int[dimension()]), BigFraction.ZERO);
  }

  /** The largest sum of exponents of a term; zero for the zero polynomial. */
  public int degree() {
    return terms.keySet().stream().mapToInt(Polynomial::totalDegree).max().orElse(0);
  }

  /** Whether a term has degree 1. */
  boolean hasLinearTerm() {
    return terms.keySet().stream().anyMatch(monomial -> totalDegree(monomial) == 1);
  }

  private static int totalDegree(Monomial monomial) {
    long sum = 0;
    for (int k = 0; k < monomial.dimension(); k++) {
      sum += monomial.exponent(k);
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }

  Polynomial plus(Polynomial other) {
    TreeMap<Monomial, BigFraction> sum = new TreeMap<>(terms);
    other.terms.forEach((monomial, c) -> add(sum, monomial, c));
    return new Polynomial(variables, sum);
  }

  /** The sum of many, without copies of what is there. */
  static Polynomial sum(List<String> variables, List<Polynomial> parts) {
    TreeMap<Monomial, BigFraction> sum = new TreeMap<>();
    parts.forEach(part -> part.terms.forEach((monomial, c) -> add(sum, monomial, c)));
    return new Polynomial(variables, sum);
  }

  private static void add(TreeMap<Monomial, BigFraction> sum, Monomial monomial, BigFraction c) {
    Work.spend(monomial.dimension());
    sum.merge(
        monomial,
        c,
        (a, b) -> {
          BigFraction both = Work.sum(a, b);
          return both.signum() == 0 ? null : both;
        });
  }

  Polynomial times(Polynomial other) {
    TreeMap<Monomial, BigFraction> product = new TreeMap<>();
    for (Map.Entry<Monomial, BigFraction> a : terms.entrySet()) {
      other.terms.forEach(
          (monomial, c) -> {
            add(product, a.getKey().times(monomial), Work.product(a.getValue(), c));
          });
      if (product.size() > MOST_TERMS) {
        break;
      }
    }
    return new Polynomial(variables, product);
  }

  Polynomial times(BigFraction factor) {
    TreeMap<Monomial, BigFraction> product = new TreeMap<>();
    if (factor.signum() != 0) {
      terms.forEach(
          (monomial, c) -> {
            product.put(monomial, Work.product(c, factor));
          });
    }
    return new Polynomial(variables, product);
  }

  Polynomial minus(Polynomial other) {
    return plus(other.times(BigFraction.MINUS_ONE));
  }

  Polynomial power(int exponent) {
    if (terms.size() == 1) {
      return monomialPower(exponent);
    }
    Polynomial result = constant(variables, BigFraction.ONE);
    long work = 0;
    for (int k = 0; k < exponent; k++) {
      work += (long) result.terms.size() * terms.size();
      if (work > LARGEST_EXPANSION) {
        throw new InvalidInput(
            "polynomial: a power with exponent " + exponent + " is too large to be multiplied out");
      }
      result = result.times(this);
    }
    return result;
  }

  private Polynomial monomialPower(int exponent) {
    Map.Entry<Monomial, BigFraction> term = terms.firstEntry();
    int[] exponents = new int[dimension()];
    for (int k = 0; k < exponents.length; k++) {
      long product = (long) term.getKey().exponent(k) * exponent;
      if (product > Monomial.LARGEST_EXPONENT) {
        throw new InvalidInput(
            "polynomial: an exponent exceeds "
                + Monomial.LARGEST_EXPONENT
                + " when multiplied out");
      }
      exponents[k] = (int) product;
    }
    return of(variables, Map.of(Monomial.of(exponents), Work.power(term.getValue(), exponent)));
  }

  /** The polynomial in coordinates centred at a point: {@code p(w + point)}. */
  public Polynomial centredAt(List<BigFraction> point) {
    Polynomial result = this;
    for (int k = 0; k < dimension(); k++) {
      if (point.get(k).signum() != 0) {
        Polynomial moved =
            variable(variables, variables.get(k)).plus(constant(variables, point.get(k)));
        result = result.substitute(k, moved);
      }
    }
    return result;
  }

  /** The polynomial with another one in the place of a variable. */
  Polynomial substitute(int variable, Polynomial value) {
    TreeMap<Integer, TreeMap<Monomial, BigFraction>> byPower = new TreeMap<>();
    terms.forEach(
        (monomial, c) -> {
          int[] rest = new int[dimension()];
          for (int k = 0; k < rest.length; k++) {
            rest[k] = k == variable ? 0 : monomial.exponent(k);
          }
          byPower
              .computeIfAbsent(monomial.exponent(variable), power -> new TreeMap<>())
              .put(Monomial.of(rest), c);
        });
    Polynomial result = constant(variables, BigFraction.ZERO);
    Polynomial powers = constant(variables, BigFraction.ONE);
    int reached = 0;
    for (Map.Entry<Integer, TreeMap<Monomial, BigFraction>> part : byPower.entrySet()) {
      powers = powers.times(value.power(part.getKey() - reached));
      reached = part.getKey();
      result = result.plus(new Polynomial(variables, part.getValue()).times(powers));
    }
    return result;
  }

  /** The indices of the variables that occur. */
  Set<Integer> occurring() {
    Set<Integer> found = new TreeSet<>();
    for (Monomial monomial : terms.keySet()) {
      for (int k = 0; k < dimension(); k++) {
        if (monomial.exponent(k) > 0) {
          found.add(k);
        }
      }
    }
    return found;
  }

  /** The same polynomial in some of its variables; the others must not occur. */
  Polynomial restrictedTo(List<Integer> kept) {
    TreeMap<Monomial, BigFraction> shorter = new TreeMap<>();
    terms.forEach(
        (monomial, c) ->
            shorter.put(Monomial.of(kept.stream().mapToInt(monomial::exponent).toArray()), c));
    return new Polynomial(kept.stream().map(variables::get).toList(), shorter);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Polynomial that
        && variables.equals(that.variables)
        && terms.equals(that.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    if (terms.isEmpty()) {
      return "0";
    }
    StringBuilder text = new StringBuilder();
    List<Monomial> order = new ArrayList<>(terms.descendingKeySet());
    for (Monomial monomial : order) {
      BigFraction c = terms.get(monomial);
      String sign = c.signum() < 0 ? "-" : "+";
      text.append(text.length() == 0 ? (sign.equals("-") ? "-" : "") : " " + sign + " ");
      text.append(term(c.abs(), monomial));
    }
    return text.toString();
  }

  private String term(BigFraction size, Monomial monomial) {
    List<String> factors = new ArrayList<>();
    if (monomial.isOne() || !size.equals(BigFraction.ONE)) {
      factors.add(Rlct.text(size));
    }
    for (int k = 0; k < dimension(); k++) {
      int e = monomial.exponent(k);
      if (e > 0) {
        factors.add(e == 1 ? variables.get(k) : variables.get(k) + "^" + e);
      }
    }
    return String.join("*", factors);
  }
}
