package org.cusp.exact.polynomial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;

/**
 * A sum of squares {@code g_1^2 + ... + g_s^2} up to positive factors. Its lambda and m depend only
 * on the ideal of the g (S. Lin, PhD thesis, UC Berkeley 2011, section 4; S. Lin, Ideal-theoretic
 * strategies for asymptotic approximation of marginal likelihood integrals, J. Algebraic Statistics
 * 8 (2017)), so generators may be exchanged for others of the same ideal.
 *
 * @param generators all vanishing at the origin, in the same variables
 */
record SumOfSquares(List<Polynomial> generators) {

  /** The squares that a written polynomial sums, if it is such a sum. */
  static Optional<SumOfSquares> of(
      Expression expression, List<String> variables, List<BigFraction> point) {
    List<Expression> parts =
        expression instanceof Expression.Sum sum ? sum.parts() : List.of(expression);
    List<Polynomial> generators = new ArrayList<>();
    for (Expression part : parts) {
      Factored factored = Factored.of(part, variables, point);
      boolean square = factored.factors().stream().allMatch(f -> f.exponent() % 2 == 0);
      if (factored.constant().signum() < 0 || !square) {
        return Optional.empty();
      }
      if (factored.constant().signum() > 0) {
        Polynomial root = Polynomial.constant(variables, BigFraction.ONE);
        for (Factored.Factor factor : factored.factors()) {
          root = root.times(factor.base().power(factor.exponent() / 2));
        }
        generators.add(root);
      }
    }
    return Optional.of(new SumOfSquares(List.copyOf(generators)));
  }

  /** A reduced sum of squares and the number of coordinates that were split off. */
  record Reduced(SumOfSquares rest, int coordinates, List<String> lines) {}

  /**
   * Exchanges generators by row operations, and takes a generator {@code c v + h} whose variable v
   * occurs in it nowhere else as a coordinate: on v = -h/c the others go on without v.
   */
  Reduced reduced() {
    List<String> lines = new ArrayList<>();
    List<Polynomial> current = rowReduced(generators);
    int coordinates = 0;
    for (Optional<Split> split = split(current); split.isPresent(); split = split(current)) {
      Split found = split.get();
      coordinates++;
      lines.add("the generator " + found.generator() + " is a coordinate: lambda + 1/2");
      List<Polynomial> others = new ArrayList<>();
      for (Polynomial g : current) {
        if (g != found.generator()) {
          others.add(g.substitute(found.variable(), found.value()));
        }
      }
      current = rowReduced(others);
    }
    return new Reduced(new SumOfSquares(current), coordinates, lines);
  }

  private record Split(Polynomial generator, int variable, Polynomial value) {}

  private static Optional<Split> split(List<Polynomial> generators) {
    for (Polynomial g : generators) {
      for (int k = 0; k < g.dimension(); k++) {
        int variable = k;
        List<Monomial> with =
            g.terms().keySet().stream().filter(m -> m.exponent(variable) > 0).toList();
        if (with.size() == 1 && isVariable(with.get(0), variable)) {
          BigFraction c = g.terms().get(with.get(0));
          Polynomial linear = Polynomial.of(g.variables(), java.util.Map.of(with.get(0), c));
          Polynomial value = g.minus(linear).times(c.reciprocal().negate());
          return Optional.of(new Split(g, variable, value));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isVariable(Monomial monomial, int variable) {
    for (int k = 0; k < monomial.dimension(); k++) {
      if (monomial.exponent(k) != (k == variable ? 1 : 0)) {
        return false;
      }
    }
    return true;
  }

  /** Generators of the same span in echelon form, the rarest monomials first. */
  private static List<Polynomial> rowReduced(List<Polynomial> generators) {
    TreeSet<Monomial> all = new TreeSet<>();
    generators.forEach(g -> all.addAll(g.terms().keySet()));
    List<Monomial> columns = new ArrayList<>(all);
    List<BigFraction[]> rows = new ArrayList<>();
    for (Polynomial g : generators) {
      rows.add(
          columns.stream()
              .map(m -> g.terms().getOrDefault(m, BigFraction.ZERO))
              .toArray(BigFraction[]::new));
    }
    List<Polynomial> reduced = new ArrayList<>();
    for (BigFraction[] row : RationalMatrix.reduced(rows)) {
      TreeMap<Monomial, BigFraction> terms = new TreeMap<>();
      for (int j = 0; j < row.length; j++) {
        terms.put(columns.get(j), row[j]);
      }
      reduced.add(Polynomial.of(generators.get(0).variables(), terms));
    }
    return reduced;
  }

  /** The sum itself, multiplied out. */
  Polynomial expanded() {
    return generators.stream().map(g -> g.times(g)).reduce(Polynomial::plus).orElseThrow();
  }
}
