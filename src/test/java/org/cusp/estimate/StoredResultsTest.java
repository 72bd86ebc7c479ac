package org.cusp.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.compare.KnResult;
import org.cusp.estimate.llc.Lambda;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.format.Json;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that version 0.2.0 wrote, at revision 9522c02: schema 1 stays as it is. */
class StoredResultsTest {
  @TempDir private Path folder;

  private static String stored(String name) throws IOException {
    try (InputStream in = StoredResultsTest.class.getResourceAsStream("stored/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private <T> T read(String text, Class<T> type) throws IOException {
    return Json.read(Files.writeString(folder.resolve("stored.json"), text), type);
  }

  @Test
  void anEstimateIsReadAsItWasWritten() throws IOException {
    LlcResult result = read(stored("problem.json"), LlcResult.class);
    assertThat(result.llc().value()).isEqualTo(2.344433469984032);
    assertThat(result.llc().se()).isEqualTo(0.5053017666999655);
    assertThat(result.llc().rhat()).isEqualTo(1.0393317003380225);
    assertThat(result.llc().ess()).isEqualTo(18.26827344715664);
    assertThat(result.llc().ci95()[0]).isCloseTo(1.354060205927639, within(1e-12));
    assertThat(result.lambda().way()).isEqualTo(Lambda.Way.POPULATION);
    assertThat(result.verdict().status()).isEqualTo(Verdict.Status.REJECTED);
    assertThat(result.verdict().reasons()).hasSize(3);
    assertThat(result.others().heatCapacity().se()).isEqualTo(1.8323988973323027);
    assertThat(result.point().laplaceLlc().value()).isEqualTo(3.3027758415567336);
  }

  /** What is read and written again is the same text, but for what is measured beside it. */
  @ParameterizedTest
  @CsvSource({
    "problem.json, org.cusp.estimate.llc.LlcResult",
    "by-class.json, org.cusp.estimate.llc.LlcResult",
    "kl.json, org.cusp.estimate.compare.KnResult"
  })
  void whatIsWrittenAgainIsTheSameText(String name, Class<?> type) throws IOException {
    String before = stored(name);
    Path again = folder.resolve("again.json");
    Json.write(again, read(before, type));
    String expected = before.substring(0, before.indexOf(",\n  \"measured\" :")) + "\n}\n";
    assertThat(Files.readString(again)).isEqualTo(expected);
  }

  @Test
  void aRunThatWasReadIsThatOfItsData() throws IOException {
    KnResult kn = read(stored("kl.json"), KnResult.class);
    assertThat(kn.results()).hasSize(3).allSatisfy(row -> assertThat(row.step()).isNotNull());
    assertThat(kn.results().get(2).train().value()).isNotNaN();
    assertThat(kn.results().get(2).train().n()).isPositive();
  }

  @Test
  void aVerdictThatThereIsNotIsRefusedByName() throws IOException {
    String damaged = stored("problem.json").replace("\"rejected\"", "\"rejectd\"");
    assertThatThrownBy(() -> read(damaged, LlcResult.class))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("verdict.status 'rejectd'")
        .hasMessageContaining("did you mean 'rejected'");
  }

  @Test
  void aNumberThatIsNoneIsRefusedByName() throws IOException {
    String damaged =
        stored("problem.json").replace("\"value\" : 2.344433469984032", "\"value\" : \"two\"");
    assertThatThrownBy(() -> read(damaged, LlcResult.class))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the field llc.value must be a number");
  }

  @ParameterizedTest
  @CsvSource({
    "rhat, llc.rhat",
    "heatCapacity, others.heatCapacity.se",
    "laplaceLlc, point.laplaceLlc.se"
  })
  void aFieldThatIsNotThereIsNamed(String after, String field) throws IOException {
    String text = stored("problem.json");
    String name = field.substring(field.lastIndexOf('.') + 1);
    int place = text.indexOf('"' + name + '"', text.indexOf('"' + after + '"'));
    String damaged = text.substring(0, place) + "\"x" + text.substring(place + 1);
    assertThatThrownBy(() -> read(damaged, LlcResult.class))
        .isInstanceOf(InvalidInput.class)
        .hasMessageEndingWith("the field " + field + " is missing");
  }
}
