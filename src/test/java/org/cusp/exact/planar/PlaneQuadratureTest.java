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
import org.hipparchus.linear.QRDecomposer;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;

/**
 * Random plane polynomials of degree up to 12: lambda and m of the resolution against the integral
 * of exp(-n K) over a square around the origin, for n from 1e14 to 1e20.
 *
 * <p>The integral has the expansion {@code n^-lambda (A log n + B) + sum C_j n^-(lambda + d_j)}
 * with A = 0 for m = 1; it must be met to 1e-3 with the next candidate poles d_j, and with a
 * leading term that is positive and no small part of the whole. So large n are used because d_j may
 * be as small as 1/36. As a control, pairs with lambda 10% off or the other m must mostly be
 * refused. {@code -Dcusp.planar.count=200} runs more than the default number.
 */
class PlaneQuadratureTest {
  private static final double[] N =
      IntStream.rangeClosed(14, 20).mapToDouble(k -> Math.pow(10, k)).toArray();
  private static final double HALF_SIDE = 0.5;

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
    int count = Integer.getInteger("cusp.planar.count", 40);
    Random random = new Random(20240611);
    List<Sample> samples = IntStream.range(0, count).mapToObj(k -> sample(random, k % 3)).toList();
    List<Outcome> outcomes = samples.parallelStream().map(PlaneQuadratureTest::outcome).toList();
    int refused = outcomes.stream().mapToInt(Outcome::wrongPairsRefused).sum();
    assertThat(outcomes.stream().map(Outcome::disagreement).filter(d -> !d.isEmpty())).isEmpty();
    assertThat(refused).isGreaterThan(3 * count * 4 / 5);
  }

  /** A line where the resolution disagrees, and how many of three wrong pairs are refused. */
  private record Outcome(String disagreement, int wrongPairsRefused) {}

  private static Outcome outcome(Sample sample) {
    Resolution resolution = sample.resolve();
    double lambda = resolution.lambda().doubleValue();
    int m = resolution.multiplicity();
    double[] z = PlaneIntegral.values(sample.function(), HALF_SIDE, N);
    Expansion expansion = Expansion.fit(resolution, lambda, m, z);
    String disagreement =
        expansion.agrees()
            ? ""
            : resolution.lambda() + ", m = " + m + ", " + expansion + " for " + sample.terms();
    int refused = 0;
    refused += Expansion.fit(resolution, lambda * 0.9, m, z).agrees() ? 0 : 1;
    refused += Expansion.fit(resolution, lambda * 1.1, m, z).agrees() ? 0 : 1;
    refused += Expansion.fit(resolution, lambda, 3 - m, z).agrees() ? 0 : 1;
    return new Outcome(disagreement, refused);
  }

  /**
   * The integral times n^lambda, fitted by {@code A log n + B + sum C_j n^(-d_j)} (A = 0 for m = 1)
   * with the next candidate poles d_j of the resolution.
   *
   * @param residual the largest relative one
   * @param share of the leading term at the largest n
   */
  record Expansion(double residual, double share) {
    boolean agrees() {
      return residual < 1e-3 && share > 0.02;
    }

    static Expansion fit(Resolution resolution, double lambda, int m, double[] z) {
      List<Double> gaps = gaps(resolution, lambda);
      int width = gaps.size() + m;
      double[][] rows = new double[N.length][width];
      for (int k = 0; k < N.length; k++) {
        double scaled = z[k] * Math.pow(N[k], lambda);
        rows[k][0] = (m == 2 ? Math.log(N[k]) : 1) / scaled;
        for (int j = 1; j < width; j++) {
          double gap = m == 2 && j == 1 ? 0 : gaps.get(j - m);
          rows[k][j] = Math.pow(N[k] / N[0], -gap) / scaled;
        }
      }
      double[] ones = new double[N.length];
      java.util.Arrays.fill(ones, 1);
      Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(rows, false);
      RealVector c = new QRDecomposer(1e-14).decompose(matrix).solve(new ArrayRealVector(ones));
      double residual = matrix.operate(c).mapSubtract(1).getLInfNorm();
      return new Expansion(residual, c.getEntry(0) * rows[N.length - 1][0]);
    }

    private static List<Double> gaps(Resolution resolution, double lambda) {
      TreeMap<Long, Double> found = new TreeMap<>();
      for (Divisor divisor : resolution.divisors()) {
        for (int k = 0; k < 4; k++) {
          double gap = (divisor.nu().doubleValue() + k) / divisor.order().doubleValue() - lambda;
          if (gap > 0.004) {
            found.put(Math.round(gap * 1e6), gap);
          }
        }
      }
      return found.values().stream().limit(3).toList();
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
