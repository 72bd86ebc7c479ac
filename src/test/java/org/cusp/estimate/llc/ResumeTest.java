package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.cusp.clock.Deadline;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Ended;
import org.cusp.state.FileBookmark;
import org.cusp.state.StateFile;
import org.cusp.state.Stopped;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run that is stopped between two pieces of work, again and again, ends with the bits of one that
 * was left alone, whatever the sampler; and what is kept is needed: without a part of it the bits
 * are others.
 */
class ResumeTest {
  private static final Target TARGET =
      new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
          .read("dln:widths=3x2x3,rank=1,n=100");
  private static final double[] W = TARGET.points().get(0).weights().get();
  private static final LlcSpec SETTINGS = LlcSpec.defaults(3).withChains(4);

  /** After so many turns each process ends, the last never. */
  private static final int[] TURNS = {2, 11, 3, 27, 1, 40, 2};

  private static final Map<String, String> UNDISTURBED = new HashMap<>();

  private Ended ended;

  @BeforeEach
  void begin(@TempDir Path folder) {
    ended = Ended.in(folder);
  }

  private static LlcSpec drawing(String sampler, int draws) {
    return SETTINGS.withSampler(sampler).edit().draws(draws).build();
  }

  static Stream<String> samplers() {
    return Samplers.names().stream();
  }

  private LlcEstimator.Outcome process(int turns, LlcSpec settings, int threads) {
    return run(settings, threads, ended.at(turns));
  }

  private static LlcEstimator.Outcome run(LlcSpec settings, int threads, Progress progress) {
    try (Workers workers = new Workers(threads)) {
      return new LlcEstimator(settings, KernelProvider.best(), workers)
          .estimate(TARGET, W, Deadline.never(), progress);
    }
  }

  private static LlcEstimator.Outcome undisturbed(LlcSpec settings) {
    return run(settings, 1, Progress.NONE);
  }

  private LlcEstimator.Outcome disturbed(LlcSpec settings) {
    int times = 0;
    for (int turns : TURNS) {
      try {
        return process(turns, settings, 1 + times % 2);
      } catch (Stopped e) {
        times++;
        assertThat(ended.file()).exists();
      }
    }
    assertThat(times).isGreaterThan(2);
    assertThat(ended.notes()).hasSize(times - 1).allMatch(line -> line.contains("goes on after"));
    return process(0, settings, 1);
  }

