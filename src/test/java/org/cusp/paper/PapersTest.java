package org.cusp.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.clock.Deadline;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ReproductionRun;
import org.cusp.paper.reproduction.Sitting;
import org.cusp.paper.reproduction.Size;
import org.cusp.run.Provenance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages that the project holds are those that its code writes from the rows beside them. */
class PapersTest {
  private static final Path PAPERS = Path.of("papers");
  private static final long SEED = 1;

  @TempDir private Path folder;

  static List<String> withResults() throws IOException {
    try (Stream<Path> files = Files.walk(PAPERS)) {
      return files
          .filter(file -> file.endsWith("results.json"))
          .map(file -> PAPERS.relativize(file.getParent()).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("withResults")
  void pageFollowsFromRows(String key) throws IOException {
    Path kept = PAPERS.resolve(key);
    Files.copy(kept.resolve("results.json"), folder.resolve("results.json"));
    Sitting onlyWhatIsThere = new Sitting(folder, Deadline.after(0), "");
    Estimation noneIsAskedFor = new Estimation(null, null);
    new ReproductionRun(Reproductions.named(key), Size.FULL, SEED, onlyWhatIsThere)
        .run(
            noneIsAskedFor,
            Provenance.of("test", SEED, "none", 1),
            (done, total, id, line, stored) -> assertThat(stored).as(id).isTrue(),
            (chart, into) -> assertThat(kept.resolve(chart.id() + ".svg")).exists());
    for (String name : List.of("README.md", "results.csv", "expected.csv")) {
      assertThat(folder.resolve(name)).hasSameTextualContentAs(kept.resolve(name));
    }
  }
}
