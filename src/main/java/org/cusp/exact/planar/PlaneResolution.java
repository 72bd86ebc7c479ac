package org.cusp.exact.planar;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.planar.Germ.Chart;
import org.cusp.exact.planar.Germ.Weight;
import org.hipparchus.fraction.BigFraction;

/**
 * Resolves a function of two variables, given as a product of powers of squarefree coprime
 * polynomials, at the origin over the reals, and reads lambda and m off the divisors.
 *
 * <p>In each chart the union of the factors' Newton polygons gives weights (p, q). The weighted
 * blow-up with all of them (each a finite sequence of point blow-ups, of which only the divisors
 * that can matter are kept: the others lie between two neighbours and have a mediant of their nu /
 * N) has one divisor for each weight, with {@code N = p N_x + q N_y + order} and {@code nu = p nu_x
 * + q nu_y}. Neighbouring divisors meet at real points. On each divisor the real zeros of the
 * strict transform are the only points left: at a simple zero one smooth branch crosses the
 * divisor; at a multiple zero w0 the function goes on in a chart (u, w - w0), where w0 may be an
 * irrational algebraic number. Complex zeros are no points of the real space and are left out.
 *
 * <p>Termination. Let e be the total order in w of the factors in a new chart. It is at most the
 * length of the edge, so it never grows, and it stays equal only if the edge has p = 1 and a single
 * root. An infinite path would have e constant, at least 2, from some chart on, and would then
 * define one power series y = s(x) that is a root of the product of multiplicity e. The factors are
 * squarefree and coprime, so their product has no multiple root: every path ends.
 *
 * <p>In a new chart only terms up to a cap in u are kept. A Newton polygon or a trace on a divisor
 * is used only if the terms left out lie above it; a single smooth branch across the divisor is one
 * whatever they are. Where more is needed, the whole starts again with twice the cap, at the latest
 * until nothing is left out.
 *
 * <p>A weighted blow-up with the Newton polygon goes back to A. N. Varchenko, Newton polyhedra and
 * estimation of oscillating integrals, Funct. Anal. Appl. 10 (1976) 175, doi:10.1007/BF01075524;
 * reading lambda and m off the divisors to S. Watanabe, Algebraic Geometry and Statistical Learning
 * Theory, Cambridge 2009, doi:10.1017/CBO9780511800474.
 */
final class PlaneResolution {
  /** A factor with its multiplicity in the function. */
  record Part(Germ germ, int exponent) {}

  private static final int FIRST_CAP = 16;

  private final int cap;
  private final List<Divisor> divisors = new ArrayList<>();
  private final List<Divisor[]> corners = new ArrayList<>();
  private final List<String> tree = new ArrayList<>();
  private int named;

  private PlaneResolution(int cap) {
    this.cap = cap;
  }

  /**
   * The resolution at the origin.
   *
   * @param parts squarefree and coprime, each with its multiplicity
   * @param xAxis the divisor x = 0 with its prior exponent plus 1 as nu
   * @param yAxis the same for y = 0
   * @throws InvalidInput if the function changes its sign across a real branch
   */
  static Resolution of(List<Part> parts, Divisor xAxis, Divisor yAxis) {
    int cap = FIRST_CAP;
    while (true) {
      try {
        PlaneResolution resolution = new PlaneResolution(cap);
        resolution.resolve(parts, xAxis, yAxis, null, 0);
        return resolution.result();
      } catch (CapTooLow e) {
        cap = Math.multiplyExact(cap, 2);
      }
    }
  }

