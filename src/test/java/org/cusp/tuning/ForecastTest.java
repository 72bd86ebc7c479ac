package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.clock.Ticks;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.run.Progress;
import org.cusp.sampler.Samplers;
import org.cusp.sampler.SplitHmc;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/**
 * HMC on a quadratic whose stiffest direction needs steps 300 times shorter than its widest is
 * wide; a second is a gradient.
 */
class ForecastTest {
  private static final KernelProvider KERNELS = KernelProvider.best();

  private static MetropolisRun.Drawn drawn(double foreseen, double seconds) {
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = new Quadratic(new double[] {1000, 1}, 100, 1).tensors(KERNELS)) {
      return new MetropolisRun(LlcSpec.defaults(1), Samplers.onAllData(), 1000, KERNELS, workers)
          .sample(
              shared.within(Deadline.after(new Ticks(), seconds)),
              4,
              OptionalDouble.of(foreseen),
              Progress.NONE);
    }
  }

  @Test
  void whatTakesFarLongerThanForeseenIsGivenUp() {
    MetropolisRun.Drawn drawn = drawn(1000, 5000);
    assertThat(drawn.draws().isEmpty()).isTrue();
    assertThat(drawn.failure().orElseThrow()).contains("foreseen to take 1.00e+03 gradients");
    assertThat(drawn.draws().seconds()).isLessThan(0.5 * 5000);
  }

  @Test
  void whatIsSlowAndWasForeseenGoesOn() {
    MetropolisRun.Drawn drawn = drawn(1e6, 200_000);
    assertThat(drawn.failure()).isEmpty();
    assertThat(drawn.draws().isEmpty()).isFalse();
  }

  /** Transitions that do not end in the time of a trial are a failure too. */
  @Test
  void aFirstTransitionThatDoesNotEndIsGivenUp() {
    MetropolisRun.Drawn drawn = drawn(10, 100);
    assertThat(drawn.failure()).isPresent();
    assertThat(drawn.draws().seconds()).isLessThan(50);
  }

  /** About another reference transitions take another number of gradients. */
  @Test
  void aSplitSamplerIsJudgedByItsReferenceOfNow() {
    SplitHmc split = new SplitHmc(0.1);
    assertThat(IntStream.of(0, 8, 9, 15, 16, 40).map(split::unsettledTransitions))
        .containsExactly(4, 4, 9, 9, 16, 16);
  }

  @Test
  void theRevisedChoiceSaysWhy() {
    try (PosteriorTensors shared = new Quadratic(new double[] {1, 1}, 100, 1).tensors(KERNELS)) {
      SamplerChoice first =
          SamplerChoice.asked(
              Samplers.onAllData(), LlcSpec.defaults(1), shared, new GradientCost(1, 0.01, 1), 1);
      SamplerChoice revised = first.revised("it was too slow", LlcSpec.defaults(1));
      assertThat(revised.sampler()).isEqualTo(Samplers.onBatches());
      assertThat(revised.chains()).isEqualTo(4);
      assertThat(revised.revision().orElseThrow()).contains("too slow").contains("sghmc");
      assertThat(revised.reasons()).endsWith(revised.revision().orElseThrow());
    }
  }
}
