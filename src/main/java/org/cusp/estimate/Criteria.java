package org.cusp.estimate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.cusp.calibrate.CriteriaEvidence;
import org.cusp.calibrate.CriteriaRules;
import org.cusp.contract.Check;
import org.cusp.diagnostics.ParetoSmoothing;

/**
 * Losses and criteria of a posterior at inverse temperature beta, from n training and perhaps some
 * test data. With l = -log p(y | x, w) and E, Var over the posterior:
 *
 * <pre>
 *   T_n  = -(1/n) sum_i log E p(y_i | x_i, w)      Bayes training loss, per datum
 *   G_n  = the same mean over test data            Bayes generalisation loss, per datum
 *   Gibbs losses: means of E l instead of -log E p
 *   V_n  = sum_i Var l_i                           functional variance, over all data
 *   WAIC = T_n + beta V_n / n                      per datum
 *   LOO  = -(1/n) sum_i log p(y_i | without i)     per datum, see {@link LeaveOneOut}
 *   nu   = beta V_n / 2                            singular fluctuation
 * </pre>
 *
 * The jackknife over blocks of draws gives each its Monte Carlo error and removes its bias of the
 * order 1/S: the logarithm of a mean and the variance of a few draws are both too low.
 *
 * <p>Source: S. Watanabe, "Asymptotic equivalence of Bayes cross validation and widely applicable
 * information criterion in singular learning theory", JMLR 11 (2010) 3571-3594; for the equations
 * of state, S. Watanabe, "Equations of states in singular statistical estimation", Neural Networks
 * 23 (2010) 20-34, arXiv:0712.0653.
 *
 * @param bayesGeneralisation absent without test data
 * @param gibbsGeneralisation absent without test data
 * @param train what each training datum says
 */
public record Criteria(
    double beta,
    Criterion bayesTraining,
    Criterion gibbsTraining,
    Criterion functionalVariance,
    Criterion waic,
    Criterion loo,
    Criterion nu,
    Optional<Criterion> bayesGeneralisation,
    Optional<Criterion> gibbsGeneralisation,
    Pointwise train) {
  private static final int PREDICTIVE = 0;
  private static final int GIBBS = 1;
  private static final int VARIANCE = 2;
  private static final int WITHOUT = 3;

  /** From what was collected of training data and of test data. */
  static Criteria of(double beta, Pointwise train, Optional<Pointwise> test) {
    Check.positive("beta", beta);
    double n = train.n();
    return new Criteria(
        beta,
        mean(train, PREDICTIVE, i -> -train.logPredictive()[i]),
        mean(train, GIBBS, i -> train.meanLoss()[i]),
        mean(train, VARIANCE, i -> train.variance()[i]).times(n),
        new Jack(train, b -> (train.sums()[PREDICTIVE][b] + beta * train.sums()[VARIANCE][b]) / n)
            .over(i -> -train.logPredictive()[i] + beta * train.variance()[i]),
        mean(train, WITHOUT, i -> -train.logLeaveOneOut()[i]),
        mean(train, VARIANCE, i -> train.variance()[i]).times(n * beta / 2),
        test.map(data -> mean(data, PREDICTIVE, i -> -data.logPredictive()[i])),
        test.map(data -> mean(data, GIBBS, i -> data.meanLoss()[i])),
        train);
  }

  private static Criterion mean(Pointwise data, int quantity, IntToDoubleFunction term) {
    return new Jack(data, b -> data.sums()[quantity][b] / data.n()).over(term);
  }

  /** A statistic of all draws and without each block. */
  private record Jack(Pointwise data, IntToDoubleFunction statistic) {
    /** With the error over data of the mean of some terms. */
    Criterion over(IntToDoubleFunction term) {
      double[] without = new double[data.draws().length];
      Arrays.setAll(without, b -> statistic.applyAsDouble(b + 1));
      Jackknife jackknife = Jackknife.of(statistic.applyAsDouble(0), without, data.draws(), data.chains());
      return new Criterion(jackknife.value(), jackknife.se(), errorOfMean(term));
    }

    private double errorOfMean(IntToDoubleFunction term) {
      int n = data.n();
      double mean = 0;
      for (int i = 0; i < n; i++) {
        mean += term.applyAsDouble(i) / n;
      }
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double deviation = term.applyAsDouble(i) - mean;
        squares += deviation * deviation;
      }
      return Math.sqrt(squares / (n - 1.0) / n);
    }
  }

  /** The k-hat above which the LOO of a datum is not reliable. */
  public double kThreshold() {
    return ParetoSmoothing.threshold(train.allDraws());
  }

  /** The largest k-hat of all data. */
  public double largestK() {
    return Arrays.stream(train.kHat()).max().orElse(Double.NaN);
  }

  /** How many data have a k-hat above the threshold. */
  public int unreliable() {
    double threshold = kThreshold();
    return (int) Arrays.stream(train.kHat()).filter(k -> !(k <= threshold)).count();
  }

  /** How many data have a posterior variance of beta log p for which WAIC is not made. */
  public int dispersed() {
    return (int)
        Arrays.stream(train.variance())
            .filter(v -> beta * beta * v > CriteriaRules.LARGEST_VARIANCE)
            .count();
  }

  CriteriaEvidence.Tails tails() {
    return new CriteriaEvidence.Tails(
        train.n(), unreliable(), largestK(), kThreshold(), dispersed());
  }

  /** Every number that there is. */
  List<Criterion> all() {
    return Stream.concat(
            Stream.of(bayesTraining, gibbsTraining, functionalVariance, waic, loo, nu),
            Stream.concat(bayesGeneralisation.stream(), gibbsGeneralisation.stream()))
        .toList();
  }
}