  /** A term that was left out may matter. */
  private static final class CapTooLow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CapTooLow() {
      super("cap too low", null, false, false);
    }
  }

  private Resolution result() {
    BigFraction lambda =
        divisors.stream().map(Divisor::ratio).min(BigFraction::compareTo).orElseThrow();
    boolean twice =
        corners.stream()
            .anyMatch(
                corner ->
                    corner[0].isCandidate()
                        && corner[1].isCandidate()
                        && corner[0].ratio().equals(lambda)
                        && corner[1].ratio().equals(lambda));
    return new Resolution(lambda, twice ? 2 : 1, divisors, tree);
  }

  private void resolve(List<Part> given, Divisor x, Divisor y, Extension field, int depth) {
    Divisor xAxis = x;
    Divisor yAxis = y;
    List<Part> parts = new ArrayList<>();
    for (Part part : given) {
      int i = part.germ().orderAlongX();
      int j = part.germ().orderAlongY();
      Germ rest = part.germ().dividedBy(i, j);
      boolean lone = given.size() == 1 && j == 1 && rest.isUnit();
      if (!part.germ().isExact() && j > 0 && !lone) {
        throw new CapTooLow();
      }
      xAxis = vanishing(xAxis, i, part.exponent());
      yAxis = vanishing(yAxis, j, part.exponent());
      if (!rest.isUnit()) {
        parts.add(new Part(rest, part.exponent()));
      }
    }
    if (depth == 0) {
      note(xAxis, depth);
    }
    note(yAxis, depth);
    if (parts.isEmpty()) {
      corners.add(new Divisor[] {xAxis, yAxis});
    } else if (parts.size() == 1 && isSmoothAcross(parts.get(0).germ(), xAxis, yAxis)) {
      Divisor crossed = yAxis.isTrivial() ? xAxis : yAxis;
      branches(1, parts.get(0).exponent(), crossed, depth);
    } else {
      blowUp(parts, xAxis, yAxis, field, depth);
    }
  }

  private static Divisor vanishing(Divisor axis, int times, int exponent) {
    if (times > 0) {
      requireEven((long) times * exponent);
    }
    return axis.vanishingMore((long) times * exponent);
  }

  /** A single smooth branch that crosses the only divisor at the point. */
  private static boolean isSmoothAcross(Germ germ, Divisor xAxis, Divisor yAxis) {
    List<Germ.Vertex> polygon = germ.polygon();
    boolean crossesX = yAxis.isTrivial() && polygon.get(0).j() == 1;
    boolean crossesY = xAxis.isTrivial() && polygon.get(polygon.size() - 1).i() == 1;
    return crossesX || crossesY;
  }

  private void blowUp(List<Part> parts, Divisor xAxis, Divisor yAxis, Extension field, int depth) {
    TreeSet<Weight> weights = new TreeSet<>();
    parts.forEach(part -> weights.addAll(part.germ().weights()));
    Divisor previous = xAxis;
    for (Weight weight : weights) {
      if (!parts.stream().allMatch(part -> part.germ().determines(weight))) {
        throw new CapTooLow();
      }
      Divisor exceptional = exceptional(parts, xAxis, yAxis, weight);
      line(depth, exceptional, ", blow-up with weights (" + weight.p() + ", " + weight.q() + ")");
      divisors.add(exceptional);
      corners.add(new Divisor[] {previous, exceptional});
      points(parts, weight, exceptional, field, depth);
      previous = exceptional;
    }
    corners.add(new Divisor[] {previous, yAxis});
  }

  private Divisor exceptional(List<Part> parts, Divisor xAxis, Divisor yAxis, Weight weight) {
    BigInteger p = BigInteger.valueOf(weight.p());
    BigInteger q = BigInteger.valueOf(weight.q());
    BigInteger order = p.multiply(xAxis.order()).add(q.multiply(yAxis.order()));
    for (Part part : parts) {
      BigInteger own = BigInteger.valueOf(part.germ().order(weight));
      order = order.add(own.multiply(BigInteger.valueOf(part.exponent())));
    }
    BigInteger nu = p.multiply(xAxis.nu()).add(q.multiply(yAxis.nu()));
    return new Divisor("E" + ++named, order, nu);
  }

  /** The real zeros of the strict transform on a divisor. */
  private void points(
      List<Part> parts, Weight weight, Divisor exceptional, Extension field, int depth) {
    Chart chart = Chart.of(weight);
    List<UniPoly> traces = parts.stream().map(part -> part.germ().onDivisor(chart)).toList();
    UniPoly all = traces.stream().reduce(UniPoly.of(RealNumber.ONE), UniPoly::times);
    List<UniPoly> byMultiplicity = all.squarefreeParts();
    for (int k = 0; k < byMultiplicity.size(); k++) {
      UniPoly zeros = byMultiplicity.get(k);
      if (k == 0) {
        simpleZeros(parts, traces, zeros, exceptional, depth);
      } else {
        for (RealNumber root : RealRoots.of(zeros, field)) {
          multipleZero(parts, traces, chart, root, k + 1, exceptional, field, depth);
        }
      }
    }
  }

  private void simpleZeros(
      List<Part> parts, List<UniPoly> traces, UniPoly zeros, Divisor exceptional, int depth) {
    for (int k = 0; k < parts.size() && zeros.degree() > 0; k++) {
      UniPoly own = traces.get(k).trimmed();
      int count = own.degree() > 0 ? RealRoots.count(zeros.gcd(own)) : 0;
      branches(count, parts.get(k).exponent(), exceptional, depth + 1);
    }
  }

  private void branches(int count, int exponent, Divisor crossed, int depth) {
    if (count == 0) {
      return;
    }
    requireEven(exponent);
    Divisor branch = Divisor.of(count == 1 ? "branch" : count + " branches", exponent, 1);
    divisors.add(branch);
    corners.add(new Divisor[] {crossed, branch});
    line(depth, branch, crossed.isTrivial() ? "" : ", crossing " + crossed.name());
  }

  private void multipleZero(
      List<Part> parts,
      List<UniPoly> traces,
      Chart chart,
      RealNumber root,
      int multiplicity,
      Divisor exceptional,
      Extension field,
      int depth) {
    List<Part> through = new ArrayList<>();
    for (int k = 0; k < parts.size(); k++) {
      if (traces.get(k).at(root).isZero()) {
        Germ moved = parts.get(k).germ().transformed(chart, root, cap);
        through.add(new Part(moved, parts.get(k).exponent()));
      }
    }
    tree.add(
        "  ".repeat(depth + 1) + "point w = " + shown(root) + " of multiplicity " + multiplicity);
    Extension extended = root.isRational() ? field : top(field, root.field());
    resolve(through, exceptional, Divisor.of("branch", 0, 1), extended, depth + 1);
  }

  /** The higher of two storeys of one tower. */
  private static Extension top(Extension field, Extension other) {
    return field == null || other.storey() > field.storey() ? other : field;
  }

  private static String shown(RealNumber root) {
    if (root.isRational()) {
      return root.rational().toString().replace(" ", "");
    }
    String near = String.format(Locale.ROOT, "%.6g", root.approximate());
    return near + ", a root of " + root.field().polynomial();
  }

  private void note(Divisor axis, int depth) {
    if (axis.isCandidate()) {
      divisors.add(axis);
      line(depth, axis, "");
    }
  }

  private void line(int depth, Divisor divisor, String more) {
    String values =
        ": N = " + divisor.order() + ", nu = " + divisor.nu() + ", nu/N = " + ratioText(divisor);
    tree.add("  ".repeat(depth) + divisor.name() + values + more);
  }

  private static String ratioText(Divisor divisor) {
    return divisor.isCandidate() ? divisor.ratio().toString().replace(" ", "") : "-";
  }

  private static void requireEven(long exponent) {
    if (exponent % 2 != 0) {
      throw new InvalidInput(
          "polynomial: takes negative values near the point, where it changes its sign across a"
              + " real branch of multiplicity "
              + exponent
              + "; expected K >= 0");
    }
  }
}
