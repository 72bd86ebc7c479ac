package org.cusp.exact.polynomial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.Combination;
import org.cusp.exact.Rlct;
import org.cusp.exact.Work;
import org.cusp.exact.planar.PlaneFunction;
import org.cusp.exact.planar.Resolution;
import org.hipparchus.fraction.BigFraction;

/**
 * The local learning coefficient of {@code K(w) >= 0}, a polynomial with rational coefficients, at
 * a zero of K, over the reals.
 *
 * <ul>
 *   <li>Factors and summands that share no variables are treated on their own ({@link
 *       Combination}).
 *   <li>In one and two variables the answer is exact: a resolution of the singularity ({@code
 *       org.cusp.exact.planar}).
 *   <li>In more variables generators of a sum of squares that are coordinates are split off; what
 *       remains is read from the Newton polyhedron, exact where it is nondegenerate, else an upper
 *       bound with the reason.
 * </ul>
 *
 * @param text as written
 * @param variables in natural order: by letters, then by number
 * @param point a zero of K, one coordinate for each variable
 * @param prior exponents h of a prior that behaves like {@code prod |w_i - point_i|^(h_i)} at the
 *     point, one for each variable
 */
public record PolynomialProblem(
    String text, List<String> variables, List<BigFraction> point, List<Integer> prior) {
  private static final int MOST_VARIABLES = 1_000;

  static final String PLANE = "resolution of the plane curve (blow-ups over the reals)";
  static final String LINE = "order of the zero";
  static final String NEWTON =
      "Newton polyhedron: Varchenko 1976, doi:10.1007/BF01075524; Watanabe 2009, section 3";
  static final String SQUARES =
      "change of generators: Lin 2011, PhD thesis, UC Berkeley, section 4";

  public PolynomialProblem {
    variables = List.copyOf(variables);
    point = List.copyOf(point);
    prior = List.copyOf(prior);
    requireLength("at", point.size(), variables);
    requireLength("prior", prior.size(), variables);
    for (int h : prior) {
      if (h < 0 || h > Monomial.LARGEST_EXPONENT) {
        throw new InvalidInput(
            "polynomial: prior exponents must be in [0, "
                + Monomial.LARGEST_EXPONENT
                + "], got "
                + h);
      }
    }
  }

  private static void requireLength(String key, int size, List<String> variables) {
    if (size != variables.size()) {
      throw new InvalidInput(
          "polynomial: "
              + key
              + " must have "
              + variables.size()
              + " entries, one for each of "
              + String.join(", ", variables)
              + ", got "
              + size);
    }
  }

  /** The polynomial at the origin with a prior that is positive there. */
  public static PolynomialProblem atOrigin(String text) {
    List<String> variables = variablesOf(PolynomialParser.parse(text));
    return new PolynomialProblem(
        text,
        variables,
        Collections.nCopies(variables.size(), BigFraction.ZERO),
        Collections.nCopies(variables.size(), 0));
  }

  /** The same polynomial at another point. */
  public PolynomialProblem at(List<BigFraction> other) {
    return new PolynomialProblem(text, variables, other, prior);
  }

  /** The same polynomial with other prior exponents. */
  public PolynomialProblem withPrior(List<Integer> other) {
    return new PolynomialProblem(text, variables, point, other);
  }

  private static List<String> variablesOf(Expression expression) {
    Set<String> names = new LinkedHashSet<>();
    expression.collectVariables(names);
    if (names.size() > MOST_VARIABLES) {
      throw new InvalidInput(
          "polynomial: at most " + MOST_VARIABLES + " variables, got " + names.size());
    }
    List<String> sorted = new ArrayList<>(names);
    sorted.sort(
        Comparator.comparing((String name) -> name.replaceAll("[_0-9]", ""))
            .thenComparing(name -> name.replaceAll("[^0-9]", "").length())
            .thenComparing(Comparator.naturalOrder()));
    return sorted;
  }

  /**
   * Lambda and m.
   *
   * @throws InvalidInput if the text is no polynomial, K is the zero polynomial, not zero at the
   *     point, or takes negative values near it
   */
  public PolynomialAnswer answer() {
    return Work.bounded("polynomial", this::solved);
  }

  private PolynomialAnswer solved() {
    Expression expression = PolynomialParser.parse(text);
    Factored factored = Factored.of(expression, variables, point);
    if (factored.isZero() || factored.factors().stream().anyMatch(f -> f.base().isZero())) {
      throw new InvalidInput(
          "polynomial: K is zero everywhere; the free energy stays bounded and has no learning"
              + " coefficient");
    }
    if (factored.atCentre().signum() != 0) {
      throw new InvalidInput(
          "polynomial: K("
              + pointText()
              + ") is "
              + (factored.atCentre().signum() > 0 ? "positive" : "negative")
              + valueText(factored)
              + ", not 0; the learning coefficient is that of a zero of K");
    }
    return product(expression, factored.local());
  }

  /** What the answer assumes, one line each. */
  public List<String> conditions() {
    String priorText =
        prior.stream().allMatch(h -> h == 0)
            ? "a prior positive there"
            : "a prior like prod |w_i - point_i|^(h_i) there with h = " + prior;
    return List.of("at " + pointText() + "; " + priorText);
  }

  private static String valueText(Factored factored) {
    boolean known = factored.factors().stream().allMatch(f -> f.exponent() <= Factored.KEPT);
    String text = Rlct.text(factored.atCentre());
    return known && text.length() <= 20 ? " (" + text + ")" : "";
  }

  private String pointText() {
    List<String> parts = new ArrayList<>();
    for (int k = 0; k < variables.size(); k++) {
      parts.add(variables.get(k) + "=" + Rlct.text(point.get(k)));
    }
    return String.join(", ", parts);
  }

  private PolynomialAnswer product(Expression expression, Factored local) {
    PolynomialAnswer result = null;
    int sign = local.constant().signum();
    List<List<Factored.Factor>> groups = local.groups();
    for (List<Factored.Factor> group : groups) {
      int own = leadingSign(group);
      sign *= own;
      PolynomialAnswer answer = group(expression, local, group, own);
      result = result == null ? answer : result.joined(answer, Combination::product);
    }
    if (sign < 0) {
      throw new InvalidInput(
          "polynomial: takes negative values arbitrarily near the point; expected K >= 0");
    }
    return groups.size() == 1
        ? result
        : result.after(List.of("product of " + groups.size() + " factors with own variables:"));
  }

  /** The sign of the product where the first variable tends to 0 fastest, all being positive. */
  private static int leadingSign(List<Factored.Factor> group) {
    int sign = 1;
    for (Factored.Factor factor : group) {
      if (factor.exponent() % 2 == 1) {
        sign *= factor.base().terms().values().iterator().next().signum();
      }
    }
    return sign;
  }

  private PolynomialAnswer group(
      Expression expression, Factored local, List<Factored.Factor> group, int sign) {
    List<Integer> used = List.copyOf(Factored.variablesOf(group));
    if (used.size() <= 2) {
      return small(group, sign, used);
    }
    boolean flatPrior = prior.stream().allMatch(h -> h == 0);
    if (group.size() == 1 && group.get(0).base().hasLinearTerm() && flatPrior) {
      return coordinatePower(group.get(0));
    }
    boolean whole = group.size() == local.factors().size();
    Optional<SumOfSquares> squares =
        whole && flatPrior ? SumOfSquares.of(expression, variables, point) : Optional.empty();
    Polynomial expanded = group.get(0).base().power(group.get(0).exponent());
    for (Factored.Factor factor : group.subList(1, group.size())) {
      expanded = expanded.times(factor.base().power(factor.exponent()));
    }
    return large(sign < 0 ? expanded.times(BigFraction.MINUS_ONE) : expanded, squares);
  }

  /** A power of a function that can be taken as a coordinate. */
  private static PolynomialAnswer coordinatePower(Factored.Factor factor) {
    if (factor.exponent() % 2 == 1) {
      throw new InvalidInput(
          "polynomial: takes negative values near the point, where it changes its sign across "
              + factor.base()
              + " = 0 (multiplicity "
              + factor.exponent()
              + "); expected K >= 0");
    }
    Rlct rlct = Rlct.exact(new BigFraction(1, factor.exponent()), 1, LINE);
    return new PolynomialAnswer(
        rlct, "", List.of("the base " + factor.base() + " is a coordinate: lambda = 1/exponent"));
  }

  private PolynomialAnswer small(List<Factored.Factor> group, int sign, List<Integer> used) {
    int first = used.get(0);
    int second = used.size() > 1 ? used.get(1) : -1;
    List<PlaneFunction.Factor> factors = new ArrayList<>();
    for (Factored.Factor factor : group) {
      List<PlaneFunction.Term> terms = new ArrayList<>();
      factor
          .base()
          .terms()
          .forEach(
              (m, c) ->
                  terms.add(
                      new PlaneFunction.Term(
                          m.exponent(first), second < 0 ? 0 : m.exponent(second), c)));
      factors.add(new PlaneFunction.Factor(terms, factor.exponent()));
    }
    int priorSecond = second < 0 ? 0 : prior.get(second);
    Resolution resolution = PlaneFunction.resolve(sign, factors, prior.get(first), priorSecond);
    String names = variables.get(first) + (second < 0 ? "" : ", " + variables.get(second));
    return new PolynomialAnswer(
        Rlct.exact(resolution.lambda(), resolution.multiplicity(), second < 0 ? LINE : PLANE),
        "",
        Lines.joined(List.of("resolution in " + names + ":"), resolution.tree()));
  }

  /** A polynomial that is not zero, in all variables, of which some may not occur. */
  private PolynomialAnswer large(Polynomial expanded, Optional<SumOfSquares> squares) {
    if (squares.isPresent()) {
      SumOfSquares.Reduced reduced = squares.get().reduced();
      if (reduced.coordinates() > 0) {
        return withCoordinates(reduced);
      }
      return sum(reduced.rest().expanded(), reduced.rest().generators());
    }
    return sum(expanded, squares.map(SumOfSquares::generators).orElse(List.of()));
  }

  private PolynomialAnswer withCoordinates(SumOfSquares.Reduced reduced) {
    Rlct coordinates = Rlct.exact(new BigFraction(reduced.coordinates(), 2), 1, SQUARES);
    if (reduced.rest().generators().isEmpty()) {
      return new PolynomialAnswer(coordinates, "", reduced.lines());
    }
    PolynomialAnswer rest = sum(reduced.rest().expanded(), reduced.rest().generators());
    return new PolynomialAnswer(coordinates, "", reduced.lines()).joined(rest, Combination::sum);
  }

  private PolynomialAnswer sum(Polynomial polynomial, List<Polynomial> generators) {
    List<Polynomial> summands = independentSummands(polynomial);
    PolynomialAnswer result = null;
    for (Polynomial summand : summands) {
      PolynomialAnswer answer = summand(summand, summands.size() == 1 ? generators : List.of());
      result = result == null ? answer : result.joined(answer, Combination::sum);
    }
    return summands.size() == 1
        ? result
        : result.after(List.of("sum of " + summands.size() + " functions with own variables:"));
  }

  private PolynomialAnswer summand(Polynomial summand, List<Polynomial> generators) {
    List<Integer> used = List.copyOf(summand.occurring());
    if (used.size() <= 2) {
      return small(List.of(new Factored.Factor(summand, 1)), 1, used);
    }
    List<Polynomial> own = generators.stream().map(g -> g.restrictedTo(used)).toList();
    int[] priorOfUsed = used.stream().mapToInt(prior::get).toArray();
    return newton(summand.restrictedTo(used), own, priorOfUsed);
  }

  private static PolynomialAnswer newton(
      Polynomial polynomial, List<Polynomial> generators, int[] prior) {
    NewtonPolyhedron polyhedron = new NewtonPolyhedron(polynomial);
    NewtonPolyhedron.Distance distance = polyhedron.distance(prior);
    String objection = new Nondegeneracy(polynomial, polyhedron, generators).objection();
    List<String> lines = new ArrayList<>();
    lines.add("Newton polyhedron of " + polynomial.terms().size() + " terms:");
    lines.add(
        "  the ray of "
            + Arrays.stream(prior).mapToObj(h -> String.valueOf(h + 1)).toList()
            + " meets the face of "
            + face(polynomial, polyhedron, distance.face())
            + ", of codimension "
            + distance.multiplicity());
    lines.add(objection.isEmpty() ? "  nondegenerate" : "  " + objection);
    Rlct.Status status = objection.isEmpty() ? Rlct.Status.EXACT : Rlct.Status.UPPER_BOUND;
    Rlct rlct = new Rlct(distance.lambda(), distance.multiplicity(), status, NEWTON);
    return new PolynomialAnswer(rlct, objection, lines);
  }

  private static String face(
      Polynomial polynomial, NewtonPolyhedron polyhedron, NewtonPolyhedron.Face face) {
    List<String> monomials = new ArrayList<>();
    for (int k : face.members()) {
      Monomial monomial = polyhedron.support().get(k);
      monomials.add(
          Polynomial.of(polynomial.variables(), java.util.Map.of(monomial, BigFraction.ONE))
              .toString());
    }
    return String.join(", ", monomials);
  }

  /** The summands of a polynomial that share no variables. */
  private static List<Polynomial> independentSummands(Polynomial polynomial) {
    List<Set<Integer>> groups = new ArrayList<>();
    for (Monomial monomial : polynomial.terms().keySet()) {
      Set<Integer> own = new TreeSet<>();
      for (int k = 0; k < monomial.dimension(); k++) {
        if (monomial.exponent(k) > 0) {
          own.add(k);
        }
      }
      groups.removeIf(
          group -> {
            boolean shares = !Collections.disjoint(group, own);
            if (shares) {
              own.addAll(group);
            }
            return shares;
          });
      groups.add(own);
    }
    List<Polynomial> summands = new ArrayList<>();
    for (Set<Integer> group : groups) {
      java.util.TreeMap<Monomial, BigFraction> terms = new java.util.TreeMap<>();
      polynomial
          .terms()
          .forEach(
              (monomial, c) -> {
                if (group.stream().anyMatch(k -> monomial.exponent(k) > 0)) {
                  terms.put(monomial, c);
                }
              });
      summands.add(Polynomial.of(polynomial.variables(), terms));
    }
    return summands;
  }
}
