package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.sampler.reference.StiffDirections;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/**
 * Which sampler is taken on all data: 20 parameters for each of 512 stiff directions are enough.
 */
class SamplerChoiceTest {
  private static final int OUTPUTS = 20;
  private static final int ENOUGH = 20 * StiffDirections.MOST / OUTPUTS;

  /** A network of one layer without hidden units, with features x 20 parameters, all 0. */
  private static SamplerChoice choice(
      int features, int n, double gamma, LlcSpec settings, double seconds) {
    DataSet data =
        new DataSet(
            "zeros",
            n,
            features,
            new double[n * features],
            new Targets.Values(new double[n * OUTPUTS], OUTPUTS));
    Mlp model =
        new Mlp(
            List.of(features, OUTPUTS),
            Activation.TANH,
            new Likelihood.Gaussian(OUTPUTS, 1),
            Mlp.Biases.ABSENT);
    Posterior posterior = new Posterior(model, data, new double[model.size()], 100, gamma);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT32, KernelProvider.best(), workers)) {
      return SamplerChoice.of(
          settings,
          shared.within(Deadline.after(settings.budget())),
          new GradientCost(seconds, seconds / 10, 1),
          1);
    }
  }

  private static String sampler(int features, int n, double gamma) {
    return choice(features, n, gamma, LlcSpec.defaults(1), 1e-4).sampler().name();
  }

  @Test
  void manyParametersOfWhichFewAreStiffHaveAReference() {
    assertThat(sampler(ENOUGH, 600, 1)).isEqualTo("split-hmc");
    assertThat(sampler(ENOUGH - 1, 600, 1)).isEqualTo("hmc");
  }

  @Test
  void aGradientCheaperThanTheReferenceHasNone() {
    assertThat(sampler(ENOUGH, 511, 1)).isEqualTo("hmc");
  }

  @Test
  void whereNothingHoldsTheFlatDirectionsThereIsNone() {
    assertThat(sampler(ENOUGH, 600, 0)).isEqualTo("hmc");
  }

  /** 6 gradients in each of 132 transitions: of 8 chains 6.3 s, for a quarter of 60 s. */
  @Test
  void chainsThatAreDearAreFewer() {
    LlcSpec settings = LlcSpec.defaults(1);
    assertThat(choice(ENOUGH, 600, 1, settings, 1e-3).chains()).isEqualTo(8);
    assertThat(choice(ENOUGH, 600, 1, settings, 2.5e-3).chains()).isEqualTo(4);
    // 2 chains take 158 s, and what finds a reference on batches 1,160 gradients of 0.01 s.
    assertThat(choice(ENOUGH, 600, 1, settings, 0.1).sampler().name()).isEqualTo("split-sghmc");
    assertThat(choice(ENOUGH, 600, 1, settings, 0.1).chains()).isEqualTo(4);
    assertThat(choice(ENOUGH, 600, 1, settings, 0.03).sampler().name()).isEqualTo("split-hmc");
    assertThat(choice(ENOUGH, 600, 1, settings, 0.03).chains()).isEqualTo(2);
  }

  /** Of 60 s the short runs before may take 18. */
  @Test
  void batchesHaveAReferenceWhereThereIsTimeToFindIt() {
    LlcSpec settings = LlcSpec.defaults(1);
    assertThat(choice(ENOUGH, 600, 1, settings, 1).sampler().name()).isEqualTo("sghmc");
    assertThat(choice(ENOUGH, 600, 0, settings, 0.1).sampler().name()).isEqualTo("sghmc");
  }
}
