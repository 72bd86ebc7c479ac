package org.cusp.exact.planar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hipparchus.fraction.BigFraction;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposer;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;

/**
 * Random plane polynomials of degree up to 12: lambda and m of the resolution against the integral
 * of exp(-n K) over a square around the origin, for n up to 1e12.
 *
 * <p>The slope of log Z at one n is no test of lambda: a second pole may lie as close as 1/48, and
 * its share then falls by less than half over the whole range. But the resolution knows all poles
 * that the integral can have, (nu + k)/N for its divisors and k = 0, 1, ..., and what other points
 * of the square contribute: half-integers, twice where two double curves cross. So
 *
 * <pre>  n^lambda Z(n) = A log n + B + sum C_j n^-d_j (log n)^(0 or 1)   with A = 0 for m = 1</pre>
 *
 * is linear in what is not known, and can be asked of values over six decades of n: a pair (lambda,
 * m) is accepted if the expansion meets all of them to 1e-4, the quadrature being good to about
 * 1e-6, with coefficients of natural size (a Gaussian prior of three times the integral, noise
 * 1e-5), and if the leading coefficient is positive, three of its standard errors from 0, and no
 * small part of the whole. Of the other poles the ten terms next to lambda are taken, and none with
 * {@code n^-d < 1e-7} throughout.
 *
 * <p>Where no such expansion holds yet at n = 1e12, since K is almost degenerate somewhere else or
 * poles lie too close together for so short a range, the resolution is neither confirmed nor
 * refuted: the same is then asked at n up to 1e16 and 1e20. The number of these is bounded.
 *
 * <p>That the comparison can fail is tested too: the same functions with lambda 10% off or the
 * other m must be refused by the values that confirmed the right pair, in nearly all cases (poles
 * that coincide with a wrong lambda can make it an expansion as well). {@code
 * -Dcusp.planar.count=200} runs more than the default number.
 */
class PlaneQuadratureTest {
  /** Exponents of ten between which n lies, one pair after another. */
  private static final int[][] RANGES = {{6, 12}, {10, 16}, {14, 20}, {22, 28}};

  private static final double HALF_SIDE = 0.7;

  @Test
  void quadratureReproducesWorkedSlopes() {
    // x^2 y^2 on [-1, 1]^2: slopes at n = 1e6, 1e9, 1e12 known to four digits.
    PlaneIntegral.Function crossing =
        new PlaneIntegral.Function(
            List.of(new double[][] {{0, 1}}, new double[][] {{0}, {1}}), List.of(new int[] {2, 2}));
    double[] slopes = PlaneIntegral.slopes(crossing, 1, 1e6, 1e9, 1e12);
    assertThat(slopes[0]).isCloseTo(0.4366, within(2e-4));
    assertThat(slopes[1]).isCloseTo(0.4559, within(2e-4));
    assertThat(slopes[2]).isCloseTo(0.4662, within(2e-4));
    // (x^2 - y^3)^2
    PlaneIntegral.Function cusp =
        new PlaneIntegral.Function(
            List.<double[][]>of(new double[][] {{0, 0, 1}, {0}, {0}, {-1}}),
            List.of(new int[] {2}));
    slopes = PlaneIntegral.slopes(cusp, 1, 1e6, 1e9, 1e12);
    assertThat(slopes[0]).isCloseTo(0.4009, within(2e-4));
    assertThat(slopes[1]).isCloseTo(0.4085, within(2e-4));
    assertThat(slopes[2]).isCloseTo(0.4123, within(2e-4));
  }

  /** A random function with its exact expansion. */
  record Sample(PlaneIntegral.Function function, TreeMap<List<Integer>, Long> terms) {
    Resolution resolve() {
      List<PlaneFunction.Term> all = new ArrayList<>();
      terms.forEach(
          (e, c) -> {
            if (c != 0) {
              all.add(new PlaneFunction.Term(e.get(0), e.get(1), new BigFraction(c)));
            }
          });
      return PlaneFunction.resolve(1, List.of(new PlaneFunction.Factor(all, 1)), 0, 0);
    }
  }

