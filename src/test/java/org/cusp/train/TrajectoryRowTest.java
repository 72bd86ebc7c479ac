package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrajectoryRowTest {
  private static final String FIRST = "0,0,2.5,,0.5,,0.1,1,0.1\n";

  @TempDir Path folder;

  private Path file(String lines) throws IOException {
    return Files.writeString(
        folder.resolve("trajectory.csv"), TrajectoryRow.HEADER + "\n" + FIRST + lines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5,0,x,,,,1,1,1 | loss must be a number, got 'x'",
        "5,0,,,,,1,1,1 | loss must be a number, got ''",
        "5,0,1,x,,,1,1,1 | testLoss must be a number, got 'x'",
        "5,0,1,,,,1,1,1e | seconds must be a number, got '1e'",
        "5.5,0,1,,,,1,1,1 | step must be a whole number, got '5.5'",
        "-5,0,1,,,,1,1,1 | step must be in [0, inf), got -5",
        "99999999999999999999,0,1,,,,1,1,1 | step must be a whole number",
        "5,0,1 | must have 9 cells, has 3",
        "'' | must have 9 cells, has 1",
      })
  void aDamagedLineIsNamedWithItsCell(String line, String message) throws IOException {
    Path file = file(line + "\n7,0,1,,,,1,1,1\n");
    assertThatThrownBy(() -> TrajectoryRow.readAll(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(file + ", line 3: ")
        .hasMessageContaining(message);
  }

  @Test
  void aLineThatWasNotFinishedIsLeftOut() throws IOException {
    assertThat(TrajectoryRow.readAll(file("5,0,1,,,,1,1,1\n7,0,2.1"))).hasSize(2);
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = file("");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 1, '\n'});
    assertThatThrownBy(() -> TrajectoryRow.readAll(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(file + ": is not a text in UTF-8");
  }

  /**
   * What somebody edited or joined is still a trajectory: it is drawn in the order of its steps.
   */
  @Test
  void stepsThatGoBackAreSorted() throws IOException {
    assertThat(TrajectoryRow.readAll(file("9,0,1,,,,1,1,1\n5,0,1,,,,1,1,1\n")))
        .extracting(TrajectoryRow::step)
        .containsExactly(0L, 5L, 9L);
  }

  @Test
  void smallAndLargeLossesAreRead() throws IOException {
    assertThat(TrajectoryRow.readAll(file("5,0,1e-320,Infinity,,,1,1e308,1\n")).get(1).loss())
        .isEqualTo(1e-320);
  }
}
