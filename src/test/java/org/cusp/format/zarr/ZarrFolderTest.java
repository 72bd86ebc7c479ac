package org.cusp.format.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZarrFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** A killed process leaves its half behind; what has another name is not ours. */
  @Test
  void whatWasLeftBehindIsRemoved() throws IOException {
    String id = ".0f0e7c2a-3ab6-4cd4-83f4-ad250e293017";
    Path left = Files.createDirectories(folder.resolve(".a.zarr" + id + "/x"));
    Files.writeString(left.resolve(".zarray"), "{");
    Path other = Files.createDirectories(folder.resolve(".b.zarr" + id));
    try (ZarrFolder zarr = new ZarrFolder(folder.resolve("a.zarr"), Map.of())) {
      zarr.keep();
    }
    assertThat(left.getParent()).doesNotExist();
    assertThat(other).exists();
    assertThat(folder.resolve("a.zarr/.zgroup")).exists();
  }

  /** What the specification says of [3, 5] in chunks of [2, 4]. */
  @Test
  void chunksAreWholeAndRowByRow() throws IOException {
    Path target = folder.resolve("a.zarr");
    try (ZarrFolder zarr = new ZarrFolder(target, Map.of("title", "numbers"))) {
      ZarrArray array =
          zarr.array(
              "x",
              List.of("row", "column"),
              new int[] {3, 5},
              new int[] {2, 4},
              Map.of("units", "1"));
      array.write(new int[] {0, 0}, new float[] {1, 2, 3, 4, 6, 7, 8, 9});
      array.write(new int[] {0, 1}, new float[] {5, 10});
      array.write(new int[] {1, 0}, new float[] {11, 12, 13, 14});
      array.write(new int[] {1, 1}, new float[] {15});
      zarr.vector("v", "column", new double[] {0.5, -2}, Map.of());
      assertThat(target).doesNotExist();
      zarr.keep();
    }
    JsonNode array = JSON.readTree(target.resolve("x/.zarray").toFile());
    assertThat(array.get("zarr_format").asInt()).isEqualTo(2);
    assertThat(array.get("shape")).hasToString("[3,5]");
    assertThat(array.get("chunks")).hasToString("[2,4]");
    assertThat(array.get("dtype").asText()).isEqualTo("<f4");
    assertThat(array.get("compressor").isNull()).isTrue();
    assertThat(array.get("filters").isNull()).isTrue();
    assertThat(array.get("order").asText()).isEqualTo("C");
    assertThat(JSON.readTree(target.resolve("x/.zattrs").toFile()).get("_ARRAY_DIMENSIONS"))
        .hasToString("[\"row\",\"column\"]");
    assertThat(floats(target.resolve("x/0.0"))).containsExactly(1, 2, 3, 4, 6, 7, 8, 9);
    assertThat(floats(target.resolve("x/0.1"))).containsExactly(5, 0, 0, 0, 10, 0, 0, 0);
    assertThat(floats(target.resolve("x/1.0"))).containsExactly(11, 12, 13, 14, 0, 0, 0, 0);
    assertThat(floats(target.resolve("x/1.1"))).containsExactly(15, 0, 0, 0, 0, 0, 0, 0);
    ByteBuffer vector =
        ByteBuffer.wrap(Files.readAllBytes(target.resolve("v/0"))).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(vector.getDouble()).isEqualTo(0.5);
    assertThat(vector.getDouble()).isEqualTo(-2);
    JsonNode all = JSON.readTree(target.resolve(".zmetadata").toFile()).get("metadata");
    assertThat(all.get("x/.zarray")).isEqualTo(array);
    assertThat(all.get(".zattrs").get("title").asText()).isEqualTo("numbers");
    assertThat(names()).containsExactly("a.zarr");
  }

  /** Three axes: a chunk at the end of two of them. */
  @Test
  void rowsOfAShortChunkStandWhereTheWholeOnesDo() throws IOException {
    Path target = folder.resolve("b.zarr");
    try (ZarrFolder zarr = new ZarrFolder(target, Map.of())) {
      zarr.array("x", List.of("a", "b", "c"), new int[] {1, 3, 1}, new int[] {1, 2, 2}, Map.of())
          .write(new int[] {0, 0, 0}, new float[] {7, 8});
      zarr.keep();
    }
    assertThat(floats(target.resolve("x/0.0.0"))).containsExactly(7, 0, 8, 0);
  }

  @Test
  void attributesHaveOneOrder() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("b", 1);
    one.put("a", 2);
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("a", 2);
    other.put("b", 1);
    for (Map<String, Object> given : List.of(one, other)) {
      try (ZarrFolder zarr = new ZarrFolder(folder.resolve(given.keySet() + ".zarr"), given)) {
        zarr.vector("x", "i", new double[] {1}, given);
        zarr.keep();
      }
    }
    for (String file : List.of(".zattrs", ".zmetadata", "x/.zattrs")) {
      assertThat(folder.resolve("[b, a].zarr").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("[a, b].zarr").resolve(file));
    }
  }

  @Test
  void whatIsNotKeptIsNotThere() throws IOException {
    Path target = folder.resolve("c.zarr");
    try (ZarrFolder zarr = new ZarrFolder(target, Map.of("first", true))) {
      zarr.keep();
    }
    try (ZarrFolder zarr = new ZarrFolder(target, Map.of("first", false))) {
      zarr.vector("v", "x", new double[1], Map.of());
    }
    assertThat(names()).containsExactly("c.zarr");
    assertThat(JSON.readTree(target.resolve(".zattrs").toFile()).get("first").asBoolean()).isTrue();
  }

  @Test
  void whatIsNoneIsLeftAlone() throws IOException {
    Path target = Files.createDirectories(folder.resolve("d.zarr"));
    Files.writeString(target.resolve("mine"), "x");
    try (ZarrFolder zarr = new ZarrFolder(target, Map.of())) {
      assertThatThrownBy(zarr::keep)
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("no Zarr group");
    }
    assertThat(target.resolve("mine")).exists();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
