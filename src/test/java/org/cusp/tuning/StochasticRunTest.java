package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import org.cusp.clock.Deadline;
import org.cusp.clock.Ticks;
import org.cusp.clock.TimeIsUp;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.run.Progress;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Sgld;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

class StochasticRunTest {
  private static final Problem PROBLEM =
      Problems.parse("dln:widths=6x6x6,rank=3,n=2000,noise=0", 1);
  private static final int BATCH = 100;

  private static LlcSpec fourDraws() {
    return LlcSpec.defaults(1).edit().chains(4).draws(4).budget(1e-6).build();
  }

  private static StochasticRun.Drawn drawn(LlcSpec settings, Deadline deadline) {
    Posterior posterior =
        new Posterior(
            PROBLEM.model(),
            PROBLEM.data(),
            PROBLEM.truth(),
            Posterior.defaultNBeta(PROBLEM.data().n()),
            1);
    KernelProvider kernels = KernelProvider.best();
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, PROBLEM.precision(), kernels, workers)) {
      return new StochasticRun(settings, SamplerRequest.open(new Sgld(1)), kernels, workers)
          .sample(shared.within(deadline), 4, BATCH, Progress.NONE);
    }
  }

  /** The time is for a few hundred steps after the search: draws are single steps, and few. */
  @Test
  void aBudgetIsNotSpentOnStepsBetweenDraws() {
    StochasticRun.Drawn brief = drawn(LlcSpec.defaults(1), Deadline.after(new Ticks(), 3000));
    assertThat(brief.fine().plan().thin()).isLessThan(20);
    assertThat(brief.fine().plan().recorded()).isGreaterThan(20);
  }

  /** A tick is a gradient or a look at the clock. */
  @Test
  void nothingIsDoneAfterTheDeadline() {
    for (int seconds : new int[] {1, 10, 100, 1000, 3000}) {
      Ticks ticks = new Ticks();
      StochasticRun.Drawn drawn;
      try {
        drawn = drawn(LlcSpec.defaults(1), Deadline.after(ticks, seconds));
      } catch (TimeIsUp e) {
        drawn = null;
      }
      // Each of four chains and the run itself notice on their own.
      assertThat(ticks.count()).isLessThan(seconds + 20L);
      assertThat(drawn == null || drawn.fine().isEmpty()).isEqualTo(seconds < 1000);
    }
  }

  /** With a number of draws time does not matter, so that the result is always the same. */
  @Test
  void drawsThatWereAskedForAreAsFarApartAsTheLocalisationSays() {
    StochasticRun.Drawn fixed = drawn(fourDraws(), Deadline.never());
    assertThat(fixed.fine().plan().thin()).isGreaterThan(20);
    assertThat(fixed.fine().plan().draws()).isEqualTo(4);
    assertThat(fixed.coarse()).isPresent();
  }

  /** 80 relaxations are enough; where time is up or the pace unknown, the step stays. */
  @Test
  void chainsThatHaveLittleTimeTakeLongerSteps() {
    double far = Double.POSITIVE_INFINITY;
    assertThat(StochasticRun.hurried(0.001, far, 100)).isEqualTo(0.001);
    assertThat(StochasticRun.hurried(0.001, far, 40)).isEqualTo(0.002);
    assertThat(StochasticRun.hurried(0.001, far, 4)).isEqualTo(0.003);
    assertThat(StochasticRun.hurried(0.001, 0.0015, 40)).isEqualTo(0.0015);
    assertThat(StochasticRun.hurried(0.001, 0.0005, 40)).isEqualTo(0.001);
    assertThat(StochasticRun.hurried(0.001, far, Double.NaN)).isEqualTo(0.001);
    assertThat(StochasticRun.hurried(0.001, far, Double.POSITIVE_INFINITY)).isEqualTo(0.001);
    assertThat(StochasticRun.hurried(0.001, far, 0)).isEqualTo(0.003);
  }
}
