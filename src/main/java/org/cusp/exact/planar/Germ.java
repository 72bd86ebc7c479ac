package org.cusp.exact.planar;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.Work;
import org.hipparchus.fraction.BigFraction;

/**
 * A polynomial in local coordinates (x, y) around a point of a chart, over a tower of real number
 * fields. In each row (power of y) the lowest term kept is truly not zero, so that the Newton
 * polygon can be read off. Terms with a power of x above the precision are not known. Immutable
 * after construction.
 */
final class Germ {
  private static final long EXACT = Long.MAX_VALUE;

  private final TreeMap<Integer, TreeMap<Integer, RealNumber>> rows;
  private final List<Vertex> polygon;
  private final long precision;

  private Germ(TreeMap<Integer, TreeMap<Integer, RealNumber>> rows, long precision) {
    this.rows = rows;
    this.precision = precision;
    for (TreeMap<Integer, RealNumber> row : rows.values()) {
      while (!row.isEmpty() && row.firstEntry().getValue().isZero()) {
        row.pollFirstEntry();
      }
    }
    rows.values().removeIf(TreeMap::isEmpty);
    this.polygon = polygon(rows);
  }

  /** Whether all terms are known. */
  boolean isExact() {
    return precision == EXACT;
  }

  /** Whether unknown terms have a weight above the least one. */
  boolean determines(Weight weight) {
    return isExact() || order(weight) < weight.p() * (precision + 1);
  }

  static Germ of(PlanePolynomial polynomial) {
    TreeMap<Integer, TreeMap<Integer, RealNumber>> rows = new TreeMap<>();
    BigInteger[][] coefficients = polynomial.rows();
    for (int j = 0; j < coefficients.length; j++) {
      for (int i = 0; i < coefficients[j].length; i++) {
        if (coefficients[j][i].signum() != 0) {
          put(rows, i, j, RealNumber.of(new BigFraction(coefficients[j][i])));
        }
      }
    }
    return new Germ(rows, EXACT);
  }

  private static void put(
      TreeMap<Integer, TreeMap<Integer, RealNumber>> rows, int i, int j, RealNumber value) {
    rows.computeIfAbsent(j, row -> new TreeMap<>()).put(i, value);
  }

  /** The highest power of x that divides this. */
  int orderAlongX() {
    return rows.values().stream().mapToInt(TreeMap::firstKey).min().orElseThrow();
  }

  /** The highest power of y that divides this. */
  int orderAlongY() {
    return rows.firstKey();
  }

  /** This divided by {@code x^i y^j}. */
  Germ dividedBy(int i, int j) {
    if (i == 0 && j == 0) {
      return this;
    }
    TreeMap<Integer, TreeMap<Integer, RealNumber>> shifted = new TreeMap<>();
    rows.forEach((y, row) -> row.forEach((x, c) -> put(shifted, x - i, y - j, c)));
    return new Germ(shifted, isExact() ? EXACT : precision - i);
  }

  /** Whether this does not vanish at the point. */
  boolean isUnit() {
    return rows.firstKey() == 0 && rows.get(0).firstKey() == 0;
  }

  /** A lattice point of the Newton polygon. */
  record Vertex(int i, int j) {}

  /** A primitive weight: x has weight p and y has weight q. */
  record Weight(int p, int q) implements Comparable<Weight> {
    /** Ascending in q / p: from the divisor x = 0 to the divisor y = 0. */
    @Override
    public int compareTo(Weight other) {
      return Long.compare((long) q * other.p, (long) other.q * p);
    }
  }

  /** The vertices from (0, order in y) to (order in x, 0); this is divided by neither x nor y. */
  List<Vertex> polygon() {
    return polygon;
  }

  private static List<Vertex> polygon(TreeMap<Integer, TreeMap<Integer, RealNumber>> rows) {
    List<Vertex> hull = new ArrayList<>();
    rows.descendingMap()
        .forEach(
            (j, row) -> {
              Vertex next = new Vertex(row.firstKey(), j);
              while (!hull.isEmpty() && hull.get(hull.size() - 1).i() >= next.i()) {
                hull.remove(hull.size() - 1);
              }
              while (hull.size() > 1
                  && !isCorner(hull.get(hull.size() - 2), hull.get(hull.size() - 1), next)) {
                hull.remove(hull.size() - 1);
              }
              hull.add(next);
            });
    return hull;
  }

  private static boolean isCorner(Vertex a, Vertex b, Vertex c) {
    long cross =
        (long) (b.i() - a.i()) * (c.j() - a.j()) - (long) (b.j() - a.j()) * (c.i() - a.i());
    return cross > 0;
  }

