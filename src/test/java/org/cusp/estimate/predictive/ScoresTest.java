package org.cusp.estimate.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.likelihood.Likelihood;
import org.junit.jupiter.api.Test;

/** Scores of predictions that are worked out by hand. */
class ScoresTest {
  private static Forecast of(int[] labels, int classes) {
    DataSet data =
        new DataSet(
            "by hand",
            labels.length,
            1,
            new double[labels.length],
            new Targets.Classes(labels, classes));
    return new Forecast(data, new Likelihood.Categorical(classes));
  }

  private static double[] numbers(Forecast forecast, double[][] logits) {
    double[] numbers = new double[forecast.numbers()];
    for (int i = 0; i < logits.length; i++) {
      forecast.read(logits[i], 0, i, numbers);
    }
    forecast.centre(numbers);
    return numbers;
  }

  private static double[] log(double... p) {
    return Arrays.stream(p).map(Math::log).toArray();
  }

  @Test
  void ofFourPredictions() {
    Forecast forecast = of(new int[] {0, 0, 1, 1}, 2);
    double[][] logits = {log(0.9, 0.1), log(0.7, 0.3), log(0.62, 0.38), log(0.2, 0.8)};
    Scores scores = Scores.of(forecast, numbers(forecast, logits));
    double log = -(Math.log(0.9) + Math.log(0.7) + Math.log(0.38) + Math.log(0.8)) / 4;
    assertThat(scores.log()).isCloseTo(log, within(1e-12));
    assertThat(scores.gibbs()).isCloseTo(log, within(1e-12));
    double brier = 2 * (0.01 + 0.09 + 0.62 * 0.62 + 0.04) / 4;
    assertThat(scores.square()).isCloseTo(brier, within(1e-12));
    assertThat(scores.accuracy()).isCloseTo(0.75, within(1e-12));
    // Bins of a fifteenth: .62 in (.6, .667], .7 in (.667, .733], .8 in (.733, .8], .9 in (.867,
    // .933].
    assertThat(scores.ece()).isCloseTo((0.62 + 0.3 + 0.2 + 0.1) / 4, within(1e-12));
    assertThat(scores.bins().count()[9]).isEqualTo(1);
    assertThat(scores.bins().right()[9]).isZero();
  }

  @Test
  void twoOfOneBinAreJudgedTogether() {
    Forecast forecast = of(new int[] {0, 1}, 2);
    double[][] logits = {log(0.61, 0.39), log(0.65, 0.35)};
    Scores scores = Scores.of(forecast, numbers(forecast, logits));
    assertThat(scores.ece()).isCloseTo(0.63 - 0.5, within(1e-12));
  }

  /** The mean of the densities of two draws, not that of their logarithms. */
  @Test
  void thePredictiveIsOfMeansOfDensities() {
    Forecast forecast = of(new int[] {0}, 2);
    double[] at = numbers(forecast, new double[][] {log(0.5, 0.5)});
    double[] other = new double[at.length];
    forecast.read(log(0.1, 0.9), 0, 0, other);
    double[] mean = new double[at.length];
    Arrays.setAll(mean, i -> (at[i] + other[i]) / 2);
    Scores scores = Scores.of(forecast, mean);
    assertThat(scores.log()).isCloseTo(-Math.log(0.3), within(1e-12));
    assertThat(scores.gibbs()).isCloseTo(-Math.log(0.05) / 2, within(1e-12));
    assertThat(scores.square()).isCloseTo(2 * 0.7 * 0.7, within(1e-12));
  }

  @Test
  void eventsAreRightOneByOne() {
    DataSet data =
        new DataSet("events", 1, 1, new double[1], new Targets.Values(new double[] {1, 0}, 2));
    Forecast forecast = new Forecast(data, new Likelihood.Bernoulli(2));
    double[] numbers = new double[forecast.numbers()];
    // Within their bins: at 0.8 rounding decides on which side of an edge an event is.
    forecast.read(new double[] {Math.log(3), Math.log(6)}, 0, 0, numbers);
    forecast.centre(numbers);
    Scores scores = Scores.of(forecast, numbers);
    double wrong = 6.0 / 7;
    assertThat(scores.log()).isCloseTo(-Math.log(0.75) - Math.log(1 - wrong), within(1e-12));
    assertThat(scores.square()).isCloseTo(0.25 * 0.25 + wrong * wrong, within(1e-12));
    assertThat(scores.accuracy()).isCloseTo(0.5, within(1e-12));
    assertThat(scores.ece()).isCloseTo((0.25 + wrong) / 2, within(1e-12));
  }

  /** Of calibrated confidences 0.8, n of them, |share - 0.8| has the mean sqrt(2 .16 / (pi n)). */
  @Test
  void chanceIsThatOfABinomial() {
    int[] labels = new int[100];
    double[][] logits = new double[100][];
    Arrays.fill(logits, log(0.79, 0.21));
    Forecast forecast = of(labels, 2);
    Scores scores = Scores.of(forecast, numbers(forecast, logits));
    assertThat(scores.eceByChance())
        .isCloseTo(Math.sqrt(2 * 0.79 * 0.21 / (Math.PI * 100)), within(1e-12));
  }

  @Test
  void batchesFoldAndNothingIsLost() {
    FoldedMeans means = new FoldedMeans(1, 4);
    for (int i = 0; i < 11; i++) {
      means.add(new double[] {i});
    }
    assertThat(means.length()).isEqualTo(4);
    assertThat(means.full()).isEqualTo(2);
    assertThat(means.sum(0)[0]).isEqualTo(0 + 1 + 2 + 3);
    assertThat(means.sum(1)[0]).isEqualTo(4 + 5 + 6 + 7);
  }
}
