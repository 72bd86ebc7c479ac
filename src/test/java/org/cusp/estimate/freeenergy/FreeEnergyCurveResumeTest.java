package org.cusp.estimate.freeenergy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Ended;
import org.cusp.state.StateFile;
import org.cusp.state.Stopped;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Free energies over n that are stopped again and again are those of work left alone. */
class FreeEnergyCurveResumeTest {
  private static final Target TARGET =
      new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
          .read("monomial:powers=1x1,n=20");
  private static final TemperingSpec SETTINGS =
      new TemperingSpec(2, OptionalInt.of(20), TemperingSpec.defaults(1).budget(), 5);

  private static String cells(Progress progress) {
    FreeEnergyCurve.Question question =
        new FreeEnergyCurve.Question(
            TARGET,
            TARGET.points().get(0),
            new Prior.Global(1),
            new int[] {10, 20, 40},
            1,
            DataDraws.of(TARGET.problem().orElseThrow().law(), 1));
    try (Workers workers = new Workers(1)) {
      FreeEnergyEstimator estimator =
          new FreeEnergyEstimator(SETTINGS, 0.05, KernelProvider.best(), workers);
      return FreeEnergyCurve.of(question, estimator, data -> Optional.empty(), progress)
          .cells()
          .toString();
    }
  }

  @Test
  void itsCellsAreThoseOfOneLeftAlone(@TempDir Path folder) {
    String undisturbed = cells(Progress.NONE);
    Ended ended = Ended.in(folder);
    for (int turns : new int[] {10, 30, 25, 3}) {
      assertThatThrownBy(() -> cells(ended.at(turns))).isInstanceOf(Stopped.class);
    }
    assertThat(cells(ended.at(0))).isEqualTo(undisturbed);
    StateFile state = StateFile.read(ended.file());
    // One that is done has let go of its draws, and is taken from there.
    assertThat(state.numbers().keySet()).noneMatch(name -> name.startsWith("0 of 10/at work"));
    String done = "0 of 10/result/found";
    String moved = state.texts().get(done).replaceFirst("\"value\" : [^,]*", "\"value\" : 42");
    state.texts().put(done, moved);
    state.write(ended.file());
    assertThat(cells(ended.at(0))).contains("value=42.0").isNotEqualTo(undisturbed);
  }
}
