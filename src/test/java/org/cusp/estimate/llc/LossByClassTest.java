package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Moments;
import org.cusp.model.DataLosses;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossByClassTest {
  private static final int N = 40;
  private static final int CLASSES = 4;
  private static final KernelProvider KERNELS = KernelProvider.best();
  private static final Mlp MODEL =
      new Mlp(List.of(2, 3, CLASSES), Activation.TANH, new Likelihood.Categorical(CLASSES));
  private static final double[] W = MODEL.initialise(RandomStream.of(8, Purpose.INPUTS, 1));

  /** Classes 0, 1 and 3 of unequal size; nothing is of class 2. */
  private static DataSet data() {
    double[] x = new double[2 * N];
    RandomStream.of(8, Purpose.INPUTS, 0).normals(0, 0, x, x.length);
    int[] labels = new int[N];
    Arrays.setAll(labels, i -> i % 7 == 0 ? 0 : i % 2 == 0 ? 1 : 3);
    return new DataSet("points", N, 2, x, new Targets.Classes(labels, CLASSES));
  }

  private static final Target TARGET = Target.of("net", MODEL, Precision.FLOAT64, data());

  private static LlcSpec settings(String sampler, int draws) {
    LlcSpec some = LlcSpec.defaults(5).withSampler(sampler).withChains(2);
    return new LlcSpec(
        some.sampler(),
        some.chains(),
        OptionalInt.of(draws),
        OptionalInt.of(5),
        some.thin(),
        some.batch(),
        some.gamma(),
        some.nBeta(),
        some.step(),
        some.precision(),
        some.budget(),
        some.seed());
  }

  private static LlcEstimator.Outcome run(
      String sampler, int threads, List<DrawEstimator> estimators) {
    try (Workers workers = new Workers(threads)) {
      return new LlcEstimator(settings(sampler, 40), KERNELS, workers, estimators)
          .estimate(TARGET, W, Progress.NONE);
    }
  }

  /** LLC = sum over c of n_c / n LLC_c, draw by draw where energies are of all data. */
  @Test
  void theLlcIsTheMeanOfItsClasses() {
    LlcEstimator.Outcome found = run("hmc", 2, DrawEstimators.named(List.of("by-class")));
    List<NamedEstimate> classes = found.beside().get("by-class");
    assertThat(classes.stream().map(NamedEstimate::of))
        .containsExactly("class 0", "class 1", "class 3");
    assertThat(classes.stream().mapToInt(NamedEstimate::data)).containsExactly(6, 17, 17);
    double sum = classes.stream().mapToDouble(one -> one.data() * one.estimate().value()).sum() / N;
    assertThat(sum).isCloseTo(found.llc().estimate().value(), within(1e-9));
    assertThat(classes).allSatisfy(one -> assertThat(one.estimate().se()).isPositive());
  }

  /** Keeps the parameters of every draw. */
  private static final class Parameters implements DrawEstimator {
    private final List<List<double[]>> w = new ArrayList<>();
    private int first;

    @Override
    public String name() {
      return "parameters";
    }

    @Override
    public String describe() {
      return "";
    }

    @Override
    public Seen begin(PosteriorTensors shared, int chains) {
      for (int chain = 0; chain < chains; chain++) {
        w.add(new ArrayList<>());
      }
      return new Seen() {
        @Override
        public List<NamedEstimate> estimate(Draws draws) {
          first = draws.plan().recorded() - w.get(0).size();
          return List.of();
        }

        @Override
        public Watch watch(PosteriorPass pass, int firstChain) {
          return draw -> {
            for (int i = 0; i < pass.chains(); i++) {
              w.get(firstChain + i).add(draw.parameters(i));
            }
          };
        }
      };
    }
  }

  /** The definition, from the parameters of the draws and their losses one by one. */
  @ParameterizedTest
  @ValueSource(strings = {"hmc", "mala", "sgld"})
  void aClassIsTheMeanOfItsOwnLosses(String sampler) {
    Parameters parameters = new Parameters();
    List<DrawEstimator> both =
        List.of(parameters, DrawEstimators.named(List.of("by-class")).get(0));
    LlcEstimator.Outcome found = run(sampler, 1, both);
    int[] labels = ((Targets.Classes) data().targets()).labels();
    int from = found.draws().plan().burnIn() - parameters.first;
    int chains = found.draws().plan().chains();
    for (NamedEstimate one : found.beside().get("by-class")) {
      int c = Integer.parseInt(one.of().substring("class ".length()));
      double[][] means = new double[chains][];
      for (int chain = 0; chain < chains; chain++) {
        List<double[]> own = parameters.w.get(chain);
        means[chain] =
            own.subList(from, own.size()).stream()
                .mapToDouble(w -> meanOf(c, w, labels) - meanOf(c, W, labels))
                .toArray();
        assertThat(means[chain]).hasSize(40);
      }
      double expected = found.draws().posterior().nBeta() * Moments.mean(means);
      assertThat(one.estimate().value()).isCloseTo(expected, within(1e-9));
    }
  }

  private static double meanOf(int c, double[] w, int[] labels) {
    try (Workers workers = new Workers(1)) {
      double[] losses =
          DataLosses.at(MODEL, w, data(), Precision.FLOAT64, KernelProvider.named("simd"), workers)
              .perDatum();
      double sum = 0;
      int count = 0;
      for (int i = 0; i < N; i++) {
        sum += labels[i] == c ? losses[i] : 0;
        count += labels[i] == c ? 1 : 0;
      }
      return sum / count;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmc", "sgld"})
  void threadsAndReplaysGiveTheSameBitsAndNobodyIsDisturbed(String sampler) {
    List<DrawEstimator> byClass = DrawEstimators.named(List.of("by-class", "by-class"));
    assertThat(byClass).hasSize(1);
    LlcEstimator.Outcome one = run(sampler, 1, byClass);
    LlcEstimator.Outcome two = run(sampler, 2, byClass);
    LlcEstimator.Outcome without = run(sampler, 2, List.of());
    assertThat(one.beside()).isEqualTo(two.beside());
    assertThat(without.beside()).isEmpty();
    assertThat(without.draws().deltaLoss()).isDeepEqualTo(one.draws().deltaLoss());
    try (Workers workers = new Workers(2)) {
      LlcEstimator.Outcome again =
          new LlcEstimator(settings(sampler, 40), KERNELS, workers, byClass)
              .replay(TARGET, W, one.schedule(), Progress.NONE);
      assertThat(again.beside()).isEqualTo(one.beside());
    }
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThatThrownBy(() -> DrawEstimators.named(List.of("by-clas")))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "unknown --also 'by-clas': did you mean 'by-class'? Allowed: by-class, by-position");
    Target line = Target.ofProblem("monomial:powers=1x1,n=20", 1);
    try (Workers workers = new Workers(1)) {
      LlcEstimator estimator =
          new LlcEstimator(
              settings("hmc", 8), KERNELS, workers, DrawEstimators.named(List.of("by-class")));
      assertThatThrownBy(
              () -> estimator.estimate(line, line.points().get(0).weights().get(), Progress.NONE))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("needs a class for each example, got real targets");
    }
  }
}
