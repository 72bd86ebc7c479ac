package org.cusp.select;

import java.util.Arrays;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * A mixture of Gaussians N(m_j, 1) fitted by EM (A. P. Dempster, N. M. Laird, D. B. Rubin, J. R.
 * Statist. Soc. B 39 (1977) 1), whose steps are extrapolated where that raises the likelihood (R.
 * Varadhan, C. Roland, Scand. J. Statist. 35 (2008) 335, scheme S3).
 *
 * @param weights positive, of sum 1
 */
record MixtureFit(double[] weights, double[] means, double logLikelihood) {
  private static final double LOG_NORMAL = -0.5 * Math.log(2 * Math.PI);
  private static final int RANDOM_STARTS = 6;
  private static final int TRIAL_CYCLES = 10;
  private static final int MOST_CYCLES = 300;
  private static final double SETTLED = 1e-6;
  private static final double LEAST_WEIGHT = 1e-12;

  /** One component: the mean of the data. */
  static MixtureFit single(double[] y) {
    double mean = Arrays.stream(y).average().orElseThrow();
    return evaluated(y, new double[] {1}, new double[] {mean});
  }

  /**
   * One component more than a fit: the best of several starts, among them the fit with each
   * component split in two, so that the likelihood is not lower.
   *
   * @param seed of the random starts
   */
  static MixtureFit larger(double[] y, MixtureFit smaller, long seed) {
    int k = smaller.means.length + 1;
    MixtureFit best = smaller.split(y, 0).improved(y, TRIAL_CYCLES);
    for (int j = 1; j < k - 1; j++) {
      best = better(best, smaller.split(y, j).improved(y, TRIAL_CYCLES));
    }
    for (int start = 0; start < RANDOM_STARTS; start++) {
      best = better(best, drawn(y, k, start, seed).improved(y, TRIAL_CYCLES));
    }
    return best.improved(y, MOST_CYCLES);
  }

  private static MixtureFit better(MixtureFit one, MixtureFit other) {
    return other.logLikelihood > one.logLikelihood ? other : one;
  }

  /** Component j becomes two of half its weight, an eighth of a standard deviation to each side. */
  private MixtureFit split(double[] y, int j) {
    int k = means.length;
    double[] w = Arrays.copyOf(weights, k + 1);
    double[] m = Arrays.copyOf(means, k + 1);
    w[j] /= 2;
    w[k] = w[j];
    m[j] -= 0.125;
    m[k] = means[j] + 0.125;
    return evaluated(y, w, m);
  }

  /** Equal weights, the means at data drawn at random. */
  private static MixtureFit drawn(double[] y, int k, int start, long seed) {
    long own = start + RANDOM_STARTS * (seed - 1);
    RandomStream stream = RandomStream.of(own, Purpose.START, k);
    double[] w = new double[k];
    double[] m = new double[k];
    Arrays.fill(w, 1.0 / k);
    for (int j = 0; j < k; j++) {
      m[j] = y[(int) (stream.uniform(0, j) * y.length)];
    }
    return evaluated(y, w, m);
  }

  /** Two steps of EM and their extrapolation, again and again until the likelihood settles. */
  private MixtureFit improved(double[] y, int cycles) {
    MixtureFit now = this;
    for (int cycle = 0; cycle < cycles; cycle++) {
      MixtureFit once = now.step(y);
      MixtureFit twice = once.step(y);
      MixtureFit next = better(twice, extrapolated(y, now, once, twice));
      boolean settled = next.logLikelihood - now.logLikelihood < SETTLED;
      now = next;
      if (settled) {
        break;
      }
    }
    return now;
  }

  private MixtureFit step(double[] y) {
    int k = means.length;
    double[] count = new double[k];
    double[] sum = new double[k];
    double[] share = new double[k];
    for (double value : y) {
      shares(value, share);
      for (int j = 0; j < k; j++) {
        count[j] += share[j];
        sum[j] += share[j] * value;
      }
    }
    double[] w = new double[k];
    double[] m = new double[k];
    for (int j = 0; j < k; j++) {
      w[j] = Math.max(count[j] / y.length, LEAST_WEIGHT);
      m[j] = count[j] > 0 ? sum[j] / count[j] : means[j];
    }
    return evaluated(y, w, m);
  }

  private static MixtureFit extrapolated(double[] y, MixtureFit a, MixtureFit b, MixtureFit c) {
    double first = distance(a.weights, b.weights) + distance(a.means, b.means);
    double second =
        curvature(a.weights, b.weights, c.weights) + curvature(a.means, b.means, c.means);
    double length = second > 0 ? -Math.max(1, Math.sqrt(first / second)) : -1;
    double[] w = along(a.weights, b.weights, c.weights, length);
    double[] m = along(a.means, b.means, c.means, length);
    boolean inside = Arrays.stream(w).allMatch(weight -> weight > LEAST_WEIGHT);
    return inside ? evaluated(y, w, m).step(y) : c;
  }

  private static double[] along(double[] a, double[] b, double[] c, double length) {
    double[] result = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      result[j] = a[j] - 2 * length * (b[j] - a[j]) + length * length * (c[j] - 2 * b[j] + a[j]);
    }
    return result;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (b[j] - a[j]) * (b[j] - a[j]);
    }
    return sum;
  }

  private static double curvature(double[] a, double[] b, double[] c) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += Math.pow(c[j] - 2 * b[j] + a[j], 2);
    }
    return sum;
  }

  /** The log-density at a value; its shares by component go into the array. */
  private double shares(double value, double[] share) {
    double nearest = Double.POSITIVE_INFINITY;
    for (double mean : means) {
      nearest = Math.min(nearest, Math.abs(value - mean));
    }
    double total = 0;
    for (int j = 0; j < means.length; j++) {
      double residual = value - means[j];
      share[j] = weights[j] * Math.exp(0.5 * (nearest * nearest - residual * residual));
      total += share[j];
    }
    for (int j = 0; j < means.length; j++) {
      share[j] /= total;
    }
    return LOG_NORMAL - 0.5 * nearest * nearest + Math.log(total);
  }

  private static MixtureFit evaluated(double[] y, double[] weights, double[] means) {
    MixtureFit fit = new MixtureFit(weights, means, Double.NaN);
    double[] share = new double[means.length];
    double sum = 0;
    for (double value : y) {
      sum += fit.shares(value, share);
    }
    return new MixtureFit(weights, means, sum);
  }
}
