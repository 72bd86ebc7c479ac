package org.cusp.estimate.criteria;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.contract.Check;
import org.cusp.diagnostics.ParetoSmoothing;
import org.cusp.numerics.Jackknife;
import org.cusp.verdict.CriteriaEvidence;
import org.cusp.verdict.CriteriaRules;

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
 * @param test what each test datum says
 * @param surprises data whose averages the draws do not give
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
    Pointwise train,
    Optional<Pointwise> test,
    List<Surprise> surprises) {
  private static final int PREDICTIVE = 0;
  private static final int GIBBS = 1;
  private static final int VARIANCE = 2;
  private static final int WITHOUT = 3;

  /** From what was collected of training data and of test data. */
  public static Criteria of(double beta, Pointwise train, Optional<Pointwise> test) {
    Check.positive("beta", beta);
    double n = train.n();
    double threshold = ParetoSmoothing.threshold(train.allDraws());
    return new Criteria(
        beta,
        mean(train, PREDICTIVE, i -> -train.logPredictive()[i]),
        mean(train, GIBBS, i -> train.meanLoss()[i]),
        mean(train, VARIANCE, i -> train.variance()[i]).times(n),
        new Jack(train, b -> (train.sums()[PREDICTIVE][b] + beta * train.sums()[VARIANCE][b]) / n)
            .over(
                i -> -train.logPredictive()[i] + beta * train.variance()[i],
                train.predictive().errorOfSum() / n),
        mean(train, WITHOUT, i -> -train.logLeaveOneOut()[i]),
        mean(train, VARIANCE, i -> train.variance()[i]).times(n * beta / 2),
        test.map(data -> mean(data, PREDICTIVE, i -> -data.logPredictive()[i])),
        test.map(data -> mean(data, GIBBS, i -> data.meanLoss()[i])),
        train,
        test,
        Stream.concat(
                Surprise.of(train, Surprise.Data.TRAIN, beta, threshold).stream(),
                test.stream()
                    .flatMap(it -> Surprise.of(it, Surprise.Data.TEST, beta, threshold).stream()))
            .toList());
  }

  private static Criterion mean(Pointwise data, int quantity, IntToDoubleFunction term) {
    double bridged =
        switch (quantity) {
          case PREDICTIVE -> data.predictive().errorOfSum() / data.n();
          case WITHOUT -> data.without().errorOfSum() / data.n();
          default -> 0;
        };
    return new Jack(data, b -> data.sums()[quantity][b] / data.n()).over(term, bridged);
  }

  /** A statistic of all draws and without each block. */
  private record Jack(Pointwise data, IntToDoubleFunction statistic) {
    /**
     * With the error over data of the mean of some terms.
     *
     * @param bridged the standard error of what is not from these draws
     */
    Criterion over(IntToDoubleFunction term, double bridged) {
      double[] without = new double[data.draws().length];
      Arrays.setAll(without, b -> statistic.applyAsDouble(b + 1));
      Jackknife jackknife =
          Jackknife.of(statistic.applyAsDouble(0), without, data.draws(), data.chains());
      return new Criterion(
          jackknife.value(), Math.hypot(jackknife.se(), bridged), errorOfMean(term));
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

  /** How many data have a k-hat above the threshold and no other way was found. */
  public int unreliable() {
    double threshold = kThreshold();
    return (int)
        IntStream.range(0, train.n())
            .filter(i -> !train.without().has(i) && !(train.kHat()[i] <= threshold))
            .count();
  }

  /** How many data have a posterior variance of beta log p for which WAIC is not made. */
  public int dispersed() {
    return (int)
        Arrays.stream(train.variance())
            .filter(v -> beta * beta * v > CriteriaRules.LARGEST_VARIANCE)
            .count();
  }

  /** Of the data that are not among the surprises, which are named one by one. */
  CriteriaEvidence.Tails tails() {
    int named =
        surprises(Quantity.LOO, Surprise.State.UNTOLD).size()
            + surprises(Quantity.LOO, Surprise.State.UNRELIABLE).size();
    return new CriteriaEvidence.Tails(
        train.n(), Math.max(0, unreliable() - named), largestK(), kThreshold(), dispersed());
  }

  /** The surprises of a quantity that leave it untold, or unreliable. */
  List<Surprise> surprises(Quantity quantity, Surprise.State state) {
    return surprises.stream()
        .filter(s -> s.data() == quantity.data && s.average() == quantity.average)
        .filter(s -> s.state() == state)
        .toList();
  }

  /** A mean over data of logarithms of averages over draws. */
  public enum Quantity {
    BAYES_TRAINING("Bayes training loss", Surprise.Data.TRAIN, Surprise.Average.PREDICTIVE),
    WAIC("WAIC", Surprise.Data.TRAIN, Surprise.Average.PREDICTIVE),
    LOO("LOO", Surprise.Data.TRAIN, Surprise.Average.LEAVE_ONE_OUT),
    BAYES_GENERALISATION(
        "Bayes generalisation loss", Surprise.Data.TEST, Surprise.Average.PREDICTIVE);

    private final String words;
    private final Surprise.Data data;
    private final Surprise.Average average;

    Quantity(String words, Surprise.Data data, Surprise.Average average) {
      this.words = words;
      this.data = data;
      this.average = average;
    }
  }

  /** Whether a quantity cannot be had from these draws. */
  public boolean isUntold(Quantity quantity) {
    return !surprises(quantity, Surprise.State.UNTOLD).isEmpty();
  }

  /** What stands against the quantities that are averages of this kind, by data and average. */
  List<CriteriaEvidence.Surprising> surprising() {
    return Stream.of(Quantity.BAYES_TRAINING, Quantity.LOO, Quantity.BAYES_GENERALISATION)
        .flatMap(
            quantity ->
                Stream.of(Surprise.State.UNTOLD, Surprise.State.UNRELIABLE)
                    .map(state -> surprising(quantity, state)))
        .filter(s -> !s.rows().isEmpty())
        .toList();
  }

  private CriteriaEvidence.Surprising surprising(Quantity quantity, Surprise.State state) {
    List<Surprise> found = surprises(quantity, state);
    int n = quantity.data == Surprise.Data.TRAIN ? train.n() : test.map(Pointwise::n).orElse(0);
    return new CriteriaEvidence.Surprising(
        quantity == Quantity.BAYES_TRAINING ? "Bayes training loss and WAIC" : quantity.words,
        quantity.data == Surprise.Data.TRAIN ? "training" : "test",
        n,
        found.stream().map(Surprise::row).toList(),
        found.stream().mapToDouble(Surprise::variance).max().orElse(0),
        state == Surprise.State.UNTOLD);
  }

  /** Every number that can be told. */
  List<Criterion> told() {
    List<Criterion> told = new ArrayList<>(List.of(gibbsTraining, functionalVariance, nu));
    gibbsGeneralisation.ifPresent(told::add);
    addTold(told, Quantity.BAYES_TRAINING, Optional.of(bayesTraining));
    addTold(told, Quantity.WAIC, Optional.of(waic));
    addTold(told, Quantity.LOO, Optional.of(loo));
    addTold(told, Quantity.BAYES_GENERALISATION, bayesGeneralisation);
    return told;
  }

  private void addTold(List<Criterion> told, Quantity quantity, Optional<Criterion> value) {
    if (!isUntold(quantity)) {
      value.ifPresent(told::add);
    }
  }
}
