package org.cusp.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.run.Progress;
import org.cusp.spec.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

class StochasticRunTest {
  private static final Problem PROBLEM =
      Problems.parse("dln:widths=6x6x6,rank=3,n=2000,noise=0", 1);
  private static final int BATCH = 100;

  private static LlcSpec fourDraws() {
    return new LlcSpec(
        Optional.empty(),
        4,
        OptionalInt.of(4),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0.02,
        1e-6,
        1);
  }

  private static StochasticRun.Drawn drawn(LlcSpec settings) {
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
      return new StochasticRun(settings, "sgld", kernels, workers)
          .sample(shared, 4, BATCH, Progress.NONE);
    }
  }

  /** No step fits into a microsecond: draws are single steps, and few. */
  @Test
  void aBudgetIsNotSpentOnStepsBetweenDraws() {
    StochasticRun.Drawn brief = drawn(LlcSpec.defaults(1).until(0.02, 1e-6));
    assertThat(brief.fine().plan().thin()).isEqualTo(1);
    assertThat(brief.fine().plan().recorded()).isBetween(20, 40);
  }

  /** With a number of draws time does not matter, so that the result is always the same. */
  @Test
  void drawsThatWereAskedForAreAsFarApartAsTheLocalisationSays() {
    StochasticRun.Drawn fixed = drawn(fourDraws());
    assertThat(fixed.fine().plan().thin()).isGreaterThan(20);
    assertThat(fixed.fine().plan().draws()).isEqualTo(4);
    assertThat(fixed.coarse()).isPresent();
  }
}
