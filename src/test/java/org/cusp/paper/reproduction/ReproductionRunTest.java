package org.cusp.paper.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.run.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionRunTest {
  @TempDir private Path folder;

  private final List<String> computed = new ArrayList<>();
  private int failsAt = Integer.MAX_VALUE;
  private int unfinished = -1;
  private boolean callsForMore;

  /** Rows without an estimate, under the key of a real one, whose expected table it borrows. */
  private final class Counting implements Reproduction {
    @Override
    public String key() {
      return "lau2023-mala";
    }

    @Override
    public String title() {
      return "Counting";
    }

    @Override
    public String citation() {
      return "doi:0";
    }

    @Override
    public List<String> claim() {
      return List.of("Rows are numbered.");
    }

    @Override
    public Map<String, String> settings(Size size) {
      return Map.of("rows", "3");
    }

    @Override
    public List<Piece> pieces(Size size, long seed) {
      return IntStream.range(0, 3)
          .mapToObj(
              i -> new Piece("row " + i, "seed " + (i == 2 ? seed : 0), estimation -> row(i, seed)))
          .toList();
    }

    /** A row i above 1 calls for one of 10 i. */
    @Override
    public List<Piece> further(Size size, long seed, List<Row> rows) {
      return rows.stream()
          .map(row -> (int) row.number("i"))
          .filter(i -> callsForMore && i > 1 && i < 100)
          .map(i -> new Piece("row " + 10 * i, "seed 0", estimation -> row(10 * i, seed)))
          .toList();
    }

    private Row row(int i, long seed) {
      if (i == failsAt) {
        throw new IllegalStateException("interrupted");
      }
      computed.add(i + " by " + seed);
      Row row =
          Row.empty().with("i", i).with("half", i / 2.0).with("text", "a,b").with("none", null);
      return i == unfinished ? row.with(Row.UNFINISHED, "more") : row;
    }

    @Override
    public Findings findings(List<Row> rows, ExpectedTable expected) {
      Chart chart =
          new Chart(
              "dots",
              new Chart.Words("Dots", "Dots.", "Dots"),
              new Chart.Axis("x", Chart.Scale.LINEAR),
              new Chart.Axis("y", Chart.Scale.LINEAR),
              List.of());
      double sum = rows.stream().mapToDouble(row -> row.number("half")).sum();
      return new Findings(
          List.of("The sum is " + sum + "."),
          List.of(new Findings.Section("Rows", rows)),
          List.of(chart));
    }
  }

  private Results run(long seed) {
    return new ReproductionRun(new Counting(), Size.QUICK, seed, folder)
        .run(
            new Estimation(null, null),
            Provenance.of("test", seed, "none", 1),
            (done, total, id, line, stored) -> assertThat(total).isEqualTo(3),
            (chart, into) -> AtomicFiles.writeString(into.resolve(chart.id() + ".svg"), "<svg/>"));
  }

  @Test
  void writesItsFolder() {
    Results results = run(1);
    assertThat(results.findings()).containsExactly("The sum is 1.5.");
    assertThat(folder.resolve("results.csv"))
        .hasContent("i,half,text,none\n0,0.0,\"a,b\",\n1,0.5,\"a,b\",\n2,1.0,\"a,b\",");
    assertThat(folder.resolve("results.json")).content().contains("\"command\" : \"reproduce\"");
    assertThat(folder.resolve("expected.csv")).content().contains("100,54.9,54.3");
    assertThat(folder.resolve("README.md"))
        .content()
        .contains("The sum is 1.5.", "./cusp reproduce lau2023-mala --quick`", "dots.svg");
    assertThat(folder.resolve("dots.svg")).exists();
    assertThat(folder.resolve("unfinished.json")).doesNotExist();
  }

  @Test
  void aFinishedRunIsNotDoneAgainAndAnotherSeedOnlyWhereItMatters() {
    run(1);
    run(1);
    assertThat(computed).containsExactly("0 by 1", "1 by 1", "2 by 1");
    run(2);
    assertThat(computed).hasSize(4).endsWith("2 by 2");
  }

  @Test
  void anInterruptedRunContinues() {
    failsAt = 2;
    assertThatThrownBy(() -> run(1)).hasMessage("interrupted");
    assertThat(folder.resolve("results.json")).doesNotExist();
    assertThat(folder.resolve("README.md")).doesNotExist();
    failsAt = Integer.MAX_VALUE;
    Results results = run(1);
    assertThat(computed).containsExactly("0 by 1", "1 by 1", "2 by 1");
    assertThat(results.rows()).hasSize(3);
    assertThat(results.rows().get(1).row().number("half")).isEqualTo(0.5);
  }

  private Results sit(String rows, Deadline until) {
    return new ReproductionRun(new Counting(), Size.QUICK, 1, new Sitting(folder, until, rows))
        .run(
            new Estimation(null, null),
            Provenance.of("test", 1, "none", 1),
            (done, total, id, line, stored) -> assertThat(total).isEqualTo(3),
            (chart, into) -> AtomicFiles.writeString(into.resolve(chart.id() + ".svg"), "<svg/>"));
  }

  @Test
  void aPartHasAPageThatSaysSoAndTheRestFollows() {
    assertThat(sit("row 1", Deadline.never()).rows()).hasSize(1);
    assertThat(folder.resolve("README.md")).content().contains("1 of 3 rows are done");
    assertThat(sit("", Deadline.after(0)).rows()).hasSize(1);
    run(1);
    assertThat(computed).containsExactly("1 by 1", "0 by 1", "2 by 1");
    assertThat(folder.resolve("README.md")).content().doesNotContain("rows are done");
  }

  /** 2 calls for 20, that one for 200, which is not computed again where it is there. */
  @Test
  void rowsThatOthersCallForFollow() {
    sit("row 2", Deadline.never());
    computed.clear();
    callsForMore = true;
    Sitting whole = Sitting.whole(folder);
    for (int i = 0; i < 2; i++) {
      Results results =
          new ReproductionRun(new Counting(), Size.QUICK, 1, whole)
              .run(
                  new Estimation(null, null),
                  Provenance.of("test", 1, "none", 1),
                  (done, total, id, line, stored) -> assertThat(done).isLessThanOrEqualTo(total),
                  (chart, into) -> {});
      assertThat(results.rows()).hasSize(5);
      assertThat(folder.resolve("README.md")).content().doesNotContain("rows are done");
    }
    assertThat(computed).containsExactly("0 by 1", "1 by 1", "20 by 1", "200 by 1");
  }

  @Test
  void aRowThatIsUnfinishedIsGoneOnWithWhereThereIsTime() {
    unfinished = 1;
    sit("", Deadline.never());
    sit("", Deadline.after(0));
    assertThat(computed).containsExactly("0 by 1", "1 by 1", "2 by 1");
    assertThat(folder.resolve("README.md")).content().contains("2 of 3 rows are done");
    unfinished = -1;
    run(1);
    assertThat(computed).containsExactly("0 by 1", "1 by 1", "2 by 1", "1 by 1");
  }

  @Test
  void rowsThatThereAreNotAreRefused() {
    assertThatThrownBy(() -> sit("row 9", Deadline.never()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("--rows row 9");
  }
}
