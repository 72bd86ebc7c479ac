package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every sampler keeps. One that {@link Samplers} knows is here without further ado. */
class SamplerContractTest {
  /** Where its own first step is 1e-3 for an overdamped sampler. */
  private static final Surroundings AROUND =
      Surroundings.onAllData(new Quadratic(new double[] {9.99, 1}, 100, 1).posterior(), 9.99);

  private static final long SEED = 11;
  private static final int STEPS = 3;
  private static final int EXAMPLES = 30;
  private static final int BATCH = 7;

  private record Subject(Sampler sampler) {
    @Override
    public String toString() {
      return sampler.name();
    }
  }

  /** Every sampler on every kind of kernels, in both precisions. */
  static Stream<Arguments> subjects() {
    return everywhere(OwnStep.all(AROUND).stream().filter(SamplerContractTest::suits).toList());
  }

  /** What draws from some networks alone has these tests in its own class. */
  private static boolean suits(Sampler sampler) {
    try (PosteriorTensors shared = network(KernelProvider.best(), Precision.FLOAT64)) {
      return sampler.suits(shared.posterior());
    }
  }

  static Stream<Arguments> stochastic() {
    return everywhere(OwnStep.all(AROUND).stream().filter(sampler -> !sampler.isExact()).toList());
  }

  private static Stream<Arguments> everywhere(List<Sampler> samplers) {
    return samplers.stream()
        .map(Subject::new)
        .flatMap(
            subject ->
                KernelProvider.usable().stream()
                    .flatMap(
                        kernels ->
                            Arrays.stream(Precision.values())
                                .map(precision -> Arguments.of(subject, kernels, precision))));
  }

  private static PosteriorTensors network(KernelProvider kernels, Precision precision) {
    RandomStream stream = RandomStream.of(3, Purpose.INPUTS, 0);
    double[] x = new double[EXAMPLES * 5];
    stream.normals(0, 0, x, x.length);
    int[] labels = new int[EXAMPLES];
    Arrays.setAll(labels, i -> i % 3);
    DataSet data = new DataSet("points", EXAMPLES, 5, x, new Targets.Classes(labels, 3));
    Mlp model = new Mlp(List.of(5, 4, 3), Activation.TANH, new Likelihood.Categorical(3));
    Posterior posterior = new Posterior(model, data, model.initialise(stream), 9, 2);
    try (Workers workers = new Workers(1)) {
      return PosteriorTensors.of(posterior, precision, kernels, workers);
    }
  }

  private interface Disturbance {
    void apply(PosteriorPass pass);
  }

  /** The parameters of some chains after some steps, [chain][P]. */
  private static double[][] run(
      Sampler sampler,
      KernelProvider kernels,
      Precision precision,
      int firstChain,
      int chains,
      Disturbance atTheStart) {
    BatchPlan plan = new BatchPlan(SEED, EXAMPLES, BATCH);
    RandomStream[] noise = new RandomStream[chains];
    Arrays.setAll(noise, i -> RandomStream.of(SEED, Purpose.NOISE, firstChain + i));
    try (PosteriorTensors shared = network(kernels, precision);
        PosteriorPass pass = new PosteriorPass(shared, plan, kernels.create(), firstChain, chains);
        Sampler.Chains running = sampler.start(pass, noise)) {
      atTheStart.apply(pass);
      for (int t = 0; t < STEPS; t++) {
        running.step(t);
      }
      double[][] w = new double[chains][];
      Arrays.setAll(w, pass.w()::getRow);
      return w;
    }
  }

  private static double[][] run(
      Sampler sampler, KernelProvider kernels, Precision precision, int firstChain, int chains) {
    return run(sampler, kernels, precision, firstChain, chains, pass -> {});
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void replaysBitForBit(Subject subject, KernelProvider kernels, Precision precision) {
    Sampler sampler = subject.sampler();
    double[][] first = run(sampler, kernels, precision, 0, 3);
    assertThat(run(subject.sampler(), kernels, precision, 0, 3)).isDeepEqualTo(first);
    assertThat(first[0]).isNotEqualTo(first[1]);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void chainsTogetherAreChainsOneByOne(
      Subject subject, KernelProvider kernels, Precision precision) {
    Sampler sampler = subject.sampler();
    double[][] together = run(sampler, kernels, precision, 0, 3);
    for (int chain = 0; chain < 3; chain++) {
      assertThat(run(sampler, kernels, precision, chain, 1)[0]).isEqualTo(together[chain]);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void nanInOneChainLeavesTheOthersAlone(
      Subject subject, KernelProvider kernels, Precision precision) {
    Sampler sampler = subject.sampler();
    double[][] whole = run(sampler, kernels, precision, 0, 3);
    double[][] broken =
        run(
            sampler,
            kernels,
            precision,
            0,
            3,
            pass -> {
              double[] w = pass.w().getRow(1);
              w[4] = Double.NaN;
              pass.w().setRow(1, w);
            });
    assertThat(broken[0]).isEqualTo(whole[0]);
    assertThat(broken[2]).isEqualTo(whole[2]);
    assertThat(broken[1]).contains(Double.NaN);
  }

  @ParameterizedTest
  @MethodSource("stochastic")
  void energyIsThatBeforeTheStep(Subject subject, KernelProvider kernels, Precision precision) {
    BatchPlan plan = new BatchPlan(SEED, EXAMPLES, BATCH);
    RandomStream[] noise = {RandomStream.of(SEED, Purpose.NOISE, 0)};
    try (PosteriorTensors shared = network(kernels, precision);
        PosteriorPass pass = new PosteriorPass(shared, plan, kernels.create(), 0, 1);
        Sampler.Chains chains = subject.sampler().start(pass, noise)) {
      StepInfo info = chains.step(0);
      // At w* itself the difference to w* is nothing but the rounding of sums of other shapes.
      double rounding = precision == Precision.FLOAT32 ? 1e-6 : 1e-15;
      assertThat(info.deltaLoss(0)).isCloseTo(0, within(rounding));
      assertThat(info.finite(0)).isTrue();
      assertThat(info.acceptance(0)).isEqualTo(1);
      pass.w().setRow(0, filled(pass.w().columns(), Double.NaN));
      chains.step(1);
      assertThat(info.finite(0)).isFalse();
    }
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }
}
