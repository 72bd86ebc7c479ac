package org.cusp.paper.questions;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.diagnostics.Moments;
import org.cusp.gold.MonomialLaw;
import org.cusp.gold.OneStatistic;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * What a prior does to a posterior and what it does to SGD, in the smallest model in which they
 * differ: y ~ N(w^2, 1), truth w = 0, prior |w|^h on [-1, 1], n data.
 *
 * <p>SGD descends L_n(w) = mean (y_i - w^2)^2 / 2 by minibatches: no prior is in it, so from one
 * start every prior has the same trajectory, bit for bit. It ends at w^2 = max(mean y, 0), where n
 * E[K] = E[max(z, 0)^2] / 2 = 1/4, whatever h. The Bayes generalisation error n E[G_n] is near
 * lambda = (h + 1) / 4: 1/4 for h = 0, 1 for h = 3. A descent of L_n(w) - (h / n) ln |w|, which is
 * MAP, does know the prior: it ends at w^2 = (m + sqrt(m^2 + 2 h / n)) / 2, m the mean of y, where
 * n E[K] = (h + 1) / 4, which is lambda again. So of a prior that vanishes at the truth MAP and
 * Bayes learn more slowly, and SGD does not.
 *
 * @param n number of data
 * @param dataSets over which expectations are means
 */
record PriorAndSgd(int n, int dataSets, long seed) {
  private static final int POWER = 2;
  private static final int BATCH = 10;
  private static final double START = 0.8;

  PriorAndSgd {
    Check.atLeast("n", n, BATCH);
    Check.atLeast("data sets", dataSets, 2);
  }

  /**
   * One prior.
   *
   * @param h its exponent
   * @param sgd n E[K] at the end of SGD on the loss
   * @param sgdSe its standard error over data sets
   * @param map n E[K] at the maximum of the posterior
   * @param mapSe its standard error
   * @param bayes n E[G_n], exact
   * @param lambda (h + 1) / 4
   */
  record Outcome(
      int h, double sgd, double sgdSe, double map, double mapSe, double bayes, double lambda) {}

  /** Steps at one learning rate. */
  private record Descent(double rate, int steps) {}

  private static final Descent NOISY = new Descent(0.05, 2000);
  private static final Descent QUIET = new Descent(0.02, 4000);

  /** The w of every step on one data set: minibatches first, then all data at a lower rate. */
  double[] trajectory(int set) {
    double[] y = data(set);
    RandomStream batches = RandomStream.of(seed, Purpose.TRAINING_BATCH, set);
    double[] path = new double[NOISY.steps() + QUIET.steps()];
    double whole = Moments.mean(y);
    double w = START;
    for (int t = 0; t < path.length; t++) {
      boolean noisy = t < NOISY.steps();
      double target = noisy ? batchMean(y, batches, t) : whole;
      w -= (noisy ? NOISY : QUIET).rate() * 2 * w * (w * w - target);
      path[t] = w;
    }
    return path;
  }

  /** The mean of the targets of a data set. */
  double meanOf(int set) {
    return Moments.mean(data(set));
  }

  private double[] data(int set) {
    double[] y = new double[n];
    RandomStream.of(seed, Purpose.OUTPUTS, set).normals(0, 0, y, n);
    return y;
  }

  private double batchMean(double[] y, RandomStream stream, int t) {
    double sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += y[(int) (stream.uniform(t, i) * n)];
    }
    return sum / BATCH;
  }

  /** SGD, MAP and Bayes under the prior |w|^h. */
  Outcome under(int h) {
    double[] sgd = new double[dataSets];
    double[] map = new double[dataSets];
    for (int set = 0; set < dataSets; set++) {
      double[] path = trajectory(set);
      double end = path[path.length - 1];
      double square = mapSquare(meanOf(set), h);
      sgd[set] = n * end * end * end * end / 2;
      map[set] = n * square * square / 2;
    }
    MonomialLaw law = new MonomialLaw(List.of(POWER), List.of(h));
    return new Outcome(
        h,
        Moments.mean(sgd),
        Moments.standardError(sgd),
        Moments.mean(map),
        Moments.standardError(map),
        new OneStatistic(law).at(n, 1).bayesGeneralisation(),
        (h + 1) / (2.0 * POWER));
  }

  /** The w^2 at which L_n(w) - (h / n) ln |w| is least. */
  double mapSquare(double mean, int h) {
    return (mean + Math.sqrt(mean * mean + 2.0 * h / n)) / 2;
  }
}
