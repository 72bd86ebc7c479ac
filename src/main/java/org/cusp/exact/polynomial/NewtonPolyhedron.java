package org.cusp.exact.polynomial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;

/**
 * The Newton polyhedron of a polynomial at the origin: the convex hull of its exponents plus the
 * positive orthant, handled by exact linear programs.
 *
 * <p>With {@code tau = h + 1} for a prior {@code prod |w_i|^(h_i)}, {@code 1 / lambda} is the least
 * t with {@code t tau} in the polyhedron, and m the codimension of the smallest face that holds
 * that point. Dually lambda is the least {@code tau.w} over weights {@code w >= 0} with {@code w.a
 * >= 1} for all exponents a, and m - 1 the dimension of the set of optimal weights.
 */
final class NewtonPolyhedron {
  private final List<Monomial> support;
  private final int dimension;

  NewtonPolyhedron(Polynomial polynomial) {
    this.support = List.copyOf(polynomial.terms().keySet());
    this.dimension = polynomial.dimension();
  }

  List<Monomial> support() {
    return support;
  }

  /** Lambda, m, and the indices of the exponents on the smallest face that tau meets. */
  record Distance(BigFraction lambda, int multiplicity, Face face) {}

  /**
   * A face, as the smallest that holds given exponents.
   *
   * @param members the indices of all exponents on it
   * @param weight in the interior of its normal cone
   * @param compact whether all weights are positive
   */
  record Face(TreeSet<Integer> members, List<BigFraction> weight, boolean compact) {}

  Distance distance(int[] prior) {
    int n = support.size();
    BigFraction[][] a = new BigFraction[dimension][n];
    BigFraction[] b = new BigFraction[dimension];
    BigFraction[] c = new BigFraction[n];
    Arrays.fill(c, BigFraction.ONE);
    for (int i = 0; i < dimension; i++) {
      b[i] = new BigFraction(prior[i] + 1L);
      for (int j = 0; j < n; j++) {
        a[i][j] = new BigFraction(support.get(j).exponent(i));
      }
    }
    RationalSimplex.Optimum optimum = RationalSimplex.maximise(a, b, c);
    TreeSet<Integer> tight = new TreeSet<>();
    TreeSet<Integer> free = new TreeSet<>();
    optimalCone(optimum, b, tight, free);
    return new Distance(optimum.value(), multiplicity(tight, free), faceOf(tight).orElseThrow());
  }

  /**
   * The exponents that every optimal weight makes equal to 1, and the coordinates that are positive
   * in some optimal weight: one more linear program, over multiples of optimal weights, in which
   * each slack that can be positive reaches 1.
   */
  private void optimalCone(
      RationalSimplex.Optimum optimum,
      BigFraction[] tau,
      TreeSet<Integer> tight,
      TreeSet<Integer> free) {
    List<Integer> near = new ArrayList<>();
    for (int k = 0; k < support.size(); k++) {
      if (slack(optimum.dual(), BigFraction.ONE, k).signum() == 0) {
        near.add(k);
      }
    }
    ConeProgram program = new ConeProgram(near, List.of());
    program.bind(tau, optimum.value());
    RationalSimplex.Optimum interior = program.solve();
    List<BigFraction> w = interior.primal().subList(0, dimension);
    BigFraction theta = interior.primal().get(dimension);
    for (int k : near) {
      if (slack(w, theta, k).signum() == 0) {
        tight.add(k);
      }
    }
    for (int i = 0; i < dimension; i++) {
      if (w.get(i).signum() > 0) {
        free.add(i);
      }
    }
  }

  /**
   * The dimension of the cone of weights that vanish off the free coordinates and tie the tight.
   */
  private int multiplicity(TreeSet<Integer> tight, TreeSet<Integer> free) {
    List<BigFraction[]> differences = new ArrayList<>();
    Monomial first = support.get(tight.first());
    for (int k : tight.tailSet(tight.first(), false)) {
      differences.add(
          free.stream()
              .map(i -> new BigFraction(support.get(k).exponent(i) - (long) first.exponent(i)))
              .toArray(BigFraction[]::new));
    }
    return free.size() - RationalMatrix.rank(differences);
  }

