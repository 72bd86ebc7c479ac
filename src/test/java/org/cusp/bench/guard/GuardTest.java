package org.cusp.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the guard compares. How fast anything is, is asked by {@code cusp bench --check} alone. */
class GuardTest {
  private static final GuardedWork WORK = GuardedWork.SUM_SQUARES;

  private static Baseline.Recorded recorded(String processor, int java, double ratio) {
    return new Baseline.Recorded(
        processor, "simd (8 lanes)", java, "abc", Map.of(WORK.name(), ratio));
  }

  private static Guard.Row row(Ratios.Fork... forks) {
    return Guard.row(WORK, List.of(forks), 2);
  }

  private static Ratios.Fork alone(double ratio) {
    return new Ratios.Fork(ratio, 1.1);
  }

  private static Ratios.Fork disturbed(double ratio) {
    return new Ratios.Fork(ratio, 0.2);
  }

  @Test
  void halfAsMuchAgainIsSlowAndALittleIsNot() {
    assertThat(row(alone(3)).isSlow()).isTrue();
    assertThat(row(alone(3), alone(2.4)).isSlow()).isFalse();
    assertThat(row(alone(1)).isSlow()).isFalse();
    assertThat(new Guard.Report("here", List.of(row(alone(3)), row(alone(1)))).slow())
        .containsExactly(WORK);
  }

  @Test
  void whatWasSlowOnABusyMachineAloneIsNotJudged() {
    assertThat(row(disturbed(3), disturbed(4)).isSlow()).isFalse();
    assertThat(row(disturbed(3), disturbed(4)).isOpen()).isTrue();
    assertThat(row(disturbed(3), alone(4)).isSlow()).isTrue();
    assertThat(row(disturbed(2.1)).isOpen()).isFalse();
  }

  @Test
  void machinesAreKeptApartAndTheSameOneIsReplaced(@TempDir Path folder) {
    Path file = folder.resolve("baseline.json");
    Baseline both = Baseline.read(file).with(recorded("one", 17, 2)).with(recorded("one", 25, 3));
    Json.write(file, both.with(recorded("one", 17, 4)));
    Baseline read = Baseline.read(file);
    assertThat(read.machines()).hasSize(2);
    assertThat(read.of(recorded("one", 17, 0)).orElseThrow().ratios()).containsValue(4.0);
    assertThat(read.of(recorded("one", 25, 0)).orElseThrow().ratios()).containsValue(3.0);
    assertThat(read.of(recorded("two", 17, 0))).isEmpty();
  }

  @Test
  void worksAreNamedByPatterns() {
    assertThat(Guard.named("step-s")).contains(GuardedWork.STEP_SGLD, GuardedWork.STEP_SGHMC);
    assertThat(Guard.named("^sum-")).containsOnly(GuardedWork.SUM_SQUARES, GuardedWork.SUM_COLUMNS);
    assertThatThrownBy(() -> Guard.named("fft"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no guarded kernel matches 'fft'; there are: gradient-digits, ");
  }

  @ParameterizedTest
  @EnumSource
  void everyWorkRunsBesideItsFloor(GuardedWork guarded) {
    assertThatCode(
            () -> {
              try (Work work = guarded.start()) {
                work.run();
                work.floor().run();
              }
            })
        .doesNotThrowAnyException();
  }
}