  private static void requireSame(LlcEstimator.Outcome found, LlcEstimator.Outcome expected) {
    assertThat(found.draws().deltaLoss()).isDeepEqualTo(expected.draws().deltaLoss());
    assertThat(found.draws().squaredDistance()).isDeepEqualTo(expected.draws().squaredDistance());
    assertThat(found.draws().acceptance()).isEqualTo(expected.draws().acceptance());
    assertThat(found.draws().gradientEvaluations())
        .isEqualTo(expected.draws().gradientEvaluations());
    assertThat(found.draws().plan().length()).isEqualTo(expected.draws().plan().length());
    assertThat(found.draws().plan().sampler().settings())
        .isEqualTo(expected.draws().plan().sampler().settings());
    assertThat(found.draws().virial()).hasSameSizeAs(expected.draws().virial());
    for (int band = 0; band < found.draws().virial().size(); band++) {
      assertThat(found.draws().virial().get(band).terms())
          .isDeepEqualTo(expected.draws().virial().get(band).terms());
    }
    assertThat(found.llc().estimate()).isEqualTo(expected.llc().estimate());
    assertThat(found.llc().extrapolation()).isEqualTo(expected.llc().extrapolation());
    assertThat(found.llc().verdict()).isEqualTo(expected.llc().verdict());
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aRunOfSoManyDrawsEndsWithTheSameBits(String sampler) {
    LlcSpec settings = drawing(sampler, 90);
    requireSame(disturbed(settings), undisturbed(settings));
  }

  @ParameterizedTest
  @CsvSource({"hmc", "split-hmc", "sghmc"})
  void aRunToAPrecisionEndsWithTheSameBits(String sampler) {
    LlcSpec settings = SETTINGS.withSampler(sampler).until(0.1, 1e9);
    requireSame(disturbed(settings), undisturbed(settings));
  }

  /** The draws that are there are those that a run to the higher precision begins with. */
  @Test
  void morePrecisionGoesOnFromTheDrawsThatAreThere() throws Exception {
    LlcSpec coarse = SETTINGS.withSampler("hmc").until(0.1, 1e9);
    LlcSpec fine = SETTINGS.withSampler("hmc").until(0.02, 1e9);
    LlcEstimator.Outcome first = process(0, coarse, 1);
    assertThat(ended.notes()).isEmpty();
    LlcEstimator.Outcome second = process(0, fine, 1);
    assertThat(ended.notes()).isEmpty();
    assertThat(second.draws().plan().draws()).isGreaterThan(first.draws().plan().draws());
    requireSame(second, undisturbed(fine));
    Files.delete(ended.file());
    // They are those of the file: with one of them changed there, it is another here.
    process(0, coarse, 1);
    StateFile state = StateFile.read(ended.file());
    state.numbers().get("chains/observer0/column0/chain0")[5] = 42;
    state.write(ended.file());
    assertThat(process(0, fine, 1).draws().deltaLoss()[0][5]).isEqualTo(42);
  }

  /** What a forgetful sampler, adaptation or observer would have left out. */
  @ParameterizedTest
  @CsvSource({
    "hmc, 30, chains/pass0/pass/w/row0",
    "hmc, 30, chains/pass0/steps",
    "hmc, 30, chains/pass0/chains/gradient/row0",
    "hmc, 30, chains/pass0/chains/deltaLoss/row0",
    "hmc, 30, chains/observer0/column0/chain0",
    "hmc, 30, warm-up/inWindow",
    "hmc, 30, warm-up/adaptation/steps/statistic",
    "hmc, 30, warm-up/adaptation/steps/logMean",
    "hmc, 30, warm-up/adaptation/steps/logStep",
    "hmc, 30, warm-up/adaptation/steps/count",
    "hmc, 58, warm-up/adaptation/widths/sums",
    "hmc, 58, warm-up/adaptation/widths/squares",
    "split-hmc, 12, warm-up/adaptation/refreshed",
    "split-hmc, 12, warm-up/adaptation/transitions",
    "split-hmc, 12, warm-up/adaptation/madeAt.0",
    "split-hmc, 16, warm-up/adaptation/positions.0",
    "barker, 30, chains/pass0/chains/squaredDistance/row0",
    "mala, 30, warm-up/adaptation/statistic",
    "layer-gibbs, 10, warm-up/adaptation/statistic",
    "sghmc, 5, chains of the fine step/pass0/chains/owned4/row0",
    "split-sghmc, 5, chains of the fine step/pass0/chains/owned0/velocity/row0",
    "rmsprop-sgld, 5, chains of the fine step/pass0/chains/owned4/row0",
    "adam-sgld, 5, chains of the fine step/pass0/chains/owned5/row0",
    "sgnht, 5, chains of the fine step/pass0/chains/owned7/row0",
    "sgld, 5, chains of the coarse step/pass0/steps",
  })
  void nothingThatIsKeptCouldBeForgotten(String sampler, int turns, String name) {
    LlcSpec settings = drawing(sampler, 30);
    assertThatThrownBy(() -> process(turns, settings, 1)).isInstanceOf(Stopped.class);
    StateFile state = StateFile.read(ended.file());
    assertThat(state.numbers()).containsKey(name);
    double[] kept = state.numbers().remove(name);
    if (name.endsWith(".0")) {
      // A matrix without one of its rows is none.
      state.numbers().put(name, new double[kept.length]);
    }
    state.write(ended.file());
    LlcEstimator.Outcome found = process(0, settings, 1);
    String expected = UNDISTURBED.computeIfAbsent(sampler, any -> bits(undisturbed(settings)));
    assertThat(bits(found)).isNotEqualTo(expected);
  }

  private static String bits(LlcEstimator.Outcome of) {
    return Arrays.deepToString(of.draws().deltaLoss())
        + Arrays.deepToString(of.draws().squaredDistance())
        + of.draws().virial().stream().map(band -> Arrays.deepToString(band.terms())).toList()
        + of.llc().estimate()
        + of.llc().extrapolation();
  }

  /** Of something else it is neither taken up nor silently lost. */
  @Test
  void whatWasBegunOtherwiseIsSaid() throws Exception {
    LlcSpec settings = drawing("hmc", 60);
    try {
      process(9, settings, 1);
    } catch (Stopped e) {
      assertThat(e).hasMessageContaining("goes on from there");
    }
    FileBookmark other =
        new FileBookmark(
            ended.file(), Map.of("of", "another test"), () -> false, ended.notes()::add, 30);
    assertThat(other.secondsBefore()).isZero();
    assertThat(ended.notes())
        .singleElement()
        .asString()
        .endsWith("was begun with another of; begins anew");
    ended.notes().clear();
    Files.write(ended.file(), Arrays.copyOf(Files.readAllBytes(ended.file()), 300));
    new FileBookmark(ended.file(), ended.facts(), () -> false, ended.notes()::add, 30);
    assertThat(ended.notes()).singleElement().asString().contains("begins anew");
  }
}
