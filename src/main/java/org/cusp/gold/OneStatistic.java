package org.cusp.gold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.gold.quadrature.PanelRule;
import org.cusp.numerics.Normal;

/**
 * Exact expectations, over data sets, for the model {@code y ~ N(g(w), 1)} with {@code y_1..y_n ~
 * N(0, 1)} and {@code s = g(w)} of a known law under the prior. The truth is realised on {@code g =
 * 0}, so the model is as singular as g, but the posterior depends on the data through their mean
 * alone:
 *
 * <pre>
 *   Z(a, b) = integral p(s) exp(-a s^2/2 + b s) ds,   p(w | data) ~ Z's integrand at a = n beta, b = n beta mean(y).
 * </pre>
 *
 * Predictive densities are ratios of Z at shifted arguments, so each expectation over the data is
 * one Gaussian integral over b: for new x, {@code b + x ~ N(0, n beta^2 + 1)}; for a training point
 * x_i, {@code b + x_i ~ N(0, n beta^2 + 2 beta + 1)}.
 *
 * <p>Definitions as in S. Watanabe, Algebraic Geometry and Statistical Learning Theory (2009), and
 * Watanabe 2010, JMLR 11:3571. Everything is relative to the truth's own loss: {@code n S_n} on the
 * training data, S on new data. Integrals over s are sums over panels in log|s|, over the data over
 * a grid of step 0.2 standard deviations (the integrand is analytic, so that both converge
 * exponentially); the relative error is about 1e-12.
 */
public final class OneStatistic {
  private static final double SMALLEST_WEIGHT = 40;
  private static final double FINE = 0.125;
  private static final double COARSE = 4;
  private static final double REACH = 80;
  private static final double STEP = 0.2;
  private static final double LARGEST_SCORE = 9.4;

  private final MonomialLaw law;

  public OneStatistic(MonomialLaw law) {
    this.law = law;
  }

  /**
   * For {@code g = prod w_i^(k_i)} with the prior {@code |w_i|^h} on [-1, 1] in all coordinates.
   *
   * @param powers k_i, at least 1 each; up to three
   * @param h at least 0; 0 is the uniform prior
   */
  public static OneStatistic of(List<Integer> powers, int h) {
    return new OneStatistic(new MonomialLaw(powers, Collections.nCopies(powers.size(), h)));
  }

  /** Whether {@link #of} knows these powers, at least 1 each, and h. */
  public static boolean covers(List<Integer> powers, int h) {
    return MonomialLaw.covers(powers, Collections.nCopies(powers.size(), h));
  }

  /** On new data and on those of the posterior, over the entropy, times n. */
  public record Errors(double generalisation, double training) {}

  /**
   * Expectations over data sets of n points; generalisation and training errors times n.
   *
   * @param freeEnergy {@code E[F_n - n beta S_n]}, F_n the negative log evidence at this beta
   * @param bayes {@code n E[G_n - S]} and {@code n E[T_n - S_n]}
   * @param functionalVariance {@code E[V_n]}, summed over the data
   * @param gibbs {@code n E[E_w K(w)]} and {@code n E[E_w K_n(w)]}
   */
  public record Expectations(
      double freeEnergy, Errors bayes, double functionalVariance, Errors gibbs, double beta) {
    public double bayesGeneralisation() {
      return bayes.generalisation();
    }

    public double bayesTraining() {
      return bayes.training();
    }

    public double gibbsGeneralisation() {
      return gibbs.generalisation();
    }

    public double gibbsTraining() {
      return gibbs.training();
    }

    /** {@code n E[WAIC - S]} with {@code WAIC = T_n + beta V_n / n}. */
    public double waic() {
      return bayesTraining() + beta * functionalVariance;
    }

    /** The singular fluctuation {@code nu = beta E[V_n] / 2}. */
    public double singularFluctuation() {
      return beta * functionalVariance / 2;
    }
  }

