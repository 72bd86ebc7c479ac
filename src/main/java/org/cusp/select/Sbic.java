package org.cusp.select;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.Rlct;
import org.cusp.numerics.LogSum;

/**
 * The singular Bayesian information criterion. For every model i and every submodel j of it (j = i
 * among them)
 *
 * <pre>
 * log L_ij = l_i - lambda_ij log n + (m_ij - 1) log log n
 * </pre>
 *
 * approximates the log marginal likelihood of i if the truth is a generic distribution of j. Since
 * the truth is not known, L_i averages over the submodels with their own posterior weights: it is
 * the positive solution of
 *
 * <pre>
 * L_i^2 + L_i (sum_{j &lt; i} L_j p_j / p_i - L_ii) - sum_{j &lt; i} L_ij L_j p_j / p_i = 0,
 * </pre>
 *
 * and sBIC_i = log L_i; for a model without submodels it is log L_ii, which is the BIC. All is done
 * with logarithms: the L differ by thousands of nats, and a square that underflows loses log 2.
 *
 * <p>Source: M. Drton, M. Plummer, A Bayesian information criterion for singular models, J. R.
 * Statist. Soc. B 79 (2017) 323, doi:10.1111/rssb.12187.
 */
public final class Sbic {
  /** The least n with a positive log log n. */
  public static final int LEAST_N = 3;

  private static final double LOG_2 = Math.log(2);

  private Sbic() {}

  /**
   * The sBIC of each model in nats; the largest is the best.
   *
   * @param models each after its submodels; a submodel of a submodel is a submodel
   * @param n the number of data, at least {@link #LEAST_N}
   * @throws InvalidInput if n is too small or the models are not a poset in that order
   */
  public static double[] of(List<PosetModel> models, int n) {
    requireLogLog(n);
    requireOrder(models);
    double[] sbic = new double[models.size()];
    for (int i = 0; i < sbic.length; i++) {
      sbic[i] = one(models, i, sbic, n);
    }
    return sbic;
  }

  private static double one(List<PosetModel> models, int i, double[] sbic, int n) {
    PosetModel model = models.get(i);
    double own = approximation(model.logLikelihood(), model.own(), n);
    if (model.submodels().isEmpty()) {
      return own;
    }
    double smaller = Double.NEGATIVE_INFINITY;
    double products = Double.NEGATIVE_INFINITY;
    for (int j : model.submodels().keySet()) {
      double weighted = sbic[j] + models.get(j).logPrior() - model.logPrior();
      double entry = approximation(model.logLikelihood(), model.submodels().get(j), n);
      smaller = LogSum.ofTwo(smaller, weighted);
      products = LogSum.ofTwo(products, entry + weighted);
    }
    return root(smaller, own, products);
  }

  /** log L_ij. */
  static double approximation(double logLikelihood, Rlct coefficient, int n) {
    double logN = Math.log(n);
    return logLikelihood
        - coefficient.lambdaValue() * logN
        + (coefficient.multiplicity() - 1) * Math.log(logN);
  }

  /** The positive root of x^2 + x (a - b) - c, all four as logarithms. */
  private static double root(double a, double b, double c) {
    double difference = LogSum.ofDifference(Math.max(a, b), Math.min(a, b));
    double half = LOG_2 + c / 2;
    double discriminant = LogSum.ofTwo(2 * difference, 2 * half) / 2;
    return b >= a
        ? LogSum.ofTwo(difference, discriminant) - LOG_2
        : LOG_2 + c - LogSum.ofTwo(difference, discriminant);
  }

  /**
   * The probability of each model given the data, by its sBIC and its prior.
   *
   * @param sbic as {@link #of} gives them for the models
   */
  public static double[] probabilities(List<PosetModel> models, double[] sbic) {
    Check.equal("number of sBIC values", sbic.length, models.size());
    double all = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < sbic.length; i++) {
      all = LogSum.ofTwo(all, sbic[i] + models.get(i).logPrior());
    }
    double total = all;
    return IntStream.range(0, sbic.length)
        .mapToDouble(i -> Math.exp(sbic[i] + models.get(i).logPrior() - total))
        .toArray();
  }

  static void requireLogLog(int n) {
    if (n < LEAST_N) {
      throw new InvalidInput(
          "n must be in [" + LEAST_N + ", inf) for log log n to be positive, got " + n);
    }
  }

  private static void requireOrder(List<PosetModel> models) {
    for (int i = 0; i < models.size(); i++) {
      Set<Integer> submodels = models.get(i).submodels().keySet();
      for (int j : submodels) {
        Check.inRange("submodel of model " + i, j, 0, i - 1);
        if (!submodels.containsAll(models.get(j).submodels().keySet())) {
          throw new InvalidInput(
              "model " + i + " must have all submodels of its submodel " + j + " as submodels");
        }
      }
    }
  }
}
