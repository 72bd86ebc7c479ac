package org.cusp.exact.polynomial;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.planar.RealZeros;
import org.cusp.exact.polynomial.NewtonPolyhedron.Face;
import org.hipparchus.fraction.BigFraction;

/**
 * Whether a nonnegative polynomial is nondegenerate: on each compact face of its Newton polyhedron
 * the terms of that face have no common critical zero with all coordinates different from zero. For
 * K &gt;= 0 this is to say that their sum is positive there.
 *
 * <p>Shown for a face whose terms are all positive squares; for an edge, by Sturm's theorem; and
 * for a sum of squares one of whose generators has a single term on the face. A face on which none
 * of this applies leaves the question open, and the answer a bound.
 */
final class Nondegeneracy {
  private static final int MOST_FACES = 80;
  private static final int MOST_TERMS = 40;

  private final Polynomial polynomial;
  private final List<Polynomial> generators;
  private final NewtonPolyhedron polyhedron;

  Nondegeneracy(Polynomial polynomial, NewtonPolyhedron polyhedron, List<Polynomial> generators) {
    this.polynomial = polynomial;
    this.polyhedron = polyhedron;
    this.generators = generators;
  }

  /**
   * Empty where the polynomial is nondegenerate, else why that is not so or not known.
   *
   * @throws InvalidInput if a face shows that the polynomial takes negative values
   */
  String objection() {
    boolean positive =
        polynomial.terms().entrySet().stream()
            .allMatch(term -> isPositiveSquare(term.getKey(), term.getValue()));
    if (positive) {
      return "";
    }
    if (polyhedron.support().size() > MOST_TERMS) {
      return "nondegeneracy was not checked: more than " + MOST_TERMS + " terms";
    }
    return overFaces();
  }

  private static boolean isPositiveSquare(Monomial monomial, BigFraction c) {
    return c.signum() > 0 && monomial.isSquare();
  }

  private String overFaces() {
    Deque<Face> open = new ArrayDeque<>();
    Set<TreeSet<Integer>> seen = new HashSet<>();
    List<Integer> vertices = new ArrayList<>();
    for (int k = 0; k < polyhedron.support().size(); k++) {
      Face face = compactFace(new TreeSet<>(Set.of(k)));
      if (face != null) {
        if (face.members().size() == 1) {
          vertices.add(k);
        }
        if (seen.add(face.members())) {
          open.add(face);
        }
      }
    }
    while (!open.isEmpty()) {
      Face face = open.remove();
      String objection = objection(face);
      if (!objection.isEmpty()) {
        return objection;
      }
      if (seen.size() > MOST_FACES) {
        return "nondegeneracy was checked on some faces only: more than " + MOST_FACES;
      }
      for (int vertex : vertices) {
        if (!face.members().contains(vertex)) {
          TreeSet<Integer> larger = new TreeSet<>(face.members());
          larger.add(vertex);
          Face next = compactFace(larger);
          if (next != null && seen.add(next.members())) {
            open.add(next);
          }
        }
      }
    }
    return "";
  }

  private Face compactFace(TreeSet<Integer> members) {
    return polyhedron.faceOf(members).filter(Face::compact).orElse(null);
  }

  private String objection(Face face) {
    Polynomial part = part(face.members());
    requireNoNegativeValue(part);
    boolean squares =
        part.terms().entrySet().stream()
            .allMatch(term -> isPositiveSquare(term.getKey(), term.getValue()));
    if (squares || hasLoneGenerator(face)) {
      return "";
    }
    List<BigFraction> edge = alongEdge(part);
    if (edge.isEmpty()) {
      String zero = zeroAtSigns(part);
      return zero.isEmpty()
          ? "the face polynomial " + part + " could not be shown to be positive"
          : "degenerate: the face polynomial " + part + " vanishes at " + zero;
    }
    return RealZeros.hasNonzeroRoot(edge)
        ? "degenerate: the face polynomial " + part + " has real zeros off the axes"
        : "";
  }

  private Polynomial part(TreeSet<Integer> members) {
    Map<Monomial, BigFraction> terms = new TreeMap<>();
    for (int k : members) {
      Monomial monomial = polyhedron.support().get(k);
      terms.put(monomial, polynomial.terms().get(monomial));
    }
    return Polynomial.of(polynomial.variables(), terms);
  }

