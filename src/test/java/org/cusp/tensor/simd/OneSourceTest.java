package org.cusp.tensor.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The loops in double precision are those in single precision with other names of types. Run {@link
 * #main} after a change of the latter and format what it writes.
 */
class OneSourceTest {
  private static final Path FOLDER = Path.of("src/main/java/org/cusp/tensor/simd");

  private static final List<String> NAMES =
      List.of(
          "Elements",
          "Updates",
          "Norms",
          "lanes/Sums",
          "attention/Tiles",
          "attention/HeadRows",
          "attention/Scores",
          "attention/Heads",
          "image/Convolution",
          "image/Images",
          "image/Taps",
          "image/Tiles");

  /** The name is after the room, if it is in one. */
  private static Path file(String precision, String name) {
    int room = name.indexOf('/') + 1;
    return FOLDER.resolve(name.substring(0, room) + precision + name.substring(room) + ".java");
  }

  static List<String> names() {
    return NAMES;
  }

  @ParameterizedTest
  @MethodSource("names")
  void doublesFollowFromFloats(String name) throws IOException {
    String floats = Files.readString(file("Float", name));
    String doubles = Files.readString(file("Double", name));
    assertThat(words(doubles)).isEqualTo(words(doubles(floats, name)));
    assertThat(words(doubles)).isNotEqualTo(words(floats));
  }

  /** Writes the sources in double precision. */
  public static void main(String[] arguments) throws IOException {
    for (String name : names()) {
      String floats = Files.readString(file("Float", name));
      Files.writeString(file("Double", name), doubles(floats, name));
    }
  }

  /** Of arithmetic in float there are casts, a constant and the vectors of normals. */
  private static String doubles(String floats, String name) {
    return floats
        .replace("(float) ", "")
        .replace("0.5f", "0.5")
        .replace("FLOAT32", "FLOAT64")
        .replace("new FloatNormalVectors(BLOCK)", "new DoubleNormals()")
        .replace("FloatNormalVectors", "DoubleNormals")
        .replace("Float", "Double")
        .replace("float", "double")
        .replace(
            "import org.cusp.tensor.Activation;",
            "import org.cusp.tensor.Activation;\nimport org.cusp.tensor.DoubleActivations;")
        .replaceFirst(
            "(?s)/\\*\\*.*?\\*/\n(public )?final class",
            "/** What {@link Float"
                + name.substring(name.indexOf('/') + 1)
                + "} does, in double precision; written after it. */\n$1final class");
  }

  /** Without the breaks of lines, which the formatter chooses. */
  private static String words(String source) {
    return source.lines().map(String::strip).collect(Collectors.joining()).replace(" ", "");
  }
}
