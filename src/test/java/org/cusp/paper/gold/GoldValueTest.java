package org.cusp.paper.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Target;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldValueTest {
  private static final GoldMark MARK = new GoldMark(0.01);
  private static final int CHAINS = 8;

  @TempDir private Path folder;

  /** Independent draws of mean {@code mean} and standard deviation {@code sd}. */
  private static double[][] draws(double mean, double sd, int length, long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.DESIGN, 0);
    double[][] draws = new double[CHAINS][length];
    for (int chain = 0; chain < CHAINS; chain++) {
      for (int i = 0; i < length; i++) {
        draws[chain][i] = mean + sd * stream.normal(chain, i);
      }
    }
    return draws;
  }

  private static GoldState state(double[][] energy, double[][] distance) {
    return new GoldState(
        "key",
        "hmc:step=0.1,length=1",
        new double[CHAINS][2],
        energy,
        distance,
        new GoldState.Spent(1234, 5, 6, 1));
  }

  private static GoldChain chain(double mean, long seed) {
    return GoldChain.of(state(draws(mean, 7, 1000, seed), draws(3, 1, 1000, ~seed)), MARK, seed);
  }

  /** 4,000 draws of standard deviation 7: an error of 0.1107. */
  @Test
  void twoThatAgreeAreGoldByTheirPrecisions() {
    GoldChain first = chain(50, 1);
    GoldChain second = chain(50, 2);
    assertThat(first.se()).isCloseTo(0.1107, within(0.02));
    GoldValue value = GoldValue.of(first, second);
    assertThat(value.isGold()).as(value.shortfall()).isTrue();
    double one = Math.pow(first.se(), -2);
    double other = Math.pow(second.se(), -2);
    assertThat(value.value())
        .isCloseTo((one * first.value() + other * second.value()) / (one + other), within(1e-10));
    assertThat(value.se()).isCloseTo(Math.pow(one + other, -0.5), within(1e-12));
  }

  /** A kernel whose stationary law is wrong by 2% has a fine R-hat; 1 is six errors. */
  @Test
  void aWrongSettingIsRefusedByTheOther() {
    GoldChain wrong = chain(51, 3);
    assertThat(wrong.reached()).isTrue();
    GoldValue value = GoldValue.of(chain(50, 1), wrong);
    assertThat(value.isGold()).isFalse();
    assertThat(value.shortfall()).contains("disagree by");
    assertThat(Math.abs(value.z())).isBetween(4.0, 9.0);
  }

  @Test
  void aSettingThatIsNotThereYetIsNamed() {
    GoldState few = state(draws(50, 7, 40, 3), draws(3, 1, 40, 4));
    GoldChain chain = GoldChain.of(few, MARK, 3);
    assertThat(chain.reached()).isFalse();
    assertThat(GoldValue.of(chain(50, 1), chain).shortfall()).contains("hmc", "not there yet");
  }

  /** Enough draws, whose distances from w* are those of chains on their way in other directions. */
  @Test
  void chainsOnTheirWayHaveNotReachedTheMark() {
    double[][] energy = draws(50, 7, 1000, 1);
    double[][] distance = draws(3, 1, 1000, 2);
    assertThat(MARK.isReached(energy, distance)).isTrue();
    for (int i = 0; i < distance[0].length; i++) {
      distance[0][i] += 2;
    }
    assertThat(MARK.isReached(energy, distance)).isFalse();
    assertThat(new GoldMark(0.0001).isReached(energy, draws(3, 1, 1000, 2))).isFalse();
  }

  @Test
  void chainsAreReadAsTheyWereWritten() {
    GoldState state = state(draws(50, 7, 30, 1), draws(3, 1, 30, 2));
    Path file = folder.resolve("chains.safetensors");
    state.write(file);
    GoldState read = GoldState.read(file, "key").orElseThrow();
    assertThat(read.energy()).isDeepEqualTo(state.energy());
    assertThat(read.distance()).isDeepEqualTo(state.distance());
    assertThat(read.positions()).isDeepEqualTo(state.positions());
    assertThat(read.spent()).isEqualTo(state.spent());
    assertThat(read.sampler()).isEqualTo(state.sampler());
    assertThat(GoldState.read(file, "another")).isEmpty();
    assertThat(GoldState.read(folder.resolve("none"), "key")).isEmpty();
  }

  /** A second more each time it is asked: a sitting ends after so many looks. */
  private static Deadline looks(int count) {
    double[] now = {0};
    return Deadline.after(() -> now[0]++, count);
  }

  /**
   * Linear regression without noise has the LLC 1/2 for each of its 4 parameters, less the share
   * gamma / (nBeta s + gamma) < 1e-3 of it.
   */
  @Test
  void aSecondSittingGoesOnWhereTheFirstEnded() {
    Target target = Target.ofProblem("dln:widths=2x2,rank=2,n=500,noise=0", 1);
    Place place = new Place(target, target.truth().orElseThrow(), 1, 500 / Math.log(500));
    KernelProvider kernels = KernelProvider.named("simd");
    Path file = folder.resolve("dln.safetensors");
    GoldMark never = new GoldMark(1e-9);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(place.posterior(), Precision.FLOAT64, kernels, workers)) {
      GoldChains chains =
          new GoldChains(new Estimation(kernels, workers), "mala:step=5e-4", 2, 7, file);
      assertThat(chains.run(shared, "one", never, looks(20))).isEmpty();
      assertThat(file).doesNotExist();
      GoldState first = chains.run(shared, "one", never, looks(80)).orElseThrow();
      GoldState second = chains.run(shared, "one", never, looks(4)).orElseThrow();
      assertThat(second.draws()).isGreaterThan(first.draws());
      assertThat(second.spent().sittings()).isEqualTo(2);
      assertThat(second.spent().gradients()).isGreaterThan(first.spent().gradients());
      assertThat(second.energy()[1]).startsWith(first.energy()[1]);
      assertThat(second.energy()[1][first.draws()]).isNotEqualTo(second.energy()[1][0]);
      GoldChain found = GoldChain.of(second, MARK, 7);
      assertThat(found.ess()).isGreaterThan(400);
      assertThat(found.value()).isCloseTo(2, within(5 * found.se()));
      assertThat(chains.run(shared, "one", new GoldMark(0.5), looks(2)))
          .map(GoldState::draws)
          .isEqualTo(Optional.of(second.draws()));
      GoldState anew = chains.run(shared, "two", never, looks(80)).orElseThrow();
      assertThat(anew.spent().sittings()).isEqualTo(1);
    }
  }
}
