package org.cusp.paper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.format.Json;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.ReproductionRun;
import org.cusp.paper.reproduction.Results;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Sitting;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.StoredRow;
import org.cusp.run.Provenance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A page is written of the rows that are there: of some that were chosen ({@code --rows}), of those
 * that an evening had time for.
 */
class FindingsOfSomeRowsTest {
  /** Single rows that are looked at, spread over all. */
  private static final int SINGLE = 8;

  @TempDir private Path folder;

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Stored(List<StoredRow> rows) {}

  static List<String> withResults() throws IOException {
    return PapersTest.withResults();
  }

  static List<String> whoseRowsAreCompared() throws IOException {
    return withResults().stream().filter(key -> Reproductions.named(key).comparesRows()).toList();
  }

  @ParameterizedTest
  @MethodSource("whoseRowsAreCompared")
  void anyRowsMakeAPage(String key) {
    Reproduction reproduction = Reproductions.named(key);
    List<StoredRow> rows = stored(key);
    List<StoredRow> some = rows.subList(0, (rows.size() + 1) / 2);
    for (List<StoredRow> there : List.of(List.<StoredRow>of(), some)) {
      Path into = folder.resolve(key).resolve("of-" + there.size());
      Json.write(into.resolve("results.json"), new Stored(there));
      Results page =
          new ReproductionRun(reproduction, Size.FULL, 1, new Sitting(into, Deadline.after(0), ""))
              .run(
                  new Estimation(null, null),
                  Provenance.of("test", 1, "none", 1),
                  (done, total, id, line, stored) -> {},
                  (chart, where) -> {});
      assertThat(String.join(" ", page.findings())).isNotEmpty().doesNotContain("NaN");
      assertThat(into.resolve("README.md")).exists();
      assertThat(page.rows())
          .extracting(StoredRow::id)
          .isEqualTo(there.stream().map(StoredRow::id).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("withResults")
  void anyRowsHaveFindings(String key) {
    Reproduction reproduction = Reproductions.named(key);
    ExpectedTable expected = ExpectedTable.of(key);
    List<Row> rows = stored(key).stream().map(StoredRow::row).toList();
    List<String> wrong = new ArrayList<>();
    for (List<Row> some : subsets(rows)) {
      try {
        reproduction.further(Size.FULL, 1, some);
        if (!reproduction.comparesRows()) {
          String said = String.join(" ", reproduction.findings(some, expected).sentences());
          if (said.contains("NaN") || said.contains("null")) {
            wrong.add(some.size() + " rows from " + some.get(0) + ": " + said);
          }
        }
      } catch (RuntimeException e) {
        wrong.add(some.size() + " rows from " + some.get(0) + ": " + trace(e));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<StoredRow> stored(String key) {
    return Json.read(Path.of("papers", key, "results.json"), Stored.class).rows();
  }

  private static String trace(RuntimeException e) {
    return e + Arrays.toString(Arrays.copyOf(e.getStackTrace(), 6));
  }

  /** Single ones, beginnings, ends and every second one. */
  private static List<List<Row>> subsets(List<Row> rows) {
    int size = rows.size();
    List<List<Row>> all = new ArrayList<>();
    int single = Math.min(SINGLE, size);
    for (int i = 0; i < single; i++) {
      all.add(List.of(rows.get((int) ((long) i * size / single))));
    }
    for (int end : new int[] {2, 3, size / 2, size - 1}) {
      if (end > 0 && end < size) {
        all.add(rows.subList(0, end));
        all.add(rows.subList(size - end, size));
      }
    }
    all.add(IntStream.range(0, size).filter(i -> i % 2 == 0).mapToObj(rows::get).toList());
    return all;
  }
}
