package org.cusp.estimate.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.cusp.run.Provenance;
import org.cusp.spec.LearningCurveSpec;
import org.cusp.spec.LearningCurveSpec.Method;
import org.cusp.state.Bookmark;
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

/** A learning curve goes on in the middle of a row, to the same rows. */
class LearningResumeTest {
  private static final LearningCurveSpec SPEC = spec();

  /**
   * Of a training, and the one after it; those that follow are of replicas (TemperedResumeTest).
   */
  private static final int OF_TRAINING = (int) SPEC.train().steps() + 1;

  private static String known;
  private Ended ended;

  @BeforeEach
  void begin(@TempDir Path folder) {
    ended = Ended.in(folder);
  }

  private static LearningCurveSpec spec() {
    LearningCurveSpec all = LearningCurveSpec.ofProblem("conjugate:dimension=2", 3);
    return all.with(all.grid().withN(List.of(8)).withRepeats(1))
        .with(all.solving().withMethods(EnumSet.of(Method.SGD, Method.BAYES)).withBudget(1e6));
  }

  private static String rows(Bookmark bookmark) {
    Provenance nobody = Provenance.of("test", 1, "none", 1);
    try (Workers workers = new Workers(1)) {
      return new LearningCurveRun(SPEC, Optional.empty(), KernelProvider.named("simd"), workers)
          .run(nobody, (done, total, rows, stored) -> {}, bookmark)
          .rows()
          .toString()
          .replaceAll("seconds=[^\\]]*", "");
    }
  }

  private static String undisturbed() {
    if (known == null) {
      known = rows(Bookmark.NONE);
    }
    return known;
  }

  @Test
  void itsRowsAreThoseOfOneLeftAlone() {
    for (int turns : new int[] {700, OF_TRAINING - 700 + 25, 12, 5}) {
      assertThatThrownBy(() -> rows(ended.bookmark(turns))).isInstanceOf(Stopped.class);
    }
    assertThat(rows(ended.bookmark(0))).isEqualTo(undisturbed());
  }

  @ParameterizedTest
  @CsvSource({
    "700, training/weights/step",
    "700, training/weights/w/row0",
    "700, training/weights/optimizer0/row0",
    "700, training/weights/optimizer1/row0",
  })
  void nothingThatIsKeptCouldBeForgotten(int turns, String name) {
    assertThatThrownBy(() -> rows(ended.bookmark(turns))).isInstanceOf(Stopped.class);
    StateFile state = StateFile.read(ended.file());
    String whole =
        state.numbers().keySet().stream()
            .filter(key -> key.endsWith("at work/" + name))
            .findFirst()
            .orElseThrow();
    state.numbers().remove(whole);
    state.write(ended.file());
    assertThat(rows(ended.bookmark(0))).isNotEqualTo(undisturbed());
  }
}
