package org.cusp.gold;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.Check;

/**
 * The LLC estimator at the origin of a normal crossing, exactly, at finite n, beta and gamma.
 *
 * <p>The localisation is the Gaussian factor {@code exp(-gamma |w|^2 / 2)} on R^d. In coordinates
 * {@code u_i = log|w_i|} the integrand is analytic and decays at both ends, so the trapezoidal rule
 * converges exponentially (Trefethen and Weideman, SIAM Review 56 (2014) 385,
 * doi:10.1137/130932132). On one grid for all u_i the exponent {@code log|g| = sum k_i u_i} lies on
 * the grid too: the d-dimensional sum is the law of log|g|, by d - 1 convolutions, and one sum over
 * it. The error is about 1e-13.
 *
 * @param powers k_i of {@code g = prod w_i^(k_i)}, {@code K = g^2}; a power of 0 has no effect
 * @param gamma strength of the localisation, in (0, inf)
 */
public record NormalCrossingLlc(List<Integer> powers, double gamma) {
  private static final double DEEPEST = 42;
  private static final double STEP = 0.15;
  private static final double REACH = 90;
  private static final int SIZES = 15;
  private static final double LARGEST_SIZE = 6;

  public NormalCrossingLlc {
    powers = List.copyOf(powers);
    Check.positive("gamma", gamma);
    powers.forEach(k -> Check.atLeast("power", k, 0));
    Check.atLeast("largest power", powers.stream().mapToInt(k -> k).max().orElse(0), 1);
  }

  /** A mean over data sets and the standard deviation of one of them. */
  public record Spread(double mean, double sd) {}

  /** {@code E_w[t K]} under {@code exp(-t K - gamma |w|^2 / 2)}: no data noise. */
  public double population(double t) {
    Check.positive("t", t);
    Law law = law();
    double sum = 0;
    double total = 0;
    for (int i = 0; i < law.log().length; i++) {
      double energy = t * Math.exp(2 * law.log()[i]);
      double weight = law.weight()[i] * Math.exp(-energy);
      sum += weight * energy;
      total += weight;
    }
    return sum / total;
  }

  /**
   * The estimator {@code n beta (E_w L_n(w) - L_n(0))} for {@code y = g(w) x + N(0, sigma^2)} with
   * {@code x ~ N(0, 1)} and truth 0, over data sets of n points, at beta = 1/log n. The data enter
   * through {@code Q = sum x^2 ~ chi^2_n} and {@code xi = sum x y / (sigma sqrt Q) ~ N(0, 1)}: with
   * {@code s = g sqrt(Q) / sigma} the exponent is {@code -beta (s^2/2 - xi s)}.
   */
  public Spread estimator(int n, double sigma) {
    Check.atLeast("n", n, 3);
    Check.positive("sigma", sigma);
    Law law = law();
    double beta = 1 / Math.log(n);
    double[] moments = new double[3];
    forEachSize(
        n,
        (q, weight) ->
            OneStatistic.forEachScore(
                (xi, probability) -> {
                  double llc = estimate(law, Math.sqrt(q) / sigma, beta, xi);
                  moments[0] += weight * probability;
                  moments[1] += weight * probability * llc;
                  moments[2] += weight * probability * llc * llc;
                }));
    double mean = moments[1] / moments[0];
    return new Spread(mean, Math.sqrt(moments[2] / moments[0] - mean * mean));
  }

  /**
   * The estimator for one data set, of which only two means matter: {@code nBeta (E_w L_n(w) -
   * L_n(0))} with {@code L_n(w) - L_n(0) = (g^2 mean(x^2)/2 - g mean(x y)) / sigma^2}.
   */
  public double given(double nBeta, double meanSquare, double meanProduct, double sigma) {
    Check.positive("nBeta", nBeta);
    Check.positive("mean of x^2", meanSquare);
    Check.positive("sigma", sigma);
    double scale = Math.sqrt(nBeta * meanSquare) / sigma;
    return estimate(law(), scale, 1, nBeta * meanProduct / (sigma * sigma * scale));
  }

  private double estimate(Law law, double scale, double beta, double xi) {
    boolean oneSigned = powers.stream().allMatch(k -> k % 2 == 0);
    double total = 0;
    double sum = 0;
    for (int i = 0; i < law.log().length; i++) {
      double s = scale * Math.exp(law.log()[i]);
      double up = law.weight()[i] * Math.exp(-beta * (s * s / 2 - xi * s));
      double down = oneSigned ? 0 : law.weight()[i] * Math.exp(-beta * (s * s / 2 + xi * s));
      total += up + down;
      sum += beta * (up * (s * s / 2 - xi * s) + down * (s * s / 2 + xi * s));
    }
    return sum / total;
  }

  /** A grid in log Q, weighted by the law of chi^2_n, not normalised. */
  private static void forEachSize(int n, OneStatistic.ScoreConsumer consumer) {
    double sd = Math.sqrt(2.0 / n);
    for (int k = -SIZES; k <= SIZES; k++) {
      double q = n * Math.exp(LARGEST_SIZE * sd * k / SIZES);
      consumer.accept(q, Math.exp(n / 2.0 * (Math.log(q / n) - q / n + 1)));
    }
  }

  /** The law of log|g| on a grid, not normalised; values that carry no weight are left out. */
  private record Law(double[] log, double[] weight) {}

  private Law law() {
    List<Integer> used = powers.stream().filter(k -> k > 0).toList();
    double step = STEP / used.stream().mapToInt(k -> k).max().orElseThrow();
    int first = (int) -Math.ceil(DEEPEST / step);
    int last = (int) Math.ceil(Math.log(REACH / gamma) / 2 / step);
    double[] one = new double[last - first + 1];
    for (int i = 0; i < one.length; i++) {
      double u = step * (first + i);
      one[i] = Math.exp(u - gamma * Math.exp(2 * u) / 2);
    }
    double[] sum = {1};
    int origin = 0;
    for (int k : used) {
      double[] next = new double[sum.length + k * (one.length - 1)];
      for (int i = 0; i < sum.length; i++) {
        for (int j = 0; j < one.length; j++) {
          next[i + k * j] += sum[i] * one[j];
        }
      }
      sum = next;
      origin += k * first;
    }
    double[] log = new double[sum.length];
    for (int i = 0; i < log.length; i++) {
      log[i] = step * (origin + i);
    }
    int low = 0;
    while (log[low] < -2 * DEEPEST) {
      low++;
    }
    return new Law(
        Arrays.copyOfRange(log, low, log.length), Arrays.copyOfRange(sum, low, sum.length));
  }
}
