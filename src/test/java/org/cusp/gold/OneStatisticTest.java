package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Expected numbers from independent programs (another language, quadrature in w or over a grid of
 * s); where these were printed with an error of their own, from QUADPACK over w itself.
 */
class OneStatisticTest {
  private static OneStatistic statistic(String powers) {
    return new OneStatistic(
        MonomialLaw.of(
            java.util.Arrays.stream(powers.split("x"))
                .map(Integer::valueOf)
                .toArray(Integer[]::new)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100, .49752, -.49258, .99500, .50242, 1.0, 0.0, 1.80173, .3912, .4998",
    "1, 1e4, .49998, -.49993, .99995, .50002, 1.0, 0.0, 4.10517, .4457, .5000",
    "1, 1e6, .50000, -.50000, 1.0, .5, 1.0, 0.0, 6.40776, .4638, .5000",
    "2, 100, .24876, -.09429, .34526, .25097, .42297, .07703, 1.00548, .2183, .2726",
    "2, 1e3, .24988, -.09578, .34588, .25010, .42297, .07703, 1.58453, .2294, .2656",
    "2, 1e4, .24999, -.09593, .34594, .25001, .42297, .07703, 2.16181, .2347, .2619",
    "1x1, 100, .30053, -.46733, .77005, .30272, .68897, -.08531, .90389, .1963, .3048",
    "1x1, 1e3, .36468, -.48723, .85223, .36500, .79120, -.06149, 1.97102, .2853, .3577",
    "1x1, 1e4, .39715, -.49306, .89025, .39719, .84232, -.04798, 3.08887, .3354, .3897",
    "1x1, 1e6, .43032, -.49692, .92724, .43032, .89394, -.03330, 5.36870, .3886, .4248",
    "1x2, 100, .17225, -.39880, .57177, .17297, .46041, -.11445, .51757, .1124, .2210",
    "1x2, 1e4, .23029, -.43742, .66772, .23030, .56418, -.10358, 1.80064, .1955, .2498",
    "1x2, 1e6, .24411, -.44453, .68864, .24411, .58843, -.10021, 3.07488, .2226, .2588",
  })
  void expectationsOverDataSets(
      String powers,
      double n,
      double bayes,
      double training,
      double variance,
      double waic,
      double gibbs,
      double gibbsTraining,
      double wbic,
      double llc,
      double llcFromMle) {
    OneStatistic statistic = statistic(powers);
    OneStatistic.Expectations e = statistic.at(n, 1);
    double unit = 1.1e-5;
    assertThat(e.bayesGeneralisation()).isCloseTo(bayes, within(unit));
    assertThat(e.bayesTraining()).isCloseTo(training, within(unit));
    assertThat(e.functionalVariance()).isCloseTo(variance, within(unit));
    assertThat(e.waic()).isCloseTo(waic, within(unit));
    assertThat(e.gibbsGeneralisation()).isCloseTo(gibbs, within(unit));
    assertThat(e.gibbsTraining()).isCloseTo(gibbsTraining, within(unit));
    assertThat(statistic.wbic(n)).isCloseTo(wbic, within(unit));
    assertThat(statistic.llc(n)).isCloseTo(llc, within(6e-5));
    assertThat(statistic.llcFromMaximumLikelihood(n)).isCloseTo(llcFromMle, within(1.1e-4));
  }

  /** QUADPACK over w in [0, 1], both signs, averaged over a grid of 91 data means. */
  @ParameterizedTest
  @CsvSource({
    "3, 1e4, 1.269690149112403",
    "4, 1e4, 1.0103902951623265",
    "4, 100, 0.4347440219142555",
    "2, 100, 0.9201411158586497",
    "1, 1e6, 6.18196392633741",
  })
  void freeEnergy(String powers, double n, double expected) {
    assertThat(statistic(powers).at(n, 1).freeEnergy()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void generalisationIsTheIncrementOfTheFreeEnergy() {
    for (String powers : List.of("1", "2", "3", "1x1", "1x2", "1x1x1")) {
      OneStatistic statistic = statistic(powers);
      double increment = statistic.at(51, 1).freeEnergy() - statistic.at(50, 1).freeEnergy();
      assertThat(statistic.at(50, 1).bayesGeneralisation() / 50)
          .as(powers)
          .isCloseTo(increment, within(1e-11));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0.5, .15707, .34292",
    "2, 1, .17297, .24999",
    "2, 2, .19309, .22154",
    "2, 4, .21264, .22198",
    "3, 0.5, .22631, .10705",
    "3, 1, .27836, .16667",
    "3, 2, .34575, .25621",
    "3, 4, .40780, .34745",
  })
  void temperedPosterior(String powers, double beta, double fluctuation, double bayes) {
    OneStatistic.Expectations e = statistic(powers).at(1e4, beta);
    assertThat(e.singularFluctuation()).isCloseTo(fluctuation, within(8e-5));
    assertThat(e.bayesGeneralisation()).isCloseTo(bayes, within(4e-5));
  }

  /** Watanabe 2010: n(B_g) = (lambda - nu)/beta + nu, n(B_t) = (lambda - nu)/beta - nu. */
  @Test
  void equationsOfState() {
    for (double beta : List.of(0.5, 1.0, 2.0, 4.0)) {
      OneStatistic.Expectations e = statistic("2").at(1e8, beta);
      double nu = e.singularFluctuation();
      double common = (0.25 - nu) / beta;
      assertThat(e.bayesGeneralisation()).isCloseTo(common + nu, within(1e-4));
      assertThat(e.bayesTraining()).isCloseTo(common - nu, within(1e-4));
      assertThat(e.gibbsGeneralisation()).isCloseTo(0.25 / beta + nu, within(1e-4));
      assertThat(e.gibbsTraining()).isCloseTo(0.25 / beta - nu, within(1e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, .5, .5000",
    "1, 1, 1.0, .6993",
    "1, 2, 1.5, .8444",
    "2, 0, .25, .1730",
    "2, 1, .5, .2022",
    "2, 2, .75, .2153",
    "2, 3, 1.0, .2228",
    "3, 0, .16667, .2784",
    "3, 2, .5, .5000",
  })
  void aPriorThatVanishesRaisesTheCoefficient(int k, int h, double lambda, double fluctuation) {
    OneStatistic.Expectations e =
        new OneStatistic(new MonomialLaw(List.of(k), List.of(h))).at(1e4, 1);
    assertThat(e.bayesGeneralisation()).isCloseTo(lambda, within(2e-4));
    assertThat(e.singularFluctuation()).isCloseTo(fluctuation, within(1.1e-4));
  }

  /** (s - mean)^2 n / 2 is half a chi-squared of one degree: variance 1/(2 log^2 n). */
  @Test
  void spreadOfTheRegularEstimator() {
    assertThat(statistic("1").llcSpread(1000))
        .isCloseTo(1 / (Math.sqrt(2) * Math.log(1000)), within(1e-9));
  }

  @Test
  void refusesWhatHasNoClosedLaw() {
    Assertions.assertThatThrownBy(() -> MonomialLaw.of(1, 1, 2))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("[1, 1, 2]");
    Assertions.assertThatThrownBy(() -> MonomialLaw.of(0)).isInstanceOf(InvalidInput.class);
    Assertions.assertThatThrownBy(() -> statistic("1").at(10, 0)).isInstanceOf(InvalidInput.class);
  }

  /** With two data the expectation over data sets is an integral over a plane. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 0.5", "3, 2", "1x1, 1", "1x2, 4"})
  void whatIsGivenTwoDataAveragesToTheExpectations(String powers, double beta) {
    OneStatistic statistic = statistic(powers);
    double[] mean = new double[7];
    double[][] grid = grid();
    for (double[] first : grid) {
      for (double[] second : grid) {
        double weight = first[1] * second[1];
        OneStatistic.Given posterior = statistic.given(new double[] {first[0], second[0]}, beta);
        OneStatistic.Expectations given = posterior.all();
        mean[0] += weight * given.freeEnergy();
        mean[1] += weight * given.bayesGeneralisation();
        mean[2] += weight * given.bayesTraining();
        mean[3] += weight * given.functionalVariance();
        mean[4] += weight * given.gibbsGeneralisation();
        mean[5] += weight * given.gibbsTraining();
        mean[6] += weight * posterior.leaveOneOut(first[0]);
      }
    }
    OneStatistic.Expectations exact = statistic.at(2, beta);
    assertThat(mean[0]).isCloseTo(exact.freeEnergy(), within(1e-6));
    assertThat(mean[1]).isCloseTo(exact.bayesGeneralisation(), within(1e-6));
    assertThat(mean[2]).isCloseTo(exact.bayesTraining(), within(1e-6));
    assertThat(mean[3]).isCloseTo(exact.functionalVariance(), within(1e-6));
    assertThat(mean[4]).isCloseTo(exact.gibbsGeneralisation(), within(1e-6));
    assertThat(mean[5]).isCloseTo(exact.gibbsTraining(), within(1e-6));
    // E[CV_n] = E[G_(n-1)], exactly.
    assertThat(mean[6]).isCloseTo(statistic.at(1, beta).bayesGeneralisation(), within(1e-6));
  }

  /** Scores and their probabilities: the trapezium rule, exact to 1e-7 for analytic functions. */
  private static double[][] grid() {
    double step = 0.5;
    double[][] grid = new double[23][2];
    for (int k = 0; k < grid.length; k++) {
      double z = (k - 11) * step;
      grid[k] = new double[] {z, step * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI)};
    }
    return grid;
  }
}
