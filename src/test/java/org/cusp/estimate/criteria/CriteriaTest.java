package org.cusp.estimate.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.diagnostics.ParetoSmoothing;
import org.cusp.estimate.NormalMeanDraws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against brute force over all draws, and against closed forms of the posterior itself. */
class CriteriaTest {
  private static final int CHAINS = 3;
  private static final int DRAWS = 37;

  private final NormalMeanDraws small = NormalMeanDraws.of(6, 0.7, 3);
  private final double[][] w = small.draws(CHAINS, DRAWS, 0, 5);

  /** All w but those of one block; of all blocks where the number is -1. */
  private double[] without(PointwiseDraws collected, int block) {
    List<Double> kept = new ArrayList<>();
    for (int chain = 0; chain < CHAINS; chain++) {
      for (int draw = 0; draw < DRAWS; draw++) {
        if (collected.blockOf().draw(draw * CHAINS + chain) != block) {
          kept.add(w[chain][draw]);
        }
      }
    }
    return kept.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Test
  void sumsWithoutABlockAreThoseOfTheOtherDraws() {
    PointwiseDraws collected = small.collected(w);
    Pointwise train = Pointwise.ofTrain(collected, 20, NormalMeanDraws.WORKERS);
    assertThat(train.draws().length).isBetween(16, 36);
    assertThat(train.allDraws()).isEqualTo(CHAINS * DRAWS);
    for (int block = -1; block < train.draws().length; block++) {
      double[] kept = without(collected, block);
      double predictive = 0;
      double gibbs = 0;
      double variance = 0;
      for (double y : small.y()) {
        double[] losses = Arrays.stream(kept).map(at -> NormalMeanDraws.loss(y, at)).toArray();
        double mean = Arrays.stream(losses).average().orElseThrow();
        predictive -=
            Math.log(Arrays.stream(losses).map(l -> Math.exp(-l)).average().orElseThrow());
        gibbs += mean;
        variance += Arrays.stream(losses).map(l -> (l - mean) * (l - mean)).average().orElseThrow();
      }
      assertThat(train.sums()[0][block + 1]).isCloseTo(predictive, within(1e-11));
      assertThat(train.sums()[1][block + 1]).isCloseTo(gibbs, within(1e-11));
      assertThat(train.sums()[2][block + 1]).isCloseTo(variance, within(1e-11));
    }
  }

  /** The ratios of all draws sorted, their tail smoothed, and the weighted mean taken. */
  @Test
  void leavingOutADatumAgreesWithAllRatiosAtOnce() {
    Pointwise train = Pointwise.ofTrain(small.collected(w), 20, NormalMeanDraws.WORKERS);
    double[] all = Arrays.stream(w).flatMapToDouble(Arrays::stream).toArray();
    int size = all.length;
    for (int i = 0; i < small.y().length; i++) {
      double y = small.y()[i];
      double[] losses =
          Arrays.stream(all).map(at -> NormalMeanDraws.loss(y, at)).sorted().toArray();
      double[] ratios = Arrays.stream(losses).map(l -> small.beta() * l).toArray();
      ParetoSmoothing.Tail tail =
          ParetoSmoothing.smooth(Arrays.copyOfRange(ratios, size - 20, size), ratios[size - 21]);
      System.arraycopy(tail.logWeights(), 0, ratios, size - 20, 20);
      double above = 0;
      double below = 0;
      for (int s = 0; s < size; s++) {
        above += Math.exp(ratios[s] - losses[s]);
        below += Math.exp(ratios[s]);
      }
      assertThat(train.logLeaveOneOut()[i]).isCloseTo(Math.log(above / below), within(1e-11));
      assertThat(train.kHat()[i]).isEqualTo(tail.kHat());
    }
  }

  /** Eight numbers at four standard errors: a false alarm in 2,000 runs. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2})
  void agreesWithTheClosedForms(double beta) {
    NormalMeanDraws posterior = NormalMeanDraws.of(50, beta, 11);
    double[][] draws = posterior.draws(8, 1000, 0, 1);
    List<Criterion> values = NormalMeanDraws.values(posterior.criteria(draws, 1));
    List<Double> exact = posterior.exact();
    for (int k = 0; k < exact.size(); k++) {
      Criterion value = values.get(k);
      assertThat(value.value()).isCloseTo(exact.get(k), within(4 * value.se()));
      assertThat(value.se()).isPositive().isLessThan(0.03 * Math.max(0.1, exact.get(k)));
    }
    assertThat(posterior.criteria(draws, 1).unreliable()).isZero();
  }

  /**
   * 60 runs of 8 x 60 correlated draws. Over the runs z has mean 0 and a spread of 1.1, as errors
   * of about 16 degrees of freedom and of blocks of 15 draws make it: 4.5 standard errors of that
   * mean are 0.62, and the spread of 60 is within 40% of itself (false alarms below 1e-4).
   */
  @Test
  void errorsAreThoseOfRepeatedRunsAndValuesAreUnbiased() {
    NormalMeanDraws posterior = NormalMeanDraws.of(10, 1, 2);
    List<Double> exact = posterior.exact();
    int runs = 60;
    double[] sum = new double[exact.size()];
    double[] squares = new double[exact.size()];
    for (int run = 0; run < runs; run++) {
      double[][] draws = posterior.draws(8, 60, 0.3, 100 + run);
      List<Criterion> values = NormalMeanDraws.values(posterior.criteria(draws, 0.5));
      for (int k = 0; k < exact.size(); k++) {
        double z = (values.get(k).value() - exact.get(k)) / values.get(k).se();
        sum[k] += z / runs;
        squares[k] += z * z / runs;
      }
    }
    for (int k = 0; k < exact.size(); k++) {
      assertThat(sum[k]).as("mean z of %d", k).isCloseTo(0, within(0.62));
      assertThat(Math.sqrt(squares[k])).as("spread of %d", k).isBetween(0.7, 1.55);
    }
  }

  /** The error over data is that of a mean of n terms. */
  @Test
  void errorOverDataIsTheSpreadOfTheTerms() {
    Criteria criteria = small.criteria(w, 1);
    double[] terms = Arrays.stream(criteria.train().meanLoss()).toArray();
    double mean = Arrays.stream(terms).average().orElseThrow();
    double squares = Arrays.stream(terms).map(x -> (x - mean) * (x - mean)).sum();
    assertThat(criteria.gibbsTraining().seOverData())
        .isCloseTo(Math.sqrt(squares / (5.0 * 6)), within(1e-12));
  }

  /** Datum 0 is so far out that the posterior without it is elsewhere. */
  @Test
  void anOutlierHasALargeK() {
    double[] y = NormalMeanDraws.of(6, 1, 3).y();
    y[0] = 12;
    NormalMeanDraws posterior = new NormalMeanDraws(y, y, 1, 0.5);
    Criteria criteria = posterior.criteria(posterior.draws(4, 250, 0, 1), 1);
    assertThat(criteria.train().kHat()[0]).isGreaterThan(criteria.kThreshold());
    assertThat(criteria.unreliable()).isEqualTo(1);
    assertThat(criteria.largestK()).isEqualTo(criteria.train().kHat()[0]);
  }
}
