package org.cusp.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cusp.contract.InvalidInput;

/**
 * Records to JSON and back: the names in a file are the names of the record's components. A number
 * that is not finite is written as null and read as NaN, since JSON has no other word for it.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(numbers())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Of every stored document; counted up when a component is renamed or changes its meaning. */
  static final int SCHEMA_VERSION = 1;

  private static final String SCHEMA = "schema";

  private Json() {}

  /** The document, over several lines. */
  public static String text(Object record) {
    try {
      return MAPPER.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The document with a field more at its top. */
  public static String textWith(Object record, String field, Object value) {
    ObjectNode root = MAPPER.valueToTree(record);
    root.set(field, MAPPER.valueToTree(value));
    return text(root);
  }

  /**
   * The document with a field more in each entry of its list.
   *
   * @param values as many as the entries
   */
  public static String textWithEach(Object record, String list, String field, List<?> values) {
    ObjectNode root = MAPPER.valueToTree(record);
    for (int i = 0; i < values.size(); i++) {
      ((ObjectNode) root.path(list).get(i)).set(field, MAPPER.valueToTree(values.get(i)));
    }
    return text(root);
  }

  /** Writes the document, with the version of its schema, whole or not at all. */
  public static void write(Path file, Object record) {
    JsonNode tree = MAPPER.valueToTree(record);
    if (tree instanceof ObjectNode root) {
      AtomicFiles.writeString(file, text(versioned(root)) + "\n");
    } else {
      AtomicFiles.writeString(file, text(record) + "\n");
    }
  }

  private static ObjectNode versioned(ObjectNode root) {
    ObjectNode document = MAPPER.createObjectNode().put(SCHEMA, SCHEMA_VERSION);
    document.setAll(root);
    return document;
  }

  /** A file that does not say is of the first version. */
  private static void requireKnown(Path file, JsonNode document) {
    JsonNode version = document.path(SCHEMA);
    boolean said = !version.isMissingNode();
    if (said
        && !(version.isIntegralNumber() && version.canConvertToInt() && version.intValue() >= 1)) {
      throw new InvalidInput(
          file
              + ": the field "
              + SCHEMA
              + " must be a whole number from 1, got "
              + Shown.text(version.toString()));
    }
    if (said && version.intValue() > SCHEMA_VERSION) {
      throw new InvalidInput(
          file
              + ": is of schema version "
              + version.intValue()
              + ", this Cusp reads up to "
              + SCHEMA_VERSION
              + ": a newer Cusp wrote it");
    }
  }

  /** {@link #write} with a field more at the document's top. */
  public static void writeWith(Path file, Object record, String field, Object value) {
    ObjectNode root = MAPPER.valueToTree(record);
    root.set(field, MAPPER.valueToTree(value));
    write(file, root);
  }

  /**
   * Reads a document that {@link #write} wrote.
   *
   * @throws InvalidInput if the file is not one; the message names the file and the field
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      String text = Files.readString(RegularFile.require(file));
      // A document that ends too early is named by the field that it lacks.
      JsonNode beginning =
          MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
      requireKnown(file, beginning);
      new JsonFields(file.toString()).check(beginning, type);
      JsonNode tree = MAPPER.readTree(text);
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new InvalidInput(file + ": " + reason(e), e);
    } catch (CharacterCodingException e) {
      throw new InvalidInput(file + ": is not a text in UTF-8", e);
    } catch (IOException e) {
      throw new InvalidInput(file + ": cannot be read (" + Source.reason(e) + ")", e);
    }
  }

  /**
   * A record from what {@link #text} made of one.
   *
   * @throws InvalidInput if the text is no such document
   */
  public static <T> T parsed(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new InvalidInput(type.getSimpleName() + ": " + reason(e), e);
    }
  }

  /** What a record says of its own values comes first; then what the parser says, and where. */
  private static String reason(JsonProcessingException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof InvalidInput refused) {
        return refused.getMessage();
      }
    }
    String place = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    String first = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    return "is not whole JSON" + place + ": " + first.replaceAll("\\p{C}", "?");
  }

  private static SimpleModule numbers() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(double.class, new DoubleWriter());
    module.addSerializer(Double.class, new DoubleWriter());
    module.addSerializer(double[].class, new DoublesWriter());
    module.addDeserializer(double.class, new DoubleReader());
    module.addDeserializer(double[].class, new DoublesReader());
    return module;
  }

  private static final class DoubleWriter extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    DoubleWriter() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      write(value, out);
    }

    static void write(double value, JsonGenerator out) throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  private static final class DoublesWriter extends StdSerializer<double[]> {
    private static final long serialVersionUID = 1L;

    DoublesWriter() {
      super(double[].class);
    }

    @Override
    public void serialize(double[] values, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartArray();
      for (double value : values) {
        DoubleWriter.write(value, out);
      }
      out.writeEndArray();
    }
  }

  private static final class DoublesReader extends StdDeserializer<double[]> {
    private static final long serialVersionUID = 1L;

    DoublesReader() {
      super(double[].class);
    }

    @Override
    public double[] deserialize(JsonParser in, DeserializationContext context) throws IOException {
      Double[] values = context.readValue(in, Double[].class);
      return Arrays.stream(values).mapToDouble(x -> x == null ? Double.NaN : x).toArray();
    }
  }

  private static final class DoubleReader extends StdDeserializer<Double> {
    private static final long serialVersionUID = 1L;

    DoubleReader() {
      super(double.class);
    }

    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return in.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
