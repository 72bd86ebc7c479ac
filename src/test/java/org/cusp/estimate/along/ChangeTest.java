package org.cusp.estimate.along;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cusp.run.DrawsFile;
import org.junit.jupiter.api.Test;

/** Changes between checkpoints whose draws have nearly all of their noise in common. */
class ChangeTest {
  private static final int CHAINS = 8;
  private static final int DRAWS = 500;
  private static final int BURN_IN = 100;
  private static final double N_BETA = 50;

  /** Of the noise that checkpoints share, from draw to draw. */
  private static final double MEMORY = 0.6;

  private static final double SHARED = 3;
  private static final double OWN = 0.2;

  /** Stationary AR(1) of unit variance, [chain][draw]. */
  private static double[][] walk(Random random, double memory) {
    double[][] rows = new double[CHAINS][DRAWS];
    for (double[] row : rows) {
      double x = random.nextGaussian();
      for (int t = 0; t < DRAWS; t++) {
        row[t] = x;
        x = memory * x + Math.sqrt(1 - memory * memory) * random.nextGaussian();
      }
    }
    return rows;
  }

  private static Visited at(long step, double llc, double[][] shared, double[][] own) {
    double[][] deltaLoss = new double[CHAINS][DRAWS];
    for (int chain = 0; chain < CHAINS; chain++) {
      for (int t = 0; t < DRAWS; t++) {
        double energy = llc + SHARED * shared[chain][t] + OWN * own[chain][t];
        deltaLoss[chain][t] = energy / N_BETA;
      }
    }
    return new Visited(
        step, true, new DrawsFile(deltaLoss, new double[CHAINS][DRAWS], BURN_IN, N_BETA, 1));
  }

  /**
   * The difference of two AR(1) of memory phi and standard deviation s has mean variance 2 s^2 (1 +
   * phi) / (1 - phi) / S. Of 200 intervals of 95% a binomial holds 176 to 199 but for once in 10^4.
   */
  @Test
  void theErrorIsThatOfTheDifference() {
    double exact = OWN * Math.sqrt(2 * (1 + MEMORY) / (1 - MEMORY) / (CHAINS * (DRAWS - BURN_IN)));
    Random random = new Random(11);
    int inside = 0;
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double[][] shared = walk(random, MEMORY);
      Change change =
          Change.between(
              at(3, 10, shared, walk(random, MEMORY)), at(7, 10.5, shared, walk(random, MEMORY)));
      inside += Math.abs(change.value() - 0.5) <= 1.96 * change.se() ? 1 : 0;
      errors.add(change.se());
    }
    double mean = errors.stream().mapToDouble(x -> x).average().orElseThrow();
    assertThat(mean).isCloseTo(exact, within(0.1 * exact));
    assertThat(inside).isBetween(176, 199);
    // Errors taken for independent, of the same draws, would be 15 times as large.
    assertThat(SHARED / OWN).isEqualTo(15, within(1e-9));
  }

  @Test
  void ofDifferentNumbersOfDrawsTheFirstHavePartners() {
    Random random = new Random(5);
    double[][] shared = walk(random, MEMORY);
    Visited whole = at(1, 10, shared, walk(random, MEMORY));
    DrawsFile all = whole.draws();
    double[][] first =
        Arrays.stream(all.deltaLoss()).map(row -> Arrays.copyOf(row, 200)).toArray(double[][]::new);
    DrawsFile few = new DrawsFile(first, new double[CHAINS][200], 40, N_BETA, 1);
    Change change = Change.between(whole, new Visited(2, true, few));
    assertThat(change.value()).isZero();
    assertThat(change.se()).isZero();
    // Not the chains, whose numbers say which noise they met.
    double[][] turned = first.clone();
    turned[0] = first[1];
    turned[1] = first[0];
    DrawsFile other = new DrawsFile(turned, new double[CHAINS][200], 40, N_BETA, 1);
    assertThat(Change.between(whole, new Visited(2, true, other)).se()).isPositive();
  }

  @Test
  void frozenChainsAreLeftOutOfBoth() {
    Random random = new Random(6);
    double[][] shared = walk(random, MEMORY);
    Visited a = at(1, 10, shared, walk(random, 0));
    Visited b = at(2, 11, shared, walk(random, 0));
    Arrays.fill(b.draws().deltaLoss()[2], 300, DRAWS, Double.NaN);
    Change change = Change.between(a, b);
    assertThat(change.value()).isCloseTo(1, within(5 * change.se()));
    assertThat(change.se()).isPositive();
    for (double[] row : b.draws().deltaLoss()) {
      Arrays.fill(row, Double.NaN);
    }
    assertThat(Change.between(a, b).se()).isNaN();
  }

  /** Levels 10 to step 100, then rising to 10.8 at 10,000: far less than the noise of a level. */
  @Test
  void stagesAreFoundBelowTheNoiseThatCheckpointsShare() {
    List<Visited> common = path(true);
    assertThat(LlcAlong.of(common).stages())
        .extracting(LlcStage::kind)
        .containsExactly(LlcStage.PLATEAU, LlcStage.RISING);
    assertThat(LlcAlong.of(common).stages().get(1).from()).isBetween(80L, 200L);
    assertThat(LlcAlong.of(common).stages().get(1).change().value()).isCloseTo(0.8, within(0.15));
    // Of draws with noise of their own nothing of it can be seen.
    assertThat(LlcAlong.of(path(false)).stages())
        .extracting(LlcStage::kind)
        .containsExactly(LlcStage.PLATEAU);
  }

  private static List<Visited> path(boolean common) {
    Random random = new Random(9);
    double[][] shared = walk(random, 0.95);
    List<Visited> path = new ArrayList<>();
    for (int k = 0; k <= 40; k++) {
      long step = Math.round(Math.pow(10, k / 10.0));
      double llc = 10 + 0.4 * Math.max(0, Math.log10(step) - 2);
      path.add(at(step, llc, common ? shared : walk(random, 0.95), walk(random, 0.95)));
    }
    return path;
  }

  @Test
  void fewEstimatesHaveNoStagesAndRejectedOnesAreNone() {
    List<Visited> path = path(true);
    assertThat(LlcAlong.of(path.subList(0, 5)).stages()).isEmpty();
    List<Visited> rejected =
        path.stream().map(at -> new Visited(at.step(), false, at.draws())).toList();
    assertThat(LlcAlong.of(rejected).stages()).isEmpty();
    assertThat(LlcAlong.of(rejected).changes()).hasSize(40);
  }
}
