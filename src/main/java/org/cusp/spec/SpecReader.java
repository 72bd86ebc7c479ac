package org.cusp.spec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.cusp.contract.InvalidInput;
import org.cusp.format.RegularFile;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.RunName;
import org.cusp.spec.section.Section;
import org.cusp.spec.section.SeedText;
import org.cusp.spec.training.TrainSpec;

/**
 * Reads spec files (YAML). Every fault is an {@link InvalidInput} of one line that names the file,
 * the path of the key, the value, and what is allowed.
 */
public final class SpecReader {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  // What the YAML library takes.
  private static final int MOST_BYTES = 3 << 20;

  private static final List<String> SECTIONS =
      List.of(
          Keys.NAME, Keys.SEED, Keys.DATA, Keys.MODEL, Keys.TRAIN, Keys.LLC, Keys.LEARNING_CURVE);

  private SpecReader() {}

  /** A spec file; relative paths in it are relative to its folder. */
  public static Spec read(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return parse(textOf(file), folder, file.toString(), stem(file));
  }

  /** A spec file with another seed in place of its own, in its text too. */
  public static Spec read(Path file, long seed) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    String text = SeedText.replace(textOf(file), seed, file.toString());
    return parse(text, folder, file.toString(), stem(file));
  }

  /**
   * A copy of a spec file: its default name and its relative paths are those of the original, which
   * need not exist any more.
   */
  public static Spec readCopy(Path copy, Path original) {
    Path folder = original.toAbsolutePath().normalize().getParent();
    return parse(textOf(copy), folder, copy.toString(), stem(original));
  }

  /**
   * The text of a spec file.
   *
   * @param folder what relative paths are relative to
   * @param nameForMessages what messages call the file; also the default of {@code name}
   */
  public static Spec parse(String text, Path folder, String nameForMessages) {
    return parse(text, folder, nameForMessages, stem(Path.of(nameForMessages)));
  }

  private static Spec parse(String text, Path folder, String file, String defaultName) {
    return naming(
        file,
        () -> {
          Section top = root(text);
          top.allow("the spec", SECTIONS, List.of());
          long seed = top.wholeLong(Keys.SEED).orElse(Spec.DEFAULT_SEED);
          Section data = required(top, Keys.DATA);
          return new Spec(
              RunName.checked(top.text(Keys.NAME).orElse(defaultName)),
              seed,
              DataSpec.read(data, folder, () -> ModelSpec.read(top, folder).kind()),
              ModelSpec.read(top, folder),
              TrainSpec.read(top.section(Keys.TRAIN), folder),
              LlcSpec.read(top.section(Keys.LLC), seed),
              text);
        });
  }

  /**
   * The learning curves that a spec file asks for: of its network on its data, or of the problem
   * that its section {@code learning-curve} names.
   */
  public static LearningCurveSpec learningCurve(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    String text = textOf(file);
    return naming(
        file.toString(),
        () -> {
          Section top = root(text);
          top.allow("the spec", SECTIONS, List.of());
          Section section = required(top, Keys.LEARNING_CURVE);
          long seed = top.wholeLong(Keys.SEED).orElse(Spec.DEFAULT_SEED);
          return LearningCurveSpec.read(
              RunName.checked(top.text(Keys.NAME).orElse(stem(file))),
              seed,
              section,
              TrainSpec.read(top.section(Keys.TRAIN)),
              LlcSpec.read(top.section(Keys.LLC), seed),
              () -> network(top, folder));
        });
  }

  private static LearningCurveSpec.Network network(Section top, Path folder) {
    Section data = required(top, Keys.DATA);
    return new LearningCurveSpec.Network(
        DataSpec.read(data, folder, () -> ModelSpec.read(top, folder).kind()),
        ModelSpec.read(top, folder));
  }

  /** The model section alone, of the text of a spec file. */
  static ModelSpec model(String text, String nameForMessages) {
    return naming(nameForMessages, () -> ModelSpec.read(root(text), Path.of("")));
  }

  private static Section required(Section top, String key) {
    if (!top.has(key)) {
      throw new InvalidInput("section " + key + " is missing");
    }
    return top.section(key);
  }

  private static <T> T naming(String file, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidInput e) {
      throw new InvalidInput(file + ": " + e.getMessage(), e);
    }
  }

  private static Section root(String text) {
    JsonNode root = tree(text);
    if (root.isMissingNode() || root.isNull()) {
      throw new InvalidInput("is empty; a spec needs the sections data, model and train");
    }
    if (!root.isObject()) {
      throw new InvalidInput("must be YAML with sections data, model and train, got no sections");
    }
    return new Section("", root);
  }

  /** As it is written. */
  static JsonNode tree(String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidInput("is not valid YAML: " + place(e), e);
    } catch (RuntimeException e) {
      // The YAML library has exceptions of its own for limits such as the depth of nesting.
      throw new InvalidInput("is not valid YAML: " + firstLine(String.valueOf(e.getMessage())), e);
    }
  }

  private static String place(JsonProcessingException e) {
    String message = firstLine(e.getOriginalMessage());
    return e.getLocation() == null
        ? message
        : "line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ": "
            + message;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").replaceAll("\\p{C}", "?");
  }

  private static String textOf(Path file) {
    byte[] bytes = RegularFile.bytes(file, MOST_BYTES);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInput(file + ": is not valid YAML: not a text in UTF-8", e);
    }
  }

  /** The file name without its extension. */
  private static String stem(Path file) {
    String name = file.getFileName() == null ? "spec" : file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
