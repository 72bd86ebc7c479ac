package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.StepSums;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.tensor.Activation;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.WatchedKernels;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of samplers are bodies of kernels: nothing in them reads, writes or takes memory. */
class StepBodyTest {
  private static final int N = 12;
  private static final Mlp MODEL =
      new Mlp(List.of(3, 4, 2), Activation.TANH, new Likelihood.Categorical(2));
  private static final Posterior POSTERIOR = posterior();

  /** All of the registry that suit a network, and those that turn about stiff directions. */
  static Stream<String> samplers() {
    return Stream.concat(
        Samplers.ALL.stream().filter(it -> it.suits(POSTERIOR)).map(Sampler::name),
        Stream.of("split-hmc, one stiff direction"));
  }

  private static Posterior posterior() {
    double[] x = new double[N * 3];
    RandomStream.of(1, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    int[] labels = new int[N];
    Arrays.setAll(labels, i -> i % 2);
    double[] w = MODEL.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    return new Posterior(
        MODEL, new DataSet("few", N, 3, x, new Targets.Classes(labels, 2)), w, 5, 1);
  }

  private static Sampler sampler(String name, PosteriorTensors shared) {
    Surroundings around = new Surroundings(POSTERIOR, 4, 1, () -> 1);
    if (name.contains(",")) {
      double[] direction = new double[POSTERIOR.size()];
      direction[3] = 1;
      Slab v = shared.centre().repeatBeside(1, direction);
      GaussianReference reference =
          GaussianReference.of(1, new double[] {9}, MatrixStack.of(v, 0, 1, direction.length));
      return new SplitHmc(0.3, 1, Optional.of(reference));
    }
    return OwnStep.all(around).stream().filter(it -> it.name().equals(name)).findFirst().get();
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void stepsStayWhereTheChainsAre(String name) {
    WatchedKernels kernels = new WatchedKernels();
    RandomStream[] noise = {
      RandomStream.of(2, Purpose.NOISE, 0), RandomStream.of(2, Purpose.NOISE, 1)
    };
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(POSTERIOR, Precision.FLOAT32, kernels, workers);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(3, N, 4), kernels.create(), 0, 2);
        Sampler.Chains chains = sampler(name, shared).start(pass, noise);
        StepSums sums = new StepSums(pass)) {
      for (int t = 0; t < 5; t++) {
        if (t == 2) {
          kernels.watch();
        }
        StepInfo info = chains.step(t);
        sums.add(info.deltaLoss(), info.acceptance());
      }
      assertThat(kernels.faults()).isEmpty();
      // Of each step an evaluation and the sums at least.
      assertThat(kernels.bodies()).isGreaterThanOrEqualTo(6);
      assertThat(sums.frozenAt()).containsOnly(StepSums.RUNNING);
      assertThat(sums.acceptance()[0]).isPositive();
    }
  }

  @Test
  void whatABodyDoesOnTheHostIsSeen() {
    WatchedKernels kernels = new WatchedKernels();
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(POSTERIOR, Precision.FLOAT32, kernels, workers);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(3, N, 4), kernels.create(), 0, 1)) {
      List<Slab> taken = new ArrayList<>();
      kernels.watch();
      pass.loop(() -> pass.w().getRow(0)).run();
      pass.loop(() -> pass.clock().set(7)).run();
      pass.loop(() -> taken.add(pass.w().doublesBeside(1, 1))).run();
      assertThat(kernels.faults()).hasSize(3);
      assertThat(kernels.faults().get(0)).startsWith("reads").contains("StepBodyTest");
      assertThat(kernels.faults().get(1)).startsWith("writes");
      assertThat(kernels.faults().get(2)).startsWith("takes memory");
      taken.forEach(Slab::close);
    }
  }

  /** A chain is frozen by the step that finds it beyond the finite numbers, once. */
  @Test
  void theFirstStepBeyondTheNumbersIsKept() {
    WatchedKernels kernels = new WatchedKernels();
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(POSTERIOR, Precision.FLOAT32, kernels, workers);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(3, N, 4), kernels.create(), 0, 2);
        Slab delta = pass.w().doublesBeside(2, 1);
        Slab acceptance = pass.w().doublesBeside(2, 1);
        StepSums sums = new StepSums(pass)) {
      double[] second = {0.5, Double.NaN, 2, Double.POSITIVE_INFINITY};
      for (int t = 0; t < second.length; t++) {
        pass.at(10 + t);
        delta.setRow(0, new double[] {t});
        delta.setRow(1, new double[] {second[t]});
        acceptance.setRow(0, new double[] {0.25});
        sums.add(delta, acceptance);
        assertThat(pass.clock().time()).isEqualTo(11 + t);
      }
      assertThat(sums.frozenAt()).containsExactly(StepSums.RUNNING, 11);
      assertThat(sums.deltaLoss()[0]).isEqualTo(6);
      assertThat(sums.acceptance()).containsExactly(1, 0);
      sums.clear();
      assertThat(sums.deltaLoss()).containsOnly(0);
      assertThat(sums.frozenAt()).containsExactly(StepSums.RUNNING, 11);
    }
  }
}
