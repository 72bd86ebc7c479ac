package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateAt;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Ended;
import org.cusp.state.StateFile;
import org.cusp.state.Stopped;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan that is stopped again and again has the rows of one left alone. */
class ScanResumeTest {
  private static final Target TARGET =
      new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
          .read("dln:widths=2x2,rank=1,n=100");
  private static final LlcSpec SETTINGS =
      LlcSpec.defaults(3).withChains(2).withSampler("hmc").until(0.5, 1e9);
  private static final EstimateAt MIDDLE =
      new EstimateAt(
          1, new Estimate(1.5, 0.1), new Verdict(Verdict.Status.TRUSTED, List.of(), List.of()));

  private Ended ended;

  @BeforeEach
  void begin(@TempDir Path folder) {
    ended = Ended.in(folder);
  }

  private static String rows(Progress progress) {
    double[] w = TARGET.points().get(0).weights().get();
    try (Workers workers = new Workers(1)) {
      return new LlcScan(TARGET, w, SETTINGS, KernelProvider.best(), workers)
          .overGamma(MIDDLE, progress)
          .toString();
    }
  }

  @Test
  void itsRowsAreThoseOfOneLeftAlone() {
    String undisturbed = rows(Progress.NONE);
    for (int turns : new int[] {20, 100, 95, 3}) {
      assertThatThrownBy(() -> rows(ended.at(turns))).isInstanceOf(Stopped.class);
    }
    StateFile state = StateFile.read(ended.file());
    assertThat(rows(ended.at(0))).isEqualTo(undisturbed);
    String done =
        state.texts().keySet().stream().filter(n -> n.contains("run 0")).findFirst().orElseThrow();
    assertThat(state.numbers().keySet()).noneMatch(name -> name.startsWith("run 0"));
    // A run that is done is taken from there.
    state
        .texts()
        .put(done, state.texts().get(done).replaceFirst("\"value\" : [^,]*", "\"value\" : 42"));
    state.write(ended.file());
    assertThat(rows(ended.at(0))).contains("value=42.0").isNotEqualTo(undisturbed);
  }
}
