package org.cusp.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.gold.ConditionalFreeEnergy;
import org.cusp.problem.expected.ExactFreeEnergy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Exact free energies against closed forms and rules in other coordinates, over n from 1 to 1e12
 * and prior-sd and sigma from 1e-6 to 1e6. A value may be withheld; it may not be wrong. The whole
 * sweep: {@code mvn -Dtest=GoldSweepTest -Dcusp.sweep=full test}.
 */
class GoldSweepTest {
  private static final double[] FEW = {1e-6, 1, 1e6};
  private static final double[] ALL = {1e-6, 1e-4, 1e-2, 1, 1e2, 1e4, 1e6};
  private static final double[] FEW_N = {1, 1e6, 1e12};
  private static final double[] ALL_N = {1, 10, 1e2, 1e3, 1e4, 1e6, 1e8, 1e10, 1e12};

  /** A law of one slope: mean x^2 = square, mean x y = product, both over two data. */
  private static DataSet slope(double square, double product, double sigma) {
    double x = Math.sqrt(square);
    double mean = product / x;
    return new DataSet(
        "slope",
        2,
        1,
        new double[] {x, x},
        new Targets.Values(new double[] {mean + sigma, mean - sigma}, 1));
  }

  /** Second values: F - nBeta L_n(0) for the slope data. */
  private interface Second {
    double excess(double n, double sd, double sigma, double square, double product);
  }

  /** A family with its second method, and how often that must find a value that is not withheld. */
  private record Case(String text, Second second, double leastKept) {}

  /** Log of the sum over a grid in u of exp(log weight - energy), for products of Gaussians. */
  private static double monomial(
      int[] powers, double n, double sd, double sigma, double square, double product) {
    double step = 0.1 / Arrays.stream(powers).max().orElseThrow();
    int first = (int) (-110 / step);
    int last = (int) (2.3 / step);
    double[] one = new double[last - first + 1];
    for (int i = 0; i < one.length; i++) {
      double u = step * (first + i);
      one[i] = Math.exp(u - Math.exp(2 * u) / 2) * step * Math.sqrt(2 / Math.PI);
    }
    double[] sum = {1};
    int origin = 0;
    double scale = 0;
    for (int k : powers) {
      double[] next = new double[sum.length + k * (one.length - 1)];
      for (int i = 0; i < sum.length; i++) {
        for (int j = 0; j < one.length; j++) {
          next[i + k * j] += sum[i] * one[j];
        }
      }
      sum = next;
      origin += k * first;
      scale += k * Math.log(sd);
    }
    boolean isOneSigned = Arrays.stream(powers).allMatch(k -> k % 2 == 0);
    double largest = Math.max(0, n * product * product / (2 * square * sigma * sigma));
    double total = 0;
    for (int i = 0; i < sum.length; i++) {
      double g = Math.exp(step * (origin + i) + scale);
      double up = Math.exp(energy(n, sigma, square, product, g) - largest);
      double down = isOneSigned ? up : Math.exp(energy(n, sigma, square, product, -g) - largest);
      total += sum[i] * (up + down) / 2;
    }
    return -Math.log(total) - largest;
  }

  private static double energy(
      double n, double sigma, double square, double product, double slope) {
    return -n * slope * (square * slope / 2 - product) / (sigma * sigma);
  }

  private static Case monomialCase(String powers, double leastKept) {
    int[] k = Arrays.stream(powers.split("x")).mapToInt(Integer::parseInt).toArray();
    return new Case(
        "monomial:powers=" + powers,
        (n, sd, sigma, square, product) -> monomial(k, n, sd, sigma, square, product),
        leastKept);
  }

  /** a tanh(b x) with all x equal: given b, a is Gaussian; b by a rule in log b. */
  private static double tanh(double n, double sd, double sigma, double square, double product) {
    double x = Math.sqrt(square);
    double step = 0.02;
    double largest = n * product * product / (2 * square * sigma * sigma);
    double total = 0;
    for (double u = -110; u < 2.3; u += step) {
      double t = Math.tanh(sd * Math.exp(u) * x);
      double precision = n * t * t / (sigma * sigma) + 1 / (sd * sd);
      double pull = n * product / x * t / (sigma * sigma);
      double log =
          u
              - Math.exp(2 * u) / 2
              - Math.log(precision * sd * sd) / 2
              + pull * pull / (2 * precision);
      total += Math.exp(log - largest) * step * Math.sqrt(2 / Math.PI);
    }
    return -Math.log(total) - largest;
  }

