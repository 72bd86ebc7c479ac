package org.cusp.estimate.learning;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cusp.diagnostics.Estimate;
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
    @Estimate.Short Estimate generalisation,
    @Estimate.Short Estimate excess,
    @Estimate.Short Estimate scaled,
    @Estimate.Short Estimate training,
    @Estimate.Short Estimate trainingExcess,
    @Estimate.Short Estimate accuracy,
    @Estimate.Short Estimate nu,
    @Estimate.Short Estimate lambda,
    int lambdaTrusted,
    @Estimate.Short Estimate exponent,
    double predictedExponent) {
  private static final Estimate NONE = new Estimate(Double.NaN, Double.NaN);

  /**
   * How it fell since the place before.
   *
   * @param from the loss or excess there, at {@code before} data
   * @param theory of the same network, or null
   */
  private record Fall(Estimate from, int before, LearningTheory theory) {
    Estimate exponent(Estimate to, int n) {
      double distance = Math.log(n / (double) before);
      return from.value() > 0 && to.value() > 0
          ? new Estimate(
              Math.log(from.value() / to.value()) / distance,
              Math.hypot(from.se() / from.value(), to.se() / to.value()) / distance)
          : NONE;
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
    Estimate ofLoss = mean(rows, LearningRow::generalisation);
    Estimate ofExcess = mean(rows, LearningRow::excess);
    Estimate general = single ? new Estimate(ofLoss.value(), first.generalisationSe()) : ofLoss;
    Estimate excess = single ? new Estimate(ofExcess.value(), first.excessSe()) : ofExcess;
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
        (int) rows.stream().filter(row -> row.lambdaVerdict() == Verdict.Status.TRUSTED).count(),
        fall.map(since -> since.exponent(curve(excess, general), n)).orElse(NONE),
        fall.map(since -> since.predicted(n)).orElse(Double.NaN));
  }

  private Estimate curve() {
    return curve(excess, generalisation);
  }

  /** The excess where it is known, else the loss. */
  private static Estimate curve(Estimate excess, Estimate loss) {
    return Double.isNaN(excess.value()) ? loss : excess;
  }

  private static Estimate mean(List<LearningRow> rows, ToDoubleFunction<LearningRow> of) {
    double[] values = rows.stream().mapToDouble(of).filter(Double::isFinite).toArray();
    if (values.length == 0) {
      return NONE;
    }
    LossGap gap = LossGap.of(values, new double[values.length]);
    return new Estimate(gap.value(), values.length > 1 ? gap.se() : Double.NaN);
  }
}