  @Test
  void resolutionAgreesWithTheIntegral() {
    int count = Integer.getInteger("cusp.planar.count", 24);
    Random random = new Random(20240611);
    List<Sample> samples = IntStream.range(0, count).mapToObj(k -> sample(random, k % 3)).toList();
    List<Outcome> outcomes = samples.parallelStream().map(PlaneQuadratureTest::outcome).toList();
    int refused = outcomes.stream().mapToInt(Outcome::wrongPairsRefused).sum();
    long late = outcomes.stream().filter(outcome -> outcome.range() > 0).count();
    String counts = "late " + late + ", wrong pairs refused " + refused + " of " + 3 * count;
    assertThat(outcomes.stream().map(Outcome::disagreement).filter(d -> !d.isEmpty()))
        .as(counts)
        .isEmpty();
    assertThat(refused).as(counts).isGreaterThan(3 * count * 4 / 5);
    assertThat(late).as(counts).isLessThanOrEqualTo(count / 5);
  }

  /**
   * What came of one function.
   *
   * @param disagreement a line if no range confirms the resolution, else empty
   * @param range the first that confirms it
   * @param wrongPairsRefused of three, by that range
   */
  private record Outcome(String disagreement, int range, int wrongPairsRefused) {}

  private static Outcome outcome(Sample sample) {
    Resolution resolution = sample.resolve();
    double lambda = resolution.lambda().doubleValue();
    int m = resolution.multiplicity();
    String disagreement = "";
    for (int range = 0; range < RANGES.length; range++) {
      double[] n = n(RANGES[range]);
      double[] z = PlaneIntegral.values(sample.function(), HALF_SIDE, n);
      Expansion expansion = Expansion.fit(resolution, lambda, m, n, z);
      if (expansion.agrees()) {
        int refused = 0;
        refused += Expansion.fit(resolution, lambda * 0.9, m, n, z).agrees() ? 0 : 1;
        refused += Expansion.fit(resolution, lambda * 1.1, m, n, z).agrees() ? 0 : 1;
        refused += Expansion.fit(resolution, lambda, 3 - m, n, z).agrees() ? 0 : 1;
        return new Outcome("", range, refused);
      }
      disagreement =
          resolution.lambda() + ", m = " + m + ", " + expansion + " for " + sample.terms();
    }
    return new Outcome(disagreement, RANGES.length, 0);
  }

  /** Two to a decade. */
  private static double[] n(int[] range) {
    return IntStream.rangeClosed(2 * range[0], 2 * range[1])
        .mapToDouble(k -> Math.pow(10, k / 2.0))
        .toArray();
  }

  /**
   * The expansion of {@code n^lambda Z(n)} fitted to values.
   *
   * @param residual the largest relative one
   * @param share of the leading term at the largest n
   * @param significance the leading coefficient in its standard errors
   */
  record Expansion(double residual, double share, double significance) {
    private static final double NOISE = 1e-5;
    private static final double NATURAL = 3;
    private static final double LEAST_GAP = 0.004;
    private static final int MOST_FURTHER = 10;

    boolean agrees() {
      return residual < 1e-4 && share > 0.02 && significance > 3;
    }

    /** A term {@code n^-gap (log n)^power}. */
    private record Term(double gap, int power) {}

    static Expansion fit(Resolution resolution, double lambda, int m, double[] n, double[] z) {
      List<Term> terms = new ArrayList<>();
      terms.add(new Term(0, m - 1));
      if (m == 2) {
        terms.add(new Term(0, 0));
      }
      further(resolution, lambda, 7 / Math.log10(n[0])).stream()
          .limit(MOST_FURTHER)
          .forEach(terms::add);
      double[][] rows = new double[n.length + terms.size()][terms.size()];
      double[] values = new double[rows.length];
      for (int j = 0; j < terms.size(); j++) {
        Term term = terms.get(j);
        for (int k = 0; k < n.length; k++) {
          double scaled = z[k] / z[0] * Math.pow(n[k] / n[0], lambda);
          double value = Math.pow(n[k], -term.gap()) * Math.pow(Math.log(n[k]), term.power());
          rows[k][j] = NATURAL * value / scaled / NOISE;
          values[k] = 1 / NOISE;
        }
        rows[n.length + j][j] = 1;
      }
      Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(rows, false);
      RealVector target = new ArrayRealVector(values);
      RealVector c = new QRDecomposer(0).decompose(matrix).solve(target);
      double residual =
          NOISE * matrix.operate(c).subtract(target).getSubVector(0, n.length).getLInfNorm();
      double variance = MatrixUtils.inverse(matrix.transposeMultiply(matrix)).getEntry(0, 0);
      double share = NOISE * c.getEntry(0) * rows[n.length - 1][0];
      return new Expansion(residual, share, c.getEntry(0) / Math.sqrt(variance));
    }

