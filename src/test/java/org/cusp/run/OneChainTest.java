package org.cusp.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Sgld;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A single chain of a large network, whose steps threads without a chain take part in. */
class OneChainTest {
  private static final int N = 200;
  private static final List<Integer> WIDTHS = List.of(500, 520, 10);

  private static Posterior posterior() {
    RandomStream stream = RandomStream.of(3, Purpose.INPUTS, 0);
    double[] x = new double[N * WIDTHS.get(0)];
    stream.normals(0, 0, x, x.length);
    int[] labels = new int[N];
    Arrays.setAll(labels, i -> i % 10);
    DataSet data = new DataSet("points", N, WIDTHS.get(0), x, new Targets.Classes(labels, 10));
    Mlp model = new Mlp(WIDTHS, Activation.TANH, new Likelihood.Categorical(10));
    return new Posterior(model, data, model.initialise(stream), 7, 2);
  }

  private static Draws run(Sampler sampler, Precision precision, int threads) {
    RunPlan plan = new RunPlan(sampler, 1, new RunPlan.Length(0, 4, 1), 128, 4);
    KernelProvider kernels = KernelProvider.best();
    try (Workers workers = new Workers(threads);
        PosteriorTensors shared = PosteriorTensors.of(posterior(), precision, kernels, workers)) {
      return new ChainRunner(kernels, workers).run(shared, plan, Progress.NONE);
    }
  }

  static Stream<Sampler> samplers() {
    return Stream.of(new Sgld(1e-5), new Hmc(1e-3, 3e-3));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void hasTheSameBitsOnAnyNumberOfThreads(Sampler sampler) {
    for (Precision precision : Precision.values()) {
      Draws one = run(sampler, precision, 1);
      Draws three = run(sampler, precision, 3);
      assertThat(three.deltaLoss()).isDeepEqualTo(one.deltaLoss());
      assertThat(three.squaredDistance()).isDeepEqualTo(one.squaredDistance());
      assertThat(one.squaredDistance()[0][2]).isPositive();
    }
  }
}