  private BigFraction slack(List<BigFraction> w, BigFraction theta, int k) {
    BigFraction sum = theta.negate();
    for (int i = 0; i < dimension; i++) {
      sum = sum.add(w.get(i).multiply(support.get(k).exponent(i)));
    }
    return sum;
  }

  /** The smallest face with these exponents; empty if they lie on no proper face. */
  Optional<Face> faceOf(Iterable<Integer> chosen) {
    List<Integer> all = new ArrayList<>();
    for (int k = 0; k < support.size(); k++) {
      all.add(k);
    }
    List<Integer> inside = new ArrayList<>();
    chosen.forEach(inside::add);
    RationalSimplex.Optimum optimum = new ConeProgram(all, inside).solve();
    List<BigFraction> w = List.copyOf(optimum.primal().subList(0, dimension));
    BigFraction theta = optimum.primal().get(dimension);
    if (w.stream().allMatch(x -> x.signum() == 0)) {
      return Optional.empty();
    }
    TreeSet<Integer> members = new TreeSet<>();
    for (int k : all) {
      if (slack(w, theta, k).signum() == 0) {
        members.add(k);
      }
    }
    return Optional.of(new Face(members, w, w.stream().allMatch(x -> x.signum() > 0)));
  }

  /**
   * Maximises the sum of slacks, each cut off at 1, over the weights w >= 0 and levels theta with
   * {@code w.a >= theta}, and {@code w.a = theta} on chosen exponents. The weights form a cone, so
   * at the optimum every slack that can be positive is 1.
   */
  private final class ConeProgram {
    private final List<Integer> outside;
    private final int width;
    private final List<BigFraction[]> a = new ArrayList<>();
    private final List<BigFraction> b = new ArrayList<>();

    ConeProgram(List<Integer> all, List<Integer> inside) {
      outside = all.stream().filter(k -> !inside.contains(k)).toList();
      width = dimension + 1 + outside.size() + dimension;
      for (int k : inside) {
        add(level(k, 1), BigFraction.ZERO);
        add(level(k, -1), BigFraction.ZERO);
      }
      for (int s = 0; s < outside.size(); s++) {
        BigFraction[] row = level(outside.get(s), -1);
        row[dimension + 1 + s] = BigFraction.ONE;
        add(row, BigFraction.ZERO);
        add(unit(dimension + 1 + s), BigFraction.ONE);
      }
      for (int i = 0; i < dimension; i++) {
        int column = dimension + 1 + outside.size() + i;
        BigFraction[] row = unit(column);
        row[i] = BigFraction.MINUS_ONE;
        add(row, BigFraction.ZERO);
        add(unit(column), BigFraction.ONE);
      }
    }

    /** Requires {@code tau.w = lambda theta}; that it is not less is implied. */
    void bind(BigFraction[] tau, BigFraction lambda) {
      BigFraction[] row = unit(dimension);
      System.arraycopy(tau, 0, row, 0, dimension);
      row[dimension] = lambda.negate();
      add(row, BigFraction.ZERO);
    }

    private BigFraction[] unit(int column) {
      BigFraction[] row = new BigFraction[width];
      Arrays.fill(row, BigFraction.ZERO);
      row[column] = BigFraction.ONE;
      return row;
    }

    /** {@code sign (w.a - theta)} as a row. */
    private BigFraction[] level(int k, int sign) {
      BigFraction[] row = unit(dimension);
      row[dimension] = new BigFraction(-sign);
      for (int i = 0; i < dimension; i++) {
        row[i] = new BigFraction((long) sign * support.get(k).exponent(i));
      }
      return row;
    }

    private void add(BigFraction[] row, BigFraction bound) {
      a.add(row);
      b.add(bound);
    }

    RationalSimplex.Optimum solve() {
      BigFraction[] c = new BigFraction[width];
      Arrays.fill(c, BigFraction.ZERO);
      Arrays.fill(c, dimension + 1, width, BigFraction.ONE);
      return RationalSimplex.maximise(
          a.toArray(BigFraction[][]::new), b.toArray(BigFraction[]::new), c);
    }
  }
}
