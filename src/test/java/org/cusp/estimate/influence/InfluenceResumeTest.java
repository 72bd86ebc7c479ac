package org.cusp.estimate.influence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Ended;
import org.cusp.state.StateFile;
import org.cusp.state.Stopped;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Influences whose draws are stopped again and again are those of draws left alone. */
class InfluenceResumeTest {
  private static final Target TARGET =
      new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
          .read("dln:widths=2x2,rank=1,n=12");
  private static final LlcSpec SETTINGS =
      LlcSpec.defaults(3).withChains(2).withSampler("hmc").edit().burnIn(200).draws(400).build();

  private static final int AFTER_WARM_UP = 65;

  private static String known;
  @TempDir private Path folder;
  private Ended ended;

  @BeforeEach
  void begin() {
    ended = Ended.in(folder);
  }

  private static String influences(Optional<Path> where, Progress progress) {
    WholeMatrix matrix = new WholeMatrix(where);
    try (Workers workers = new Workers(1)) {
      new InfluenceEstimator(
              SETTINGS,
              InfluenceEstimator.Queries.OF_THEMSELVES,
              0.05,
              2,
              KernelProvider.named("simd"),
              workers)
          .estimate(
              TARGET,
              TARGET.points().get(0).weights().get(),
              Deadline.never(),
              progress.keeping(progress.bookmark().in("draws")),
              matrix);
    }
    return Arrays.toString(matrix.influence().values()) + Arrays.toString(matrix.se().values());
  }

  private String process(int turns) {
    return influences(Optional.of(folder), ended.at(turns));
  }

  private static String undisturbed() {
    if (known == null) {
      known = influences(Optional.empty(), Progress.NONE);
    }
    return known;
  }

  @Test
  void theMatrixIsThatOfDrawsLeftAlone() {
    for (int turns : new int[] {20, 45, 2, 1}) {
      assertThatThrownBy(() -> process(turns)).isInstanceOf(Stopped.class);
    }
    assertThat(ended.notes()).hasSize(3).allMatch(line -> line.contains("goes on after"));
    assertThat(process(0)).isEqualTo(undisturbed());
    assertThat(folder.resolve("unfinished-losses-1.f32")).exists();
    LossStore.remove(folder);
    assertThat(folder.resolve("unfinished-losses-0.f32")).doesNotExist();
    assertThat(folder.resolve("unfinished-losses-1.f32")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"losses/draws0", "losses/draws1", "first"})
  void nothingThatIsKeptCouldBeForgotten(String name) {
    assertThatThrownBy(() -> process(AFTER_WARM_UP)).isInstanceOf(Stopped.class);
    StateFile state = StateFile.read(ended.file());
    String whole =
        state.numbers().keySet().stream()
            .filter(key -> key.endsWith("/" + name))
            .findFirst()
            .orElseThrow();
    state.numbers().remove(whole);
    state.write(ended.file());
    String found;
    try {
      found = process(0);
    } catch (RuntimeException e) {
      found = e.toString();
    }
    assertThat(found).isNotEqualTo(undisturbed());
  }

  /** The draws are in files beside the state. */
  @Test
  void lossesThatAreGoneAreMissed() throws Exception {
    assertThatThrownBy(() -> process(AFTER_WARM_UP)).isInstanceOf(Stopped.class);
    Files.write(folder.resolve("unfinished-losses-1.f32"), new byte[5]);
    assertThatThrownBy(() -> process(0))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("unfinished-losses-1.f32: is shorter than what was kept of it");
  }
}
