package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.clock.Deadline;
import org.cusp.clock.Ticks;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on a network of 24 parameters whose clock counts gradients. */
class ReplayTest {
  private static final Target TARGET =
      new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
          .read("dln:widths=4x3x4,rank=2,n=600");
  private static final double[] W = TARGET.points().get(0).weights().get();
  private static final LlcSpec SETTINGS = LlcSpec.defaults(3).until(1e-9, 60);

  private static LlcEstimator.Outcome estimate(LlcSpec settings, int threads, Deadline deadline) {
    try (Workers workers = new Workers(threads)) {
      return new LlcEstimator(settings, KernelProvider.best(), workers)
          .estimate(TARGET, W, deadline, Progress.NONE);
    }
  }

  private static LlcEstimator.Outcome replay(
      LlcSpec settings, int threads, LlcEstimator.Outcome of) {
    try (Workers workers = new Workers(threads)) {
      return new LlcEstimator(settings, KernelProvider.best(), workers)
          .replay(TARGET, W, of.schedule(), Progress.NONE);
    }
  }

  /**
   * The clock ends each run somewhere in its draws, on two threads not always at the same place;
   * with its schedule it is the same on any number of them.
   */
  @ParameterizedTest
  @CsvSource({"hmc,30000", "mala,6000", "sgld,15000", "sghmc,15000", "adam-sgld,15000"})
  void theScheduleGivesTheSameDraws(String sampler, int ticks) {
    LlcSpec settings = SETTINGS.withSampler(sampler);
    for (int threads : new int[] {1, 2}) {
      LlcEstimator.Outcome run = estimate(settings, threads, Deadline.after(new Ticks(), ticks));
      assertThat(run.draws().isEmpty()).isFalse();
      assertThat(run.llc().estimate().value()).isFinite();
      for (int others : new int[] {1, 2}) {
        LlcEstimator.Outcome again = replay(settings, others, run);
        assertThat(again.draws().deltaLoss()).isDeepEqualTo(run.draws().deltaLoss());
        assertThat(again.draws().squaredDistance()).isDeepEqualTo(run.draws().squaredDistance());
        assertThat(again.llc().estimate()).isEqualTo(run.llc().estimate());
        assertThat(again.llc().extrapolation()).isEqualTo(run.llc().extrapolation());
        assertThat(again.schedule()).isEqualTo(run.schedule());
      }
    }
  }

  /** Another schedule is another run: the test above could fail. */
  @Test
  void aDifferentWarmUpGivesOtherDraws() {
    LlcSpec settings = SETTINGS.withSampler("hmc");
    LlcEstimator.Outcome one = estimate(settings, 1, Deadline.after(new Ticks(), 30_000));
    LlcEstimator.Outcome other = estimate(settings, 1, Deadline.after(new Ticks(), 6_000));
    assertThat(other.schedule().warmUp()).isNotEqualTo(one.schedule().warmUp());
    assertThat(other.llc().estimate()).isNotEqualTo(one.llc().estimate());
  }

  /** A tick is a gradient, or a look at the clock between two phases. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 30, 100, 300, 3000})
  void nothingIsDoneAfterTheDeadlineAndSomethingIsAlwaysSaid(int seconds) {
    for (String sampler : List.of("auto", "hmc", "split-hmc", "mala", "sgld", "sgnht")) {
      LlcSpec settings = sampler.equals("auto") ? SETTINGS : SETTINGS.withSampler(sampler);
      Ticks ticks = new Ticks();
      LlcEstimator.Outcome run = estimate(settings, 1, Deadline.after(ticks, seconds));
      // Each of eight chains, of two groups of them, notices on its own.
      assertThat(ticks.count()).isLessThan(seconds + 60L);
      if (run.draws().isEmpty()) {
        assertThat(run.llc().verdict().status().label()).isEqualTo("rejected");
        assertThat(run.llc().verdict().reasons().toString())
            .contains("time was up")
            .contains("loss")
            .contains("gradient");
        assertThat(run.llc().estimate().value()).isNaN();
      } else {
        assertThat(run.llc().estimate().value()).isFinite();
      }
    }
  }

  @Test
  void drawsThatWereAskedForAndNotMadeAreSaid() {
    LlcSpec asked = LlcSpec.defaults(1).withSampler("hmc").edit().draws(100_000).build();
    LlcEstimator.Outcome run = estimate(asked, 1, Deadline.after(new Ticks(), 30_000));
    assertThat(run.draws().plan().draws()).isBetween(4, 99_999);
    assertThat(run.llc().verdict().cautions().toString()).contains("not the 100000");
  }
}
