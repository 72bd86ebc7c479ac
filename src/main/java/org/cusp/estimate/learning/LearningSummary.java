package org.cusp.estimate.learning;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cusp.estimate.LossGap;
import org.cusp.verdict.Verdict;

/**
 * The rows of one method at one place, averaged over repeats. Errors are standard errors of the
 * mean over repeats; with a single repeat that of the loss is over the test data and the others are
 * NaN.
 *
 * @param repeats whose solution was found
 * @param excess G_n - S; NaN where the truth is not known
 * @param scaled n (G_n - S), which tends to lambda for Bayes
 * @param nu n V_n / (2 n), half the functional variance, of a posterior
 * @param lambda LLC at trained networks
 * @param lambdaTrusted how many of them their own diagnostics trust
 * @param exponent -d ln G / d ln n from the place before with the same network, of the excess where
 *     it is known; NaN at the first n
 * @param predictedExponent that of lambda/n - (m - 1)/(n ln n); NaN where lambda is not known
 */
public record LearningSummary(
    String method,
    LearningPoint point,
    int repeats,
    int parameters,
    Mean generalisation,
    Mean excess,
    Mean scaled,
    Mean training,
    Mean trainingExcess,
    Mean accuracy,
    Mean nu,
    Mean lambda,
    int lambdaTrusted,
    Mean exponent,
    double predictedExponent) {
  private static final String TRUSTED = Verdict.Status.TRUSTED.label();

  /** A mean with its standard error. */
  public record Mean(double value, double se) {
    static final Mean NONE = new Mean(Double.NaN, Double.NaN);

    Mean times(double factor) {
      return new Mean(factor * value, factor * se);
    }
  }

  /**
   * How it fell since the place before.
   *
   * @param from the loss or excess there, at {@code before} data
   * @param theory of the same network, or null
   */
  private record Fall(Mean from, int before, LearningTheory theory) {
    Mean exponent(Mean to, int n) {
      double distance = Math.log(n / (double) before);
      return from.value() > 0 && to.value() > 0
          ? new Mean(
              Math.log(from.value() / to.value()) / distance,
              Math.hypot(from.se() / from.value(), to.se() / to.value()) / distance)
          : Mean.NONE;
    }

    double predicted(int n) {
      double distance = Math.log(n / (double) before);
      return theory == null
          ? Double.NaN
          : Math.log(theory.excess(before) / theory.excess(n)) / distance;
    }
  }

  /** Of at least one row, at the first place of a curve: without exponents. */
  public static LearningSummary of(List<LearningRow> rows) {
    return of(rows, Optional.empty());
  }

  /**
   * Of at least one row, with the exponents from the place before.
   *
   * @param theory of the network at this place, or null
   */
  public static LearningSummary after(
      LearningSummary before, List<LearningRow> rows, LearningTheory theory) {
    return of(rows, Optional.of(new Fall(before.curve(), before.point().n(), theory)));
  }

  private static LearningSummary of(List<LearningRow> rows, Optional<Fall> fall) {
    LearningRow first = rows.get(0);
    int n = first.point().n();
    boolean single = rows.size() == 1;
    Mean ofLoss = mean(rows, LearningRow::generalisation);
    Mean ofExcess = mean(rows, LearningRow::excess);
    Mean general = single ? new Mean(ofLoss.value(), first.generalisationSe()) : ofLoss;
    Mean excess = single ? new Mean(ofExcess.value(), first.excessSe()) : ofExcess;
    return new LearningSummary(
        first.method(),
        first.point(),
        (int) rows.stream().filter(row -> Double.isFinite(row.generalisation())).count(),
        first.parameters(),
        general,
        excess,
        ofExcess.times(n),
        mean(rows, LearningRow::training),
        mean(rows, LearningRow::trainingExcess),
        mean(rows, LearningRow::accuracy),
        mean(rows, LearningRow::variance).times(0.5),
        mean(rows, LearningRow::lambda),
        (int) rows.stream().filter(row -> TRUSTED.equals(row.lambdaVerdict())).count(),
        fall.map(since -> since.exponent(curve(excess, general), n)).orElse(Mean.NONE),
        fall.map(since -> since.predicted(n)).orElse(Double.NaN));
  }

  private Mean curve() {
    return curve(excess, generalisation);
  }

  /** The excess where it is known, else the loss. */
  private static Mean curve(Mean excess, Mean loss) {
    return Double.isNaN(excess.value()) ? loss : excess;
  }

  private static Mean mean(List<LearningRow> rows, ToDoubleFunction<LearningRow> of) {
    double[] values = rows.stream().mapToDouble(of).filter(Double::isFinite).toArray();
    if (values.length == 0) {
      return Mean.NONE;
    }
    LossGap gap = LossGap.of(values, new double[values.length]);
    return new Mean(gap.value(), values.length > 1 ? gap.se() : Double.NaN);
  }
}
