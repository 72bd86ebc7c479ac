package org.cusp.format.csv;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cusp.format.Faults.assertFault;
import static org.cusp.format.Faults.file;
import static org.cusp.format.Faults.gzip;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @TempDir Path folder;

  private Path csv(String text) {
    return file(folder, "t.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private Table read(String text) {
    return Csv.read(csv(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2.5,-3\n4e2,5,6\n",
        "1;2.5;-3\n4e2;5;6",
        "1\t2.5\t-3\r\n4e2\t5\t6\r\n",
        "1 2.5 -3\n4e2 5 6\n",
        "  1   2.5  -3  \n4e2 5\t6\n",
        "1, 2.5 , -3\n4e2, 5, 6\n",
        "1,2.5,-3\r4e2,5,6\r",
        "\uFEFF1,2.5,-3\n4e2,5,6\n",
        "\n# a comment, with commas\n1,2.5,-3\n   \n  # another\n4e2,5,6\n\n",
        "\"1\",\"2.5\",\" -3 \"\n\"4e2\",5,6\n",
        "\"1\" \"2.5\" \"-3\"\n4e2 5 6\n",
        "1,2.5,-3\n4e2,\t5\t,6\n"
      })
  void readsEveryLayout(String text) {
    Table table = read(text);
    assertThat(table.header()).isEmpty();
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.columns()).isEqualTo(3);
    assertThat(table.values()).containsExactly(1, 2.5, -3, 400, 5, 6);
    assertThat(table.at(1, 0)).isEqualTo(400);
  }

  @Test
  void readsGzipWhateverTheName() {
    Path path = file(folder, "t.dat", gzip("1,2\n3,4\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(Csv.read(path).values()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void readsAStream() {
    byte[] bytes = "1\n2\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Csv.read("numbers", new ByteArrayInputStream(bytes)).values()).containsExactly(1, 2);
    assertFault(
        () -> Csv.read("numbers", new ByteArrayInputStream(new byte[0])),
        "numbers: has no rows: expected a table of numbers");
  }

  @Test
  void findsAHeader() {
    assertThat(read("a,b\n1,2\n").header()).containsExactly("a", "b");
    assertThat(read("1,größe\n1,2\n").header()).containsExactly("1", "größe");
    assertThat(read("\"a, or \"\"A\"\"\", b \n1,2\n").header()).containsExactly("a, or \"A\"", "b");
    assertThat(read(",y\n1,2\n").header()).containsExactly("", "y");
    assertThat(read("1,2\n3,4\n").header()).isEmpty();
  }

  @Test
  void takesTheCallersWordForTheHeader() {
    Path numbers = csv("0,1\n5,6\n");
    Table named = Csv.read(numbers, Csv.Header.PRESENT);
    assertThat(named.header()).containsExactly("0", "1");
    assertThat(named.values()).containsExactly(5, 6);
    Path words = csv("a,1\n5,6\n");
    assertFault(
        () -> Csv.read(words, Csv.Header.ABSENT),
        words + ": line 1, column 1: 'a' is not a number");
  }

  private void assertBad(String text, String message) {
    Path path = csv(text);
    assertFault(() -> Csv.read(path), path + ": " + message);
  }

  @Test
  void namesTheRaggedRow() {
    assertBad("1,2,3\n\n4,5\n", "line 3, column 3: expected 3 cells as in line 1, found 2");
    assertBad("#\n1,2\n3,4,5\n", "line 3, column 3: expected 2 cells as in line 2, found 3");
    assertBad("a,b\n1,2,\n", "line 2, column 3: expected 2 cells as in line 1, found 3");
  }

  @Test
  void showsTheCellThatIsNoNumber() {
    assertBad("1,2\n3,x4\n", "line 2, column 2: 'x4' is not a number");
    assertBad("1,2\n3,0x10\n", "line 2, column 2: '0x10' is not a number");
    assertBad("1,2\n3,\n", "line 2, column 2: the cell is empty, expected a number");
    assertBad("1,\n3,4\n", "line 1, column 2: the cell is empty, expected a number");
    assertBad(
        "a;b\n1,5;2\n",
        "line 2, column 1: '1,5' is not a number (the decimal mark must be a point)");
    assertBad("1,2\n3,\u00074\n", "line 2, column 2: '?4' is not a number");
    assertBad(
        "1\n" + "x".repeat(200) + "\n",
        "line 2, column 1: '" + "x".repeat(60) + "...' is not a number");
  }

  private Table words(String text) {
    return Csv.readWithWords(csv(text));
  }

  /** Numbers of words are in the order in which these appear. */
  @Test
  void aColumnWhoseFirstCellIsAWordHoldsWords() {
    Table named = words("x,kind\n1,dog\n2,cat\n3,dog\n4,7\n");
    assertThat(named.header()).containsExactly("x", "kind");
    assertThat(named.words().get(1).all()).containsExactly("dog", "cat", "7");
    assertThat(named.words()).hasSize(1);
    assertThat(named.values()).containsExactly(1, 0, 2, 1, 3, 0, 4, 2);
    assertFault(
        () -> {
          throw named.words().get(1).notNumbers();
        },
        csv("") + ": line 2, column 2: 'dog' is not a number");
  }

  /** With words in the columns of the row after it; else it has the names of columns. */
  @Test
  void theFirstRowMayBeOneOfTheData() {
    Table plain = words("1;dog\n2;cat\n");
    assertThat(plain.header()).isEmpty();
    assertThat(plain.words().get(1).all()).containsExactlyInAnyOrder("cat", "dog");
    assertThat(plain.values()[0]).isEqualTo(1);
    assertThat(plain.values()[2]).isEqualTo(2);
    assertThat(plain.values()[1]).isNotEqualTo(plain.values()[3]);
    assertThat(words("1,x\n2,3\n").header()).containsExactly("1", "x");
    assertThat(words("a,b\ndog,cat\n").header()).containsExactly("a", "b");
    assertThat(words("1,2\n3,4\n").words()).isEmpty();
  }

  @Test
  void whatIsNeitherANumberNorAWordIsRefused() {
    assertFault(
        () -> words("x,k\n1,dog\n2,\n"),
        csv("x,k\n1,dog\n2,\n") + ": line 3, column 2: the cell is empty, expected a number");
    assertFault(
        () -> words("x,k\n1,2\n2,dog\n"),
        csv("x,k\n1,2\n2,dog\n") + ": line 3, column 2: 'dog' is not a number");
    assertFault(
        () -> words("x,k\n1,NaN\n"),
        csv("x,k\n1,NaN\n") + ": line 2, column 2: 'NaN' is not a finite number");
    String many =
        "x,k\n" + IntStream.range(0, 10_001).mapToObj(i -> i + ",w" + i + "\n").collect(joining());
    assertFault(() -> words(many), csv(many) + ": line 2, column 2: 'w0' is not a number");
  }

  @Test
  void refusesWhatIsNotFinite() {
    assertBad("1,2\n3,NaN\n", "line 2, column 2: 'NaN' is not a finite number");
    assertBad("1,2\n-inf,3\n", "line 2, column 1: '-inf' is not a finite number");
    assertBad("1,2\n1e400,3\n", "line 2, column 1: '1e400' is not a finite number");
    assertBad("1,nan\n2,3\n", "line 1, column 2: 'nan' is not a finite number");
  }

  @Test
  void refusesBrokenQuotes() {
    assertBad("1,2\n\"3,4\n", "line 2, column 1: a quote is not closed");
    assertBad("1,2\n\"3\"4,5\n", "line 2, column 1: text after a closing quote");
    assertBad("1,2\n3,\"\n", "line 2, column 2: a quote is not closed");
  }

  @Test
  void refusesFilesWithoutRows() {
    assertBad("", "has no rows: expected a table of numbers");
    assertBad("\n# only a comment\n\n", "has no rows: expected a table of numbers");
    assertBad("\n a , b \n", "has a header (line 2) but no rows of numbers");
    Path missing = folder.resolve("none.csv");
    assertFault(() -> Csv.read(missing), missing + ": cannot be read (no such file)");
    assertFault(() -> Csv.read(folder), folder + ": is a folder, not a file");
  }

  /** Lines and rows across the borders of the reader's blocks; sums known by hand. */
  @Test
  void readsLongFiles() {
    int rows = 100_000;
    StringBuilder text = new StringBuilder("i,half\n");
    for (int i = 0; i < rows; i++) {
      text.append(i).append(',').append(i / 2).append(i % 2 == 0 ? ".0" : ".5").append('\n');
    }
    Table table = read(text.toString());
    assertThat(table.rows()).isEqualTo(rows);
    for (int i = 0; i < rows; i++) {
      assertThat(table.at(i, 0)).isEqualTo(i);
      assertThat(table.at(i, 1)).isEqualTo(0.5 * i);
    }
  }

  @Test
  void readsAVeryLongLine() {
    String line = "1 ".repeat(20_000);
    Table table = read(line + "\n" + line);
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.columns()).isEqualTo(20_000);
  }

  @Test
  void writesWhatItReads() {
    List<String> cells = List.of("a", "", "b, c", "\"d\"", "1.5", "two\nlines");
    assertThat(Csv.line(cells)).isEqualTo("a,,\"b, c\",\"\"\"d\"\"\",1.5,\"two\nlines\"\n");
    assertThat(Csv.rows(Csv.line(cells) + "x,y\n")).containsExactly(cells, List.of("x", "y"));
    assertThatThrownBy(() -> Csv.rows("1,2\n\"3\"4,5\n"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("line 2: text after a closing quote");
  }

  /** Blanks belong to quotes; a quote inside a cell is a character like others. */
  @Test
  void keepsBlanksInQuotesApart() {
    assertThat(read("\"a b\"  c\n1 2\n").header()).containsExactly("a b", "c");
    assertBad("a\tb\n\t5\n", "line 2, column 1: the cell is empty, expected a number");
    assertBad("1,2\n3,4\"\n", "line 2, column 2: '4\"' is not a number");
  }
}