  /**
   * All expectations of the posterior at inverse temperature beta.
   *
   * @param n number of data, at least 1; need not be whole
   * @param beta in (0, inf)
   */
  public Expectations at(double n, double beta) {
    Check.inRange("n", n, 1, 1e15);
    Check.positive("beta", beta);
    double a = n * beta;
    double dataSd = beta * Math.sqrt(n);
    Sums sums = new Sums(a);
    double[] mean = new double[6];
    forEachScore(
        (z, weight) -> {
          double b = dataSd * z;
          double y = z / Math.sqrt(n);
          double[] m = sums.moments(b);
          double varS = m[2] - m[1] * m[1];
          double covariance = m[3] - m[1] * m[2];
          double varSquare = m[4] - m[2] * m[2];
          double v = n * ((1 - 1 / n + y * y) * varS - y * covariance + varSquare / 4);
          mean[0] += weight * m[0];
          mean[3] += weight * v;
          mean[4] += weight * n * m[2] / 2;
          mean[5] += weight * n * (m[2] / 2 - y * m[1]);
        });
    Sums shifted = new Sums(a + 1);
    forEachScore(
        (z, weight) -> {
          mean[1] += weight * shifted.moments(Math.sqrt(n * beta * beta + 1) * z)[0];
          mean[2] += weight * shifted.moments(Math.sqrt(n * beta * beta + 2 * beta + 1) * z)[0];
        });
    return new Expectations(
        -mean[0],
        new Errors(n * (mean[0] - mean[1]), n * (mean[0] - mean[2])),
        mean[3],
        new Errors(mean[4], mean[5]),
        beta);
  }

  /**
   * The posterior given one data set, exactly.
   *
   * @param y the data, at least two
   * @param beta in (0, inf)
   */
  public Given given(double[] y, double beta) {
    Check.atLeast("data", y.length, 2);
    return new Given(y, Check.positive("beta", beta));
  }

  /** Losses under the posterior of one data set, relative to those of the truth. */
  public final class Given {
    private final double[] y;
    private final double beta;
    private final double b;
    private final double[] moments;
    private final Sums shifted;
    private final Sums without;
    private final Sums predicting;

    private Given(double[] y, double beta) {
      this.y = y.clone();
      this.beta = beta;
      double sum = 0;
      for (double value : y) {
        sum += value;
      }
      this.b = beta * sum;
      this.moments = new Sums(y.length * beta).moments(b);
      this.shifted = new Sums(y.length * beta + 1);
      this.without = new Sums((y.length - 1) * beta);
      this.predicting = new Sums((y.length - 1) * beta + 1);
    }

    /** The Bayes loss of a datum under the posterior of the others, less that of the truth. */
    public double leaveOneOut(double datum) {
      double others = b - beta * datum;
      return without.moments(others)[0] - predicting.moments(others + datum)[0];
    }

    /** {@code -log E_w p(x | w) + log q(x)}. */
    public double bayes(double x) {
      return moments[0] - shifted.moments(b + x)[0];
    }

    /** {@code E_w[-log p(x | w)] + log q(x)}. */
    public double gibbs(double x) {
      return moments[2] / 2 - x * moments[1];
    }

    /** {@code Var_w log p(x | w)}. */
    public double variance(double x) {
      double varS = moments[2] - moments[1] * moments[1];
      double covariance = moments[3] - moments[1] * moments[2];
      double varSquare = moments[4] - moments[2] * moments[2];
      return x * x * varS - x * covariance + varSquare / 4;
    }

    /** The same quantities as the expectations over data sets, of these data. */
    public Expectations all() {
      double[] sums = new double[3];
      for (double value : y) {
        sums[0] += bayes(value);
        sums[1] += variance(value);
        sums[2] += gibbs(value);
      }
      double[] generalisation = new double[1];
      forEachScore((z, weight) -> generalisation[0] += weight * bayes(z));
      int n = y.length;
      return new Expectations(
          -moments[0],
          new Errors(n * generalisation[0], sums[0]),
          sums[1],
          new Errors(n * moments[2] / 2, sums[2]),
          beta);
    }
  }

  /** {@code E[WBIC - n S_n]}, WBIC the posterior mean of {@code n L_n} at beta = 1/log n. */
  public double wbic(double n) {
    return at(n, 1 / Math.log(n)).gibbsTraining();
  }

