package org.cusp.paper.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.clock.Deadline;
import org.cusp.run.Provenance;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
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

/** A row that is stopped in the middle goes on, and what is kept of it is needed. */
class RowResumeTest {
  private static final Target TARGET =
      new TargetReader(Optional.empty(), Optional.empty(), OptionalLong.of(1))
          .read("dln:widths=3x2x3,rank=1,n=100");
  private static final LlcSpec SETTINGS =
      LlcSpec.defaults(3).withChains(2).withSampler("hmc").edit().draws(40).build();

  private static String known;

  @TempDir private Path folder;
  private Ended ended;

  @BeforeEach
  void begin() {
    ended = Ended.in(folder);
  }

  /** One row of three estimates. */
  private static final class Three implements Reproduction {
    @Override
    public String key() {
      return "lau2023-mala";
    }

    @Override
    public String title() {
      return "Three";
    }

    @Override
    public String citation() {
      return "doi:0";
    }

    @Override
    public List<String> claim() {
      return List.of("Rows have steps.");
    }

    @Override
    public Map<String, String> settings(Size size) {
      return Map.of();
    }

    @Override
    public List<Piece> pieces(Size size, long seed) {
      return List.of(new Piece("three", "seed " + seed, estimation -> row(estimation, seed)));
    }

    private static Row row(Estimation estimation, long seed) {
      Row row = Row.empty();
      for (int i = 0; i < 3; i++) {
        double[] w = TARGET.points().get(0).weights().get();
        Row answer = estimation.at(TARGET, w, SETTINGS.withSeed(seed + i)).row();
        row = row.with("llc " + i, answer.number("llc")).with("se " + i, answer.number("se"));
      }
      return row;
    }

    @Override
    public Findings findings(List<Row> rows, ExpectedTable expected) {
      return new Findings(List.of(), List.of(), List.of());
    }
  }

  private Row process(int turns) {
    Sitting.Keeping keeping =
        new Sitting.Keeping() {
          @Override
          public Optional<FileBookmark> row(Path where, Map<String, String> facts) {
            assertThat(facts).containsEntry("row", "three").containsEntry("settings", "seed 5");
            return Optional.of(ended.bookmark(turns));
          }

          @Override
          public boolean isEnding() {
            return false;
          }

          @Override
          public boolean isRestart() {
            return true;
          }
        };
    try (Workers workers = new Workers(1)) {
      return new ReproductionRun(
              new Three(), Size.QUICK, 5, new Sitting(folder, Deadline.never(), "", keeping))
          .run(
              new Estimation(KernelProvider.named("simd"), workers),
              Provenance.of("test", 5, "simd", 1),
              (done, total, id, line, stored) -> {},
              (chart, into) -> {})
          .rows()
          .get(0)
          .row();
    }
  }

  private String undisturbed() {
    if (known == null) {
      known = process(0).toString();
    }
    return known;
  }

  @Test
  void aRowThatIsStoppedAgainAndAgainIsTheRow() {
    String undisturbed = undisturbed();
    assertThat(ended.file()).doesNotExist();
    int times = 0;
    // The first turn comes before the row; the estimates have some fifty turns each.
    for (int turns : new int[] {1, 30, 60, 20, 45}) {
      assertThatThrownBy(() -> process(turns)).isInstanceOf(Stopped.class);
      assertThat(ended.file()).exists();
      times++;
    }
    assertThat(process(0)).hasToString(undisturbed);
    assertThat(ended.notes()).hasSize(times);
    assertThat(ended.file()).doesNotExist();
    assertThat(folder.resolve("unfinished.json")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "step 1/at work/chains/pass0/steps",
    "step 1/at work/chains/pass0/pass/w/row0",
    "step 1/at work/warm-up/adaptation/steps/logStep",
  })
  void nothingThatIsKeptCouldBeForgotten(String name) {
    String undisturbed = undisturbed();
    assertThatThrownBy(() -> process(80)).isInstanceOf(Stopped.class);
    StateFile state = StateFile.read(ended.file());
    assertThat(state.numbers()).containsKey(name);
    state.numbers().remove(name);
    state.write(ended.file());
    assertThat(process(0).toString()).isNotEqualTo(undisturbed);
  }

  /** A step that was done is not done again. */
  @Test
  void whatAStepFoundIsTaken() {
    assertThatThrownBy(() -> process(80)).isInstanceOf(Stopped.class);
    StateFile state = StateFile.read(ended.file());
    String name = "step 0/result/found";
    assertThat(state.numbers().keySet()).noneMatch(key -> key.startsWith("step 0"));
    state
        .texts()
        .put(name, state.texts().get(name).replaceFirst("\"value\" : [^,]*", "\"value\" : 42"));
    state.write(ended.file());
    assertThat(process(0).number("llc 0")).isEqualTo(42);
  }
}
