package org.cusp.gold.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.cusp.exact.polynomial.PolynomialFunction;
import org.cusp.exact.polynomial.PolynomialProblem;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.state.Bookmark;
import org.cusp.state.Ended;
import org.cusp.state.StateFile;
import org.cusp.state.Stopped;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spectra and volumes that are stopped again and again are those of work left alone. */
class SpectrumResumeTest {
  private static final List<Double> LADDER = List.of(1e2, 1e4, 1e5);
  private static final ToDoubleFunction<double[]> BOWL = w -> w[0] * w[0] + w[1] * w[1];

  private Ended ended;

  @BeforeEach
  void begin(@TempDir Path folder) {
    ended = Ended.in(folder);
  }

  /** What the processes find that were stopped at these turns, and then the last. */
  private String found(Function<Bookmark, Object> work, int... turns) {
    for (int turn : turns) {
      assertThatThrownBy(() -> work.apply(ended.bookmark(turn))).isInstanceOf(Stopped.class);
    }
    return work.apply(ended.bookmark(0)).toString();
  }

  private void moved(String part, String name) {
    StateFile state = StateFile.read(ended.file());
    state.numbers().get(part + "/" + name)[0] *= 0.999;
    state.write(ended.file());
  }

  @Test
  void metropolisMovesGoOn() {
    Function<Bookmark, Object> work =
        bookmark ->
            new BoxTempering(w -> BOWL.applyAsDouble(w) + w[2] * w[2], 3, LADDER)
                .points(1, bookmark);
    String undisturbed = work.apply(Bookmark.NONE).toString();
    assertThat(found(work, 500, 8000, 12_345, 1)).isEqualTo(undisturbed);
    moved("replicate 0", "energies.0");
    assertThat(found(work)).isNotEqualTo(undisturbed);
  }

  @Test
  void gibbsSamplingOfLayersGoesOn() {
    Function<Bookmark, Object> work =
        bookmark -> new DeepLinearSpectrum(List.of(2, 2, 2), 1).points(LADDER, 3000, 1, bookmark);
    String undisturbed = work.apply(Bookmark.NONE).toString();
    assertThat(found(work, 2, 6, 1, 3)).isEqualTo(undisturbed);
    moved("chain 1", "energies.0");
    assertThat(found(work)).isNotEqualTo(undisturbed);
  }

  @Test
  void splittingOfVolumesGoesOn() {
    RandomStream stream = RandomStream.of(1, Purpose.NOISE, 0);
    Function<Bookmark, Object> work =
        bookmark -> Arrays.toString(VolumeScaling.logVolumes(BOWL, 2, stream, bookmark));
    String undisturbed = work.apply(Bookmark.NONE).toString();
    assertThat(found(work, 20, 1, 60)).isEqualTo(undisturbed);
    moved("particles", "found");
    assertThat(found(work)).isNotEqualTo(undisturbed);
  }

  /** A temperature that is done is not taken again. */
  @Test
  void quadratureGoesOn() {
    PolynomialFunction k = PolynomialFunction.of(PolynomialProblem.atOrigin("x^2*y^4"));
    Function<Bookmark, Object> work =
        bookmark ->
            TemperatureSpectrum.ofPolynomial(k, TemperatureSpectrum.ladder(2, 9, 1), 1, bookmark)
                .points();
    String undisturbed = work.apply(Bookmark.NONE).toString();
    assertThat(found(work, 1, 3)).isEqualTo(undisturbed);
    moved("t = 100.0", "found");
    assertThat(found(work)).isNotEqualTo(undisturbed);
  }
}
