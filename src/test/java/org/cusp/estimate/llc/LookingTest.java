package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.clock.Deadline;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.tuning.GradientCost;
import org.cusp.tuning.SamplerChoice;
import org.junit.jupiter.api.Test;

/** What is looked at beside the draws, by processes that measured other times. */
class LookingTest {
  private static final Target TARGET =
      new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
          .read("dln:widths=2x1x2,rank=1,n=100");
  private static final GradientCost QUICK = new GradientCost(1e-7, 1e-7, 1);
  private static final GradientCost SLOW = new GradientCost(10, 10, 1);

  private static Looked look(LlcSpec settings, Deadline deadline, int threads, GradientCost cost) {
    double[] w = TARGET.points().get(0).weights().get();
    Posterior posterior =
        new Posterior(TARGET.model(), TARGET.train(), w, settings.nBetaOf(100), 4.0);
    KernelProvider kernels = KernelProvider.best();
    try (Workers workers = new Workers(threads);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, TARGET.precision(), kernels, workers)) {
      PosteriorTensors within = shared.within(deadline);
      SamplerChoice choice =
          SamplerChoice.asked(Samplers.parse("hmc"), settings, within, cost, threads);
      return new Looking(settings, kernels, workers).look(within, choice, cost);
    }
  }

  /** Where draws are asked for and no time, the same is done on a busy machine and an idle one. */
  @Test
  void withDrawsThatAreAskedForNoClockDecides() {
    LlcSpec settings = LlcSpec.defaults(3).edit().draws(20).build();
    Looked idle = look(settings, Deadline.never(), 1, QUICK);
    Looked busy = look(settings, Deadline.never(), 2, SLOW);
    assertThat(idle.pointGradients()).isPositive().isEqualTo(busy.pointGradients());
    assertThat(idle.replicas()).isPresent().isEqualTo(busy.replicas());
  }

  /** Where time is what was asked for, a machine that has none of it to spare looks at nothing. */
  @Test
  void withinABudgetItDoes() {
    LlcSpec settings = LlcSpec.defaults(3);
    Looked busy = look(settings, Deadline.after(60), 1, SLOW);
    assertThat(busy.pointGradients()).isZero();
    assertThat(busy.replicas()).isEmpty();
  }
}