    /** The poles beyond lambda, up to the largest gap; double where two divisors share one. */
    private static List<Term> further(Resolution resolution, double lambda, double largest) {
      TreeMap<Long, Integer> divisors = new TreeMap<>();
      for (Divisor divisor : resolution.divisors()) {
        double order = divisor.order().doubleValue();
        double nu = divisor.nu().doubleValue();
        for (int k = 0; (nu + k) / order - lambda < largest; k++) {
          divisors.merge(Math.round(1e9 * (nu + k) / order), 1, Integer::sum);
        }
      }
      for (double elsewhere = 0.5; elsewhere - lambda < largest; elsewhere += 0.5) {
        divisors.merge(Math.round(1e9 * elsewhere), 2, Integer::sum);
      }
      List<Term> terms = new ArrayList<>();
      divisors.forEach(
          (pole, count) -> {
            double gap = 1e-9 * pole - lambda;
            if (gap > LEAST_GAP) {
              terms.add(new Term(gap, 0));
              if (count > 1) {
                terms.add(new Term(gap, 1));
              }
            }
          });
      return terms;
    }
  }

  private static Sample sample(Random random, int kind) {
    List<long[][]> bases = new ArrayList<>();
    List<int[]> exponents = new ArrayList<>();
    if (kind == 0) {
      int squares = 2 + random.nextInt(2);
      for (int b = 0; b < squares; b++) {
        bases.add(base(random, 6));
        int[] powers = new int[squares];
        powers[b] = 2;
        exponents.add(powers);
      }
    } else if (kind == 1) {
      int factors = 2 + random.nextInt(2);
      int[] powers = new int[factors];
      for (int b = 0; b < factors; b++) {
        bases.add(base(random, 6 / factors));
        powers[b] = 2;
      }
      exponents.add(powers);
    } else {
      bases.add(square(random));
      long[][] monomial = new long[4][4];
      monomial[random.nextInt(4)][1 + random.nextInt(3)] = 1;
      bases.add(monomial);
      exponents.add(new int[] {2, 0});
      exponents.add(new int[] {0, 2});
    }
    return assemble(bases, exponents);
  }

  /** A smooth or cuspidal curve with a few more terms. */
  private static long[][] square(Random random) {
    long[][] base = new long[4][4];
    base[1 + random.nextInt(2)][0] = 1;
    base[0][1 + random.nextInt(3)] = random.nextBoolean() ? 1 : -1;
    base[random.nextInt(3)][1 + random.nextInt(3)] += random.nextInt(3) - 1;
    return base;
  }

  /** Two to four terms, none constant. */
  private static long[][] base(Random random, int degree) {
    long[][] base = new long[degree + 1][degree + 1];
    int terms = 2 + random.nextInt(3);
    for (int t = 0; t < terms; t++) {
      int total = 1 + random.nextInt(degree);
      int i = random.nextInt(total + 1);
      base[total - i][i] = random.nextBoolean() ? 1 + random.nextInt(2) : -1 - random.nextInt(2);
    }
    return base;
  }

  private static Sample assemble(List<long[][]> bases, List<int[]> exponents) {
    TreeMap<List<Integer>, Long> sum =
        new TreeMap<>(java.util.Comparator.comparing(Object::toString));
    for (int[] powers : exponents) {
      TreeMap<List<Integer>, Long> product = new TreeMap<>(sum.comparator());
      product.put(List.of(0, 0), 1L);
      for (int b = 0; b < powers.length; b++) {
        for (int k = 0; k < powers[b]; k++) {
          product = times(product, bases.get(b));
        }
      }
      product.forEach((e, c) -> sum.merge(e, c, Long::sum));
    }
    List<double[][]> doubles = new ArrayList<>();
    for (long[][] base : bases) {
      double[][] copy = new double[base.length][];
      for (int j = 0; j < base.length; j++) {
        copy[j] = java.util.Arrays.stream(base[j]).asDoubleStream().toArray();
      }
      doubles.add(copy);
    }
    return new Sample(new PlaneIntegral.Function(doubles, exponents), sum);
  }

  private static TreeMap<List<Integer>, Long> times(TreeMap<List<Integer>, Long> a, long[][] base) {
    TreeMap<List<Integer>, Long> product = new TreeMap<>(a.comparator());
    a.forEach(
        (e, c) -> {
          for (int j = 0; j < base.length; j++) {
            for (int i = 0; i < base[j].length; i++) {
              if (base[j][i] != 0) {
                product.merge(List.of(e.get(0) + i, e.get(1) + j), c * base[j][i], Long::sum);
              }
            }
          }
        });
    return product;
  }
}