  /** The weights of the compact edges. */
  List<Weight> weights() {
    List<Vertex> vertices = polygon();
    List<Weight> weights = new ArrayList<>();
    for (int k = 0; k + 1 < vertices.size(); k++) {
      int down = vertices.get(k).j() - vertices.get(k + 1).j();
      int right = vertices.get(k + 1).i() - vertices.get(k).i();
      int common = BigInteger.valueOf(down).gcd(BigInteger.valueOf(right)).intValueExact();
      weights.add(new Weight(down / common, right / common));
    }
    return weights;
  }

  /** The least weight of a term. */
  long order(Weight weight) {
    return polygon().stream()
        .mapToLong(v -> (long) weight.p() * v.i() + (long) weight.q() * v.j())
        .min()
        .orElseThrow();
  }

  /**
   * A chart of the weighted blow-up around the torus of its exceptional divisor: {@code x = u^p
   * w^a, y = u^q w^b} with {@code p b - q a = 1}. The matrix is unimodular, so over the reals the
   * chart covers all four quadrants once, with u and w of either sign.
   */
  record Chart(Weight weight, int a, int b) {
    static Chart of(Weight weight) {
      if (weight.p() == 1) {
        return new Chart(weight, 0, 1);
      }
      BigInteger p = BigInteger.valueOf(weight.p());
      BigInteger q = BigInteger.valueOf(weight.q());
      BigInteger a = q.modInverse(p).negate().mod(p);
      BigInteger b = BigInteger.ONE.add(q.multiply(a)).divide(p);
      return new Chart(weight, a.intValueExact(), b.intValueExact());
    }

    long powerOfU(int i, int j) {
      return (long) weight.p() * i + (long) weight.q() * j;
    }

    long powerOfW(int i, int j) {
      return (long) a * i + (long) b * j;
    }
  }

  /** The strict transform on the exceptional divisor u = 0, a polynomial in w without root 0. */
  UniPoly onDivisor(Chart chart) {
    long order = order(chart.weight());
    return byPowerOfU(chart, order).get(0).withoutZeroRoot();
  }

  private TreeMap<Integer, UniPoly> byPowerOfU(Chart chart, long order) {
    long least = Long.MAX_VALUE;
    for (var row : rows.entrySet()) {
      for (int i : row.getValue().keySet()) {
        least = Math.min(least, chart.powerOfW(i, row.getKey()));
      }
    }
    TreeMap<Integer, TreeMap<Integer, RealNumber>> grouped = new TreeMap<>();
    for (var row : rows.entrySet()) {
      for (var term : row.getValue().entrySet()) {
        int s = index(chart.powerOfU(term.getKey(), row.getKey()) - order);
        int k = index(chart.powerOfW(term.getKey(), row.getKey()) - least);
        put(grouped, k, s, term.getValue());
      }
    }
    TreeMap<Integer, UniPoly> result = new TreeMap<>();
    grouped.forEach(
        (s, powers) -> {
          Work.spend(powers.lastKey());
          RealNumber[] dense = new RealNumber[powers.lastKey() + 1];
          Arrays.fill(dense, RealNumber.ZERO);
          powers.forEach((k, c) -> dense[k] = c);
          result.put(s, UniPoly.of(dense));
        });
    return result;
  }

  private static int index(long power) {
    if (power > Integer.MAX_VALUE / 4) {
      throw new InvalidInput(
          "polynomial: its resolution needs the power " + power + ", too large for an answer");
    }
    return (int) power;
  }

  /**
   * The strict transform around the point w = root of the exceptional divisor, without the terms
   * whose power of u is above the cap.
   */
  Germ transformed(Chart chart, RealNumber root, int cap) {
    long order = order(chart.weight());
    long known = isExact() ? EXACT : chart.weight().p() * (precision + 1) - order - 1;
    TreeMap<Integer, TreeMap<Integer, RealNumber>> moved = new TreeMap<>();
    TreeMap<Integer, UniPoly> byPower = byPowerOfU(chart, order);
    long kept = byPower.lastKey() > cap ? Math.min(known, cap) : known;
    byPower.forEach(
        (s, polynomial) -> {
          if (s <= kept) {
            UniPoly shifted = polynomial.shifted(root);
            for (int j = 0; j < shifted.length(); j++) {
              RealNumber c = shifted.coefficient(j);
              if (!c.isRational() || c.rational().signum() != 0) {
                put(moved, s, j, c);
              }
            }
          }
        });
    return new Germ(moved, kept);
  }
}
