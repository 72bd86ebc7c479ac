package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionTest {
  private record Result(String name, double value) {}

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("result.json"), text);
  }

  @Test
  void aStoredDocumentSaysItsVersionAndIsReadBack() throws IOException {
    Path file = folder.resolve("result.json");
    Json.write(file, new Result("llc", 1.5));
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "schema" : 1,
              "name" : "llc",
              "value" : 1.5
            }
            """);
    assertThat(Json.read(file, Result.class)).isEqualTo(new Result("llc", 1.5));
  }

  @Test
  void aDocumentWithAFieldMoreSaysItToo() throws IOException {
    Path file = folder.resolve("result.json");
    Json.writeWith(file, new Result("llc", 1.5), "more", "said");
    assertThat(Files.readString(file)).contains("\"schema\" : 1", "\"more\" : \"said\"");
  }

  @Test
  void aDocumentWithoutOneIsOfTheFirst() throws IOException {
    assertThat(Json.read(file("{\"name\": \"llc\", \"value\": 2}"), Result.class))
        .isEqualTo(new Result("llc", 2));
  }

  /** Whatever else is in it: a newer one may lack a field of today. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 1000, Integer.MAX_VALUE})
  void aNewerOneIsRefusedInOneLine(int version) throws IOException {
    Path file = file("{\"schema\": " + version + ", \"title\": \"llc\"}");
    assertThatThrownBy(() -> Json.read(file, Result.class))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            file
                + ": is of schema version "
                + version
                + ", this Cusp reads up to 1: a newer Cusp wrote it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "\"two\"", "null", "99999999999"})
  void whatIsNoVersionIsRefused(String version) throws IOException {
    Path file = file("{\"schema\": " + version + ", \"name\": \"llc\", \"value\": 2}");
    assertThatThrownBy(() -> Json.read(file, Result.class))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the field schema must be a whole number from 1, got");
  }
}
