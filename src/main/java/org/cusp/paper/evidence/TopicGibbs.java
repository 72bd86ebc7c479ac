package org.cusp.paper.evidence;

import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Gibbs sampling of latent Dirichlet allocation with Dirichlet(1) priors: topics of the words of
 * each document given the parameters, then parameters given the topics (J. K. Pritchard, M.
 * Stephens, P. Donnelly, Genetics 155 (2000) 945). Words of a document enter through their counts
 * only, so a sweep splits each count among the topics by binomial draws and does not depend on the
 * number of words otherwise.
 *
 * @param counts [document][word]
 * @param topics H, at least 1
 * @param seed of all its random numbers
 */
record TopicGibbs(int[][] counts, int topics, long seed) {
  /** Where the next random number is found. */
  private static final class Cursor {
    /** 2^-1000 is still a normal number. */
    private static final int MOST_AT_ONCE = 1000;

    private final RandomStream stream;
    private long step;
    private long index;

    Cursor(long seed) {
      stream = RandomStream.of(seed, Purpose.NOISE, 0);
    }

    void nextSweep() {
      step++;
      index = 0;
    }

    double uniform() {
      return stream.uniform(step, index++);
    }

    double normal() {
      double radius = Math.sqrt(-2 * Math.log(uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    }

    /** Gamma of shape at least 1: G. Marsaglia, W. W. Tsang, ACM TOMS 26 (2000) 363. */
    double gamma(double shape) {
      double d = shape - 1.0 / 3;
      double c = 1 / Math.sqrt(9 * d);
      while (true) {
        double x = normal();
        double v = 1 + c * x;
        if (v > 0) {
          v = v * v * v;
          if (Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
            return d * v;
          }
        }
      }
    }

    /** Binomial by inversion from the likelier end, in parts where that end would underflow. */
    int binomial(int n, double p) {
      if (n > MOST_AT_ONCE) {
        return binomial(n / 2, p) + binomial(n - n / 2, p);
      }
      if (p > 0.5) {
        return n - binomial(n, 1 - p);
      }
      if (n == 0 || p <= 0) {
        return 0;
      }
      double odds = p / (1 - p);
      double term = Math.exp(n * Math.log1p(-p));
      double u = uniform();
      int k = 0;
      while (u > term && k < n) {
        u -= term;
        k++;
        term *= odds * (n - k + 1) / k;
      }
      return k;
    }
  }

  private int words() {
    return counts[0].length;
  }

  /**
   * The posterior mean of the probability of each word in each document, [document][word]: the mean
   * over the sweeps of its expectation given the topics.
   */
  double[][] predictive(int burnIn, int sweeps) {
    Cursor cursor = new Cursor(seed);
    double[][] byDocument = new double[counts.length][topics];
    double[][] byTopic = new double[topics][words()];
    for (double[] row : byDocument) {
      dirichlet(cursor, new int[topics], row);
    }
    for (double[] row : byTopic) {
      dirichlet(cursor, new int[words()], row);
    }
    double[][] sum = new double[counts.length][words()];
    for (int sweep = 0; sweep < burnIn + sweeps; sweep++) {
      cursor.nextSweep();
      int[][] documentCounts = new int[counts.length][topics];
      int[][] topicCounts = new int[topics][words()];
      split(cursor, byDocument, byTopic, documentCounts, topicCounts);
      if (sweep >= burnIn) {
        addExpectation(documentCounts, topicCounts, sum);
      }
      for (int d = 0; d < counts.length; d++) {
        dirichlet(cursor, documentCounts[d], byDocument[d]);
      }
      for (int k = 0; k < topics; k++) {
        dirichlet(cursor, topicCounts[k], byTopic[k]);
      }
    }
    for (double[] row : sum) {
      for (int x = 0; x < row.length; x++) {
        row[x] /= sweeps;
      }
    }
    return sum;
  }

  private void split(
      Cursor cursor,
      double[][] byDocument,
      double[][] byTopic,
      int[][] documentCounts,
      int[][] topicCounts) {
    for (int d = 0; d < counts.length; d++) {
      for (int x = 0; x < words(); x++) {
        int left = counts[d][x];
        double rest = 0;
        for (int k = 0; k < topics; k++) {
          rest += byDocument[d][k] * byTopic[k][x];
        }
        for (int k = 0; k < topics; k++) {
          double own = byDocument[d][k] * byTopic[k][x];
          int taken = k == topics - 1 ? left : cursor.binomial(left, Math.min(1, own / rest));
          documentCounts[d][k] += taken;
          topicCounts[k][x] += taken;
          left -= taken;
          rest -= own;
        }
      }
    }
  }

  /** Given the topics, the parameters of documents and topics are independent Dirichlets. */
  private void addExpectation(int[][] documentCounts, int[][] topicCounts, double[][] sum) {
    for (int d = 0; d < counts.length; d++) {
      double document = topics + total(documentCounts[d]);
      for (int k = 0; k < topics; k++) {
        double weight = (1 + documentCounts[d][k]) / document;
        double topic = words() + total(topicCounts[k]);
        for (int x = 0; x < words(); x++) {
          sum[d][x] += weight * (1 + topicCounts[k][x]) / topic;
        }
      }
    }
  }

  private static int total(int[] counts) {
    int sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  private static void dirichlet(Cursor cursor, int[] counts, double[] out) {
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      out[i] = cursor.gamma(1.0 + counts[i]);
      sum += out[i];
    }
    for (int i = 0; i < out.length; i++) {
      out[i] /= sum;
    }
  }
}
