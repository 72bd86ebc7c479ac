package org.cusp.estimate.learning;

import java.util.List;
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

  /** Of at least one row; the exponents are added by {@link #after}. */
  public static LearningSummary of(List<LearningRow> rows) {
    LearningRow first = rows.get(0);
    Mean general = mean(rows, LearningRow::generalisation);
    boolean single = rows.size() == 1;
    Mean excess = mean(rows, LearningRow::excess);
    return new LearningSummary(
        first.method(),
        first.point(),
        (int) rows.stream().filter(row -> Double.isFinite(row.generalisation())).count(),
        first.parameters(),
        single ? new Mean(general.value(), first.generalisationSe()) : general,
        single ? new Mean(excess.value(), first.excessSe()) : excess,
        excess.times(first.point().n()),
        mean(rows, LearningRow::training),
        mean(rows, LearningRow::trainingExcess),
        mean(rows, LearningRow::accuracy),
        mean(rows, LearningRow::variance).times(0.5),
        mean(rows, LearningRow::lambda),
        (int) rows.stream().filter(row -> TRUSTED.equals(row.lambdaVerdict())).count(),
        Mean.NONE,
        Double.NaN);
  }

  /** This with its exponents from the place before. */
  public LearningSummary after(LearningSummary before, LearningTheory theory) {
    double distance = Math.log(point.n() / (double) before.point().n());
    Mean from = before.curve();
    Mean to = curve();
    Mean slope =
        from.value() > 0 && to.value() > 0
            ? new Mean(
                Math.log(from.value() / to.value()) / distance,
                Math.hypot(from.se() / from.value(), to.se() / to.value()) / distance)
            : Mean.NONE;
    double predicted =
        theory == null
            ? Double.NaN
            : Math.log(theory.excess(before.point().n()) / theory.excess(point.n())) / distance;
    return new LearningSummary(
        method,
        point,
        repeats,
        parameters,
        generalisation,
        excess,
        scaled,
        training,
        trainingExcess,
        accuracy,
        nu,
        lambda,
        lambdaTrusted,
        slope,
        predicted);
  }

  /** The excess where it is known, else the loss. */
  private Mean curve() {
    return Double.isNaN(excess.value()) ? generalisation : excess;
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