  /** Whether a generator that reaches the face has a single term there. */
  private boolean hasLoneGenerator(Face face) {
    BigFraction level = weightOf(polyhedron.support().get(face.members().first()), face.weight());
    for (Polynomial g : generators) {
      long on =
          g.terms().keySet().stream()
              .filter(m -> weightOf(m, face.weight()).multiply(2).equals(level))
              .count();
      if (on == 1) {
        return true;
      }
    }
    return false;
  }

  private static BigFraction weightOf(Monomial monomial, List<BigFraction> weight) {
    BigFraction sum = BigFraction.ZERO;
    for (int k = 0; k < monomial.dimension(); k++) {
      sum = sum.add(weight.get(k).multiply(monomial.exponent(k)));
    }
    return sum;
  }

  /** The values where every coordinate is 1 or -1 must not be negative, and show zeros. */
  private static void requireNoNegativeValue(Polynomial part) {
    for (long signs = 0; signs < 1L << Math.min(part.dimension(), 10); signs++) {
      if (atSigns(part, signs).signum() < 0) {
        throw new InvalidInput(
            "polynomial: takes negative values near the point, as its face polynomial "
                + part
                + " does; expected K >= 0");
      }
    }
  }

  private static String zeroAtSigns(Polynomial part) {
    for (long signs = 0; signs < 1L << Math.min(part.dimension(), 10); signs++) {
      if (atSigns(part, signs).signum() == 0) {
        List<String> values = new ArrayList<>();
        for (int k = 0; k < part.dimension(); k++) {
          values.add(part.variables().get(k) + " = " + ((signs >> k & 1) == 1 ? "-1" : "1"));
        }
        return String.join(", ", values);
      }
    }
    return "";
  }

  private static BigFraction atSigns(Polynomial part, long signs) {
    BigFraction sum = BigFraction.ZERO;
    for (Map.Entry<Monomial, BigFraction> term : part.terms().entrySet()) {
      int odd = 0;
      for (int k = 0; k < part.dimension() && k < 10; k++) {
        odd += (signs >> k & 1) == 1 ? term.getKey().exponent(k) % 2 : 0;
      }
      sum = odd % 2 == 0 ? sum.add(term.getValue()) : sum.subtract(term.getValue());
    }
    return sum;
  }

  /** The coefficients along the edge that all terms lie on, in primitive steps; else empty. */
  private static List<BigFraction> alongEdge(Polynomial part) {
    List<Monomial> monomials = new ArrayList<>(part.terms().keySet());
    Monomial first = monomials.get(0);
    Monomial last = monomials.get(monomials.size() - 1);
    int dimension = part.dimension();
    java.math.BigInteger length = java.math.BigInteger.ZERO;
    for (int k = 0; k < dimension; k++) {
      length =
          length.gcd(java.math.BigInteger.valueOf(last.exponent(k) - (long) first.exponent(k)));
    }
    int steps = length.intValueExact();
    BigFraction[] dense = new BigFraction[steps + 1];
    java.util.Arrays.fill(dense, BigFraction.ZERO);
    for (Monomial monomial : monomials) {
      int step = stepAlong(first, last, monomial, steps);
      if (step < 0) {
        return List.of();
      }
      dense[step] = part.terms().get(monomial);
    }
    return List.of(dense);
  }

  private static int stepAlong(Monomial first, Monomial last, Monomial monomial, int steps) {
    int step = -1;
    for (int k = 0; k < first.dimension(); k++) {
      int unit = (last.exponent(k) - first.exponent(k)) / Math.max(steps, 1);
      int moved = monomial.exponent(k) - first.exponent(k);
      if (unit != 0 && step < 0) {
        step = moved / unit;
      }
    }
    step = Math.max(step, 0);
    for (int k = 0; k < first.dimension(); k++) {
      int unit = (last.exponent(k) - first.exponent(k)) / Math.max(steps, 1);
      if (monomial.exponent(k) - first.exponent(k) != step * unit) {
        return -1;
      }
    }
    return step;
  }
}
