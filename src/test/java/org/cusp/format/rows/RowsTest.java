package org.cusp.format.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private Path folder;

  /** Texts with what a comma-separated file and a database must not take for their own. */
  private static Rows rows() {
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("run", "a, \"b\"\nc'd");
    first.put("value", -1.0 / 3);
    first.put("step", 3);
    first.put("more", Double.NaN);
    Map<String, Object> second = new LinkedHashMap<>();
    second.put("value", 4.9e-324);
    second.put("step", Long.MAX_VALUE);
    second.put("batch size", "2");
    return Rows.of(List.of("run", "step", "value"), List.of(first, second));
  }

  @Test
  void columnsAreThoseAskedForThenTheOthersByName() {
    assertThat(rows().columns()).containsExactly("run", "step", "value", "batch size", "more");
    assertThat(rows().column("step")).containsExactly(3L, Long.MAX_VALUE);
    assertThat(rows().column("more")).containsExactly(null, null);
    assertThat(rows().numbers("value")).containsExactly(-1.0 / 3, 4.9e-324);
    assertThat(rows().numbers("more")).containsOnly(Double.NaN);
    assertThat(Rows.columnName("train.learningRate")).isEqualTo("train_learning_rate");
  }

  @Test
  void faultsNameTheColumn() {
    assertThatThrownBy(() -> rows().column("valu"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("did you mean 'value'");
    assertThatThrownBy(() -> rows().numbers("batch size"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("column batch size has texts, such as '2'");
    assertThatThrownBy(() -> RowsFile.of(Path.of("table.xls")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(".csv, .sqlite, .sqlite3, .db");
  }

  @ParameterizedTest
  @CsvSource({
    "step=3, 1",
    "step!=3, 1",
    "step>=3, 2",
    "step>3, 1",
    "value<0, 1",
    "'value <= 5e-324', 2",
    "run=, 1",
    "more>0, 0",
    "more!=0, 2",
    "run>0, 0"
  })
  void conditionsHold(String text, int rows) {
    assertThat(rows().where(Condition.of(text).in(rows())).cells()).hasSize(rows);
  }

  @Test
  void aConditionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Condition.of("step")).hasMessageContaining("COLUMN=VALUE");
    assertThatThrownBy(() -> Condition.of("step>x")).hasMessageContaining("> needs a number");
    assertThatThrownBy(() -> Condition.of("stp=1").in(rows())).hasMessageContaining("'step'");
  }

  /** Python's csv and sqlite3 find each number to its last bit, and each text. */
  @Test
  void anotherProgrammeReadsTheSame() throws IOException, InterruptedException {
    assumeThat(new File(PYTHON)).as("python3, as the other programme").exists();
    RowsFile.of(folder.resolve("t.csv")).write(folder.resolve("t.csv"), rows());
    RowsFile.of(folder.resolve("t.DB")).write(folder.resolve("t.DB"), rows());
    String script =
        """
        import csv, sqlite3, sys
        names = ['run', 'step', 'value', 'batch size', 'more']
        text = "a, \\"b\\"\\nc'd"
        with open('t.csv', newline='', encoding='utf-8') as f:
            rows = list(csv.reader(f))
        assert rows[0] == names, rows[0]
        assert rows[1][0] == text and rows[1][3:] == ['', ''], rows[1]
        assert [float(row[2]) for row in rows[1:]] == [-1 / 3, 5e-324], rows
        assert [int(row[1]) for row in rows[1:]] == [3, 2**63 - 1], rows
        base = sqlite3.connect('t.DB')
        cursor = base.execute('select * from estimates')
        assert [d[0] for d in cursor.description] == names
        assert cursor.fetchall() == [(text, 3, -1 / 3, None, None), (None, 2**63 - 1, 5e-324, '2', None)]
        assert [row[2] for row in base.execute('pragma table_info(estimates)')] == [
            'TEXT', 'INTEGER', 'REAL', 'TEXT', '']
        assert base.execute('pragma integrity_check').fetchall() == [('ok',)]
        """;
    Process python =
        new ProcessBuilder(PYTHON, "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("t.csv", "t.DB");
    }
  }
}
