package org.cusp.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.Setting;
import org.cusp.sampler.Sgld;
import org.cusp.sampler.StepInfo;
import org.cusp.sampler.StochasticSampler;
import org.cusp.sampler.Surroundings;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChainRunnerTest {
  private static final long SEED = 4;
  private static final int N = 20;
  private static final Sgld SGLD = new Sgld(1e-3);

  private static Posterior posterior(Activation activation) {
    RandomStream stream = RandomStream.of(3, Purpose.INPUTS, 0);
    double[] x = new double[N * 3];
    stream.normals(0, 0, x, x.length);
    int[] labels = new int[N];
    Arrays.setAll(labels, i -> i % 2);
    DataSet data = new DataSet("points", N, 3, x, new Targets.Classes(labels, 2));
    Mlp model = new Mlp(List.of(3, 4, 2), activation, new Likelihood.Categorical(2));
    return new Posterior(model, data, model.initialise(stream), 7, 2);
  }

  private static Draws run(
      Sampler sampler, KernelProvider kernels, Activation activation, int threads) {
    RunPlan plan = new RunPlan(sampler, 3, new RunPlan.Length(2, 6, 2), 5, SEED);
    try (Workers workers = new Workers(threads);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior(activation), Precision.FLOAT32, kernels, workers)) {
      return new ChainRunner(kernels, workers).run(shared, plan, Progress.NONE);
    }
  }

  /** SGLD, one number of one chain of which becomes NaN in a step. */
  private record Poisoned(int chain, long step, int parameter) implements StochasticSampler {
    @Override
    public String name() {
      return SGLD.name();
    }

    @Override
    public String summary() {
      return "sgld with a fault";
    }

    @Override
    public String source() {
      return SGLD.source();
    }

    @Override
    public List<Setting> parameters() {
      return SGLD.parameters();
    }

    @Override
    public double stepSize() {
      return SGLD.stepSize();
    }

    @Override
    public Poisoned with(Map<String, Double> values) {
      return this;
    }

    @Override
    public double firstStep(Surroundings around) {
      return SGLD.firstStep(around);
    }

    @Override
    public Chains start(PosteriorPass pass, RandomStream[] noise, double noiseScale) {
      Chains chains = SGLD.start(pass, noise, noiseScale);
      int row = Arrays.asList(noise).indexOf(RandomStream.of(SEED, Purpose.NOISE, chain));
      return new Chains() {
        @Override
        public void state(org.cusp.state.State at) {
          // Nobody takes it up.
        }

        @Override
        public StepInfo step(long t) {
          StepInfo info = chains.step(t);
          if (t == step && row >= 0) {
            double[] w = pass.w().getRow(row);
            w[parameter] = Double.NaN;
            pass.w().setRow(row, w);
          }
          return info;
        }

        @Override
        public void close() {
          chains.close();
        }
      };
    }
  }

  static Stream<Arguments> kernelsAndActivations() {
    return KernelProvider.usable().stream()
        .flatMap(kernels -> Arrays.stream(Activation.values()).map(f -> Arguments.of(kernels, f)));
  }

  /** Step 7 finds what step 6 left: draw 3 (of steps 6 and 7) is the first without a number. */
  @ParameterizedTest
  @MethodSource("kernelsAndActivations")
  void aChainThatLeavesTheNumbersIsFrozenAndNamed(KernelProvider kernels, Activation activation) {
    Draws whole = run(SGLD, kernels, activation, 1);
    Draws broken = run(new Poisoned(1, 6, 0), kernels, activation, 1);
    assertThat(broken.status())
        .containsExactly(
            new ChainStatus.Complete(), new ChainStatus.Frozen(7), new ChainStatus.Complete());
    assertThat(broken.completeChains()).containsExactly(0, 2);
    for (int chain : broken.completeChains()) {
      assertThat(broken.deltaLoss()[chain]).isEqualTo(whole.deltaLoss()[chain]);
      assertThat(broken.squaredDistance()[chain]).isEqualTo(whole.squaredDistance()[chain]);
    }
    assertThat(Arrays.copyOf(broken.deltaLoss()[1], 3))
        .isEqualTo(Arrays.copyOf(whole.deltaLoss()[1], 3));
    for (int draw = 3; draw < 8; draw++) {
      assertThat(broken.deltaLoss()[1][draw]).isNaN();
      assertThat(broken.squaredDistance()[1][draw]).isNaN();
    }
    assertThat(broken.keptDeltaLoss()).hasNumberOfRows(2);
  }

  @Test
  void allChainsFrozenEndsTheRun() {
    Draws draws = run(new Sgld(1e30), KernelProvider.best(), Activation.TANH, 2);
    assertThat(draws.status()).allMatch(ChainStatus.Frozen.class::isInstance);
    assertThat(draws.completeChains()).isEmpty();
    assertThat(draws.deltaLoss()).hasDimensions(3, 8);
    assertThat(draws.deltaLoss()[2][7]).isNaN();
  }

  @ParameterizedTest
  @MethodSource("kernelsAndActivations")
  void threadsDoNotChangeTheDraws(KernelProvider kernels, Activation activation) {
    Draws one = run(SGLD, kernels, activation, 1);
    Draws three = run(SGLD, kernels, activation, 3);
    assertThat(three.deltaLoss()).isDeepEqualTo(one.deltaLoss());
    assertThat(three.squaredDistance()).isDeepEqualTo(one.squaredDistance());
    assertThat(one.gradientEvaluations()).isEqualTo(3 * 8 * 2);
  }

  @Test
  void progressEndsAtTheLastDraw() {
    List<Double> done = new ArrayList<>();
    RunPlan plan = new RunPlan(SGLD, 2, new RunPlan.Length(2, 6, 1), N, SEED);
    KernelProvider kernels = KernelProvider.best();
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior(Activation.RELU), Precision.FLOAT64, kernels, workers)) {
      new ChainRunner(kernels, workers)
          .run(shared, plan, (share, phase, value, error) -> done.add(share));
    }
    assertThat(done).isSorted().endsWith(1.0);
  }
}