  private static final List<Case> CASES =
      List.of(
          monomialCase("1", 1),
          monomialCase("2", 1),
          monomialCase("5", 1),
          monomialCase("1x1", 1),
          monomialCase("1x3", 1),
          monomialCase("2x3", 0.75),
          monomialCase("1x2x2", 0.75),
          new Case("tanh:hidden=1", GoldSweepTest::tanh, 1),
          new Case(
              "rrr:inputs=1,outputs=1,hidden=1,rank=0",
              (n, sd, sigma, square, product) ->
                  monomial(new int[] {1, 1}, n, sd, sigma, square, product),
              1));

  /** What one case came to. */
  private static final class Count {
    int asked;
    int kept;
    double worst;
    final List<String> wrong = new ArrayList<>();

    void add(String name, ConditionalFreeEnergy.Value value, double expected) {
      asked++;
      if (value.isGold()) {
        kept++;
        double miss = Math.abs(value.excess() - expected);
        worst = Math.max(worst, miss);
        if (!(miss <= value.error() + 1e-8 * (1 + Math.abs(expected)))) {
          wrong.add(name + ": " + value.excess() + " +- " + value.error() + ", right " + expected);
        }
      }
    }
  }

  private static Count count(Case one, double[] sizes, double[] deviations, double[] sigmas) {
    Count count = new Count();
    for (double sigma : sigmas) {
      Problem problem = Problems.parse(one.text() + ",n=2,sigma=" + sigma, 1);
      for (double n : sizes) {
        for (double score : new double[] {0, 1.3}) {
          double square = 1.05;
          double product = score * sigma / Math.sqrt(n);
          DataSet data = slope(square, product, sigma);
          ExactFreeEnergy exact = ExactFreeEnergy.of(problem, data).orElseThrow();
          for (double sd : deviations) {
            String name =
                String.format(
                    Locale.ROOT,
                    "%s n=%g sd=%g sigma=%g score=%g",
                    one.text(),
                    n,
                    sd,
                    sigma,
                    score);
            double[] origin = new double[problem.truth().length];
            ConditionalFreeEnergy.Value value = exact.valueAt(n, origin, 1 / (sd * sd));
            double expected = one.second().excess(n, sd, sigma, square, product);
            count.add(name, value, expected);
          }
        }
      }
    }
    return count;
  }

  private static void check(
      List<Case> cases, double[] sizes, double[] deviations, double[] sigmas) {
    List<String> lines = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Case one : cases) {
      Count count = count(one, sizes, deviations, sigmas);
      lines.add(
          String.format(
              Locale.ROOT,
              "%-40s %d of %d kept, worst miss %.1e nats",
              one.text(),
              count.kept,
              count.asked,
              count.worst));
      wrong.addAll(count.wrong);
      if (count.kept < one.leastKept * count.asked) {
        wrong.add(lines.get(lines.size() - 1));
      }
    }
    assertThat(wrong).as(String.join("\n", lines)).isEmpty();
    if (sizes == ALL_N) {
      System.out.println(String.join("\n", lines));
    }
  }

  /** Quadratures in one dimension; the others take a second a value. */
  @Test
  void aFew() {
    List<Case> fast = CASES.stream().filter(one -> one.leastKept == 1).toList();
    check(fast, FEW_N, FEW, new double[] {1e-6, 1, 1e6});
  }

  @Test
  void aFewInThePlane() {
    List<Case> slow = CASES.stream().filter(one -> one.leastKept < 1).toList();
    check(slow, new double[] {1e6}, new double[] {1, 1e3}, new double[] {1});
  }

  @Test
  @EnabledIfSystemProperty(named = "cusp.sweep", matches = "full")
  void all() {
    check(CASES, ALL_N, ALL, ALL);
  }
}