  /** The expected LLC estimate {@code E[n beta (E_w L_n - L_n(w0))]} at beta = 1/log n. */
  public double llc(double n) {
    return wbic(n) / Math.log(n);
  }

  /**
   * The same with the loss at the maximum likelihood over the range of g, {@code s = mean(y)} where
   * that is inside, in place of the loss at w0: larger by about {@code 1/(2 log n)}, or half of
   * that where g takes positive values only.
   */
  public double llcFromMaximumLikelihood(double n) {
    double end = Math.sqrt(n);
    double density = Math.exp(-n / 2) / Math.sqrt(2 * Math.PI);
    double above = Normal.above(Math.sqrt(n));
    double gain = (0.5 - above - end * density) / 2 + end * density - n / 2 * above;
    return (wbic(n) + (law.isOneSigned() ? gain : 2 * gain)) / Math.log(n);
  }

  /** The standard deviation of the LLC estimate over data sets. */
  public double llcSpread(double n) {
    double beta = 1 / Math.log(n);
    Sums sums = new Sums(n * beta);
    double[] mean = new double[2];
    forEachScore(
        (z, weight) -> {
          double[] m = sums.moments(beta * Math.sqrt(n) * z);
          double llc = beta * n * (m[2] / 2 - z / Math.sqrt(n) * m[1]);
          mean[0] += weight * llc;
          mean[1] += weight * llc * llc;
        });
    return Math.sqrt(mean[1] - mean[0] * mean[0]);
  }

  /** What is added up over the data: a standard score and its probability. */
  interface ScoreConsumer {
    void accept(double z, double weight);
  }

  /** Calls with a grid of standard scores and weights that sum to 1. */
  static void forEachScore(ScoreConsumer consumer) {
    int half = (int) Math.round(LARGEST_SCORE / STEP);
    for (int k = -half; k <= half; k++) {
      double z = k * STEP;
      consumer.accept(z, STEP * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI));
    }
  }

  /** Sums over a rule in {@code log|s|} for one a; both signs of s at once. */
  private final class Sums {
    private final double[] s;
    private final double[] logWeight;

    Sums(double a) {
      double scale = 1 / Math.sqrt(a);
      double top = Math.min(0, Math.log(REACH * scale));
      double fineBelow = Math.min(top, Math.log(1e-3 * scale));
      List<Double> edges = new ArrayList<>();
      for (double u = fineBelow - SMALLEST_WEIGHT / law.slowestRate(); u < fineBelow; u += COARSE) {
        edges.add(u);
      }
      int fine = (int) Math.ceil((top - fineBelow) / FINE) + 1;
      for (int k = 0; k <= fine; k++) {
        edges.add(fineBelow + (top - fineBelow) * k / fine);
      }
      PanelRule rule = PanelRule.between(edges);
      s = new double[rule.points().length];
      logWeight = new double[s.length];
      for (int k = 0; k < s.length; k++) {
        s[k] = Math.exp(rule.points()[k]);
        double density = law.densityOfLog(-rule.points()[k]);
        logWeight[k] = Math.log(rule.weights()[k] * density) - a * s[k] * s[k] / 2;
      }
    }

    /** log Z and E s, E s^2, E s^3, E s^4. */
    double[] moments(double b) {
      boolean oneSigned = law.isOneSigned();
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < s.length; k++) {
        largest = Math.max(largest, logWeight[k] + Math.abs(b) * s[k]);
      }
      double[] sums = new double[5];
      for (int k = 0; k < s.length; k++) {
        double up = Math.exp(logWeight[k] + b * s[k] - largest);
        double down = oneSigned ? 0 : Math.exp(logWeight[k] - b * s[k] - largest);
        double even = oneSigned ? up : (up + down) / 2;
        double odd = oneSigned ? up : (up - down) / 2;
        double square = s[k] * s[k];
        sums[0] += even;
        sums[1] += odd * s[k];
        sums[2] += even * square;
        sums[3] += odd * square * s[k];
        sums[4] += even * square * square;
      }
      double total = sums[0];
      for (int p = 1; p < sums.length; p++) {
        sums[p] /= total;
      }
      sums[0] = largest + Math.log(total);
      return sums;
    }
  }
}
