package org.cusp.estimate.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.cusp.clock.Deadline;
import org.cusp.estimate.freeenergy.FreeEnergyEstimator;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.Ended;
import org.cusp.state.HasState;
import org.cusp.state.StateFile;
import org.cusp.state.Stopped;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replica exchange that is stopped again and again ends with the bits of one left alone. */
class TemperedResumeTest {
  private static final Target TARGET =
      new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
          .read("dln:widths=2x1x2,rank=1,n=100");
  private static final double[] W = TARGET.points().get(0).weights().get();
  private static final Prior PRIOR = new Prior.Global(1);
  private static final TemperingSpec SETTINGS =
      new TemperingSpec(2, OptionalInt.of(30), TemperingSpec.defaults(1).budget(), 5);

  /** In the ladder, in the burn-in and in the draws of each of two runs. */
  private static final int[] TURNS = {7, 20, 11, 31, 4, 6, 2, 5, 2};

  private static final Turns TURNS_OF_ALL = new Turns();
  private static final String UNDISTURBED =
      bits(freeEnergy(Progress.NONE.keeping(TURNS_OF_ALL)).draws());

  private Ended ended;

  @BeforeEach
  void begin(@TempDir Path folder) {
    ended = Ended.in(folder);
  }

  private <T> T disturbed(Function<Progress, T> work) {
    int times = 0;
    for (int turns : TURNS) {
      try {
        T found = work.apply(ended.at(turns));
        assertThat(times).isGreaterThan(2);
        return found;
      } catch (Stopped e) {
        times++;
      }
    }
    return work.apply(ended.at(0));
  }

  private static FreeEnergyEstimator.Outcome freeEnergy(Progress progress) {
    try (Workers workers = new Workers(2)) {
      return new FreeEnergyEstimator(SETTINGS, 0.05, KernelProvider.best(), workers)
          .estimate(
              new FreeEnergyEstimator.Question(
                  TARGET.model(), TARGET.precision(), TARGET.train(), W, W),
              PRIOR,
              Deadline.never(),
              progress);
    }
  }

  private static CriteriaEstimator.Outcome criteria(Progress progress) {
    try (Workers workers = new Workers(2)) {
      return new CriteriaEstimator(SETTINGS, 0.1, KernelProvider.best(), workers)
          .estimate(
              new CriteriaEstimator.Subject(
                  TARGET.model(),
                  TARGET.precision(),
                  TARGET.train(),
                  Optional.of(TARGET.train()),
                  PRIOR.centre(W),
                  PRIOR.gamma(TARGET.model(), W)),
              1,
              List.of(),
              progress);
    }
  }

  private static void requireSame(TemperedDraws found, TemperedDraws expected) {
    assertThat(found.betas()).isEqualTo(expected.betas());
    assertThat(found.energy()).isDeepEqualTo(expected.energy());
    assertThat(found.swapAcceptance()).isEqualTo(expected.swapAcceptance());
    assertThat(found.acceptance()).isEqualTo(expected.acceptance());
    assertThat(found.arrivals()).isEqualTo(expected.arrivals());
    assertThat(found.gradientEvaluations()).isEqualTo(expected.gradientEvaluations());
  }

  @Test
  void aFreeEnergyEndsWithTheSameBits() {
    FreeEnergyEstimator.Outcome found = disturbed(TemperedResumeTest::freeEnergy);
    FreeEnergyEstimator.Outcome expected = freeEnergy(Progress.NONE);
    requireSame(found.draws(), expected.draws());
    assertThat(found.freeEnergy().value()).isEqualTo(expected.freeEnergy().value());
  }

  @Test
  void criteriaEndWithTheSameBits() {
    CriteriaEstimator.Outcome found = disturbed(TemperedResumeTest::criteria);
    CriteriaEstimator.Outcome expected = criteria(Progress.NONE);
    requireSame(found.atWbic(), expected.atWbic());
    requireSame(found.sampled().draws(), expected.sampled().draws());
    assertThat(found.sampled().criteria().told()).isEqualTo(expected.sampled().criteria().told());
    assertThat(PointwiseTable.csv(found.sampled().criteria()))
        .isEqualTo(PointwiseTable.csv(expected.sampled().criteria()));
  }

  /** What a forgetful part of it would have left out. */
  @ParameterizedTest
  @CsvSource({
    "15, replicas/pass0/rung1/chain0/w",
    "15, replicas/pass0/rung1/transitions",
    "15, ladder/search/steps/statistic",
    "15, ladder/search/steps/logMean",
    "15, ladder/search/tuned",
    "45, ladder/energy",
    "END, replicas/pass0/sweeps",
    "END, replicas/pass1/rung2/chain0/w",
    "END, replicas/recorded/energies/rung1/column0/chain0",
    "END, replicas/recorded/pass0/exchangeSum1",
    "END, replicas/recorded/pass0/draws",
    "END, ladder/beta",
  })
  void nothingThatIsKeptCouldBeForgotten(String moment, String name) {
    int turns = moment.equals("END") ? TURNS_OF_ALL.count - 2 : Integer.parseInt(moment);
    assertThatThrownBy(() -> freeEnergy(ended.at(turns))).isInstanceOf(Stopped.class);
    StateFile state = StateFile.read(ended.file());
    assertThat(state.numbers()).containsKey(name);
    state.numbers().remove(name);
    state.write(ended.file());
    String found;
    try {
      found = bits(freeEnergy(ended.at(0)).draws());
    } catch (RuntimeException e) {
      found = e.toString();
    }
    assertThat(found).isNotEqualTo(UNDISTURBED);
  }

  private static String bits(TemperedDraws draws) {
    return Arrays.deepToString(draws.energy())
        + Arrays.toString(draws.swapAcceptance())
        + Arrays.toString(draws.acceptance())
        + Arrays.toString(draws.arrivals())
        + draws.gradientEvaluations();
  }

  /** Counts the turns of one that is left alone. */
  private static final class Turns implements Bookmark {
    private int count;

    @Override
    public void holds(String name, HasState part) {
      // Nothing is kept.
    }

    @Override
    public void turn() {
      count++;
    }

    @Override
    public void forget(String beginning) {
      // Nothing is kept.
    }
  }
}
