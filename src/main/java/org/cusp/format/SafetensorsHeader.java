package org.cusp.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The header of a safetensors file, checked: the tensors fill the data of the file without gap or
 * overlap, and each has as many bytes as its shape and type need.
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {
  static final String METADATA = "__metadata__";

  private static final long MOST_HEADER_BYTES = 100_000_000;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A tensor as the header describes it; offsets in bytes from the end of the header. */
  record Entry(String name, ElementType type, int[] shape, int count, long begin, long end) {
    String shown() {
      return Shown.text(name);
    }
  }

  static SafetensorsHeader read(Source source) throws IOException {
    byte[] prefix = source.bytes(8, "header length");
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long dataBytes = source.atMost() - 8 - length;
    if (length < 0 || length > MOST_HEADER_BYTES || dataBytes < 0) {
      throw source.fault(
          "not a whole safetensors file: header length must be in [2, "
              + Math.min(MOST_HEADER_BYTES, source.atMost() - 8)
              + "] here, got "
              + Long.toUnsignedString(length));
    }
    JsonNode root = parse(source, source.bytes((int) length, "header"));
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        metadata.putAll(metadata(source, field.getValue()));
      } else {
        entries.add(entry(source, field.getKey(), field.getValue(), dataBytes));
      }
    }
    SafetensorsHeader header = new SafetensorsHeader(metadata, entries);
    header.checkCover(source, dataBytes);
    return header;
  }

  /** The tensors in the order of their bytes; an empty one before the one that begins with it. */
  List<Entry> byOffset() {
    return entries.stream()
        .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
        .toList();
  }

  private void checkCover(Source source, long dataBytes) {
    long end = 0;
    String before = "the header";
    for (Entry entry : byOffset()) {
      if (entry.begin() != end) {
        throw source.fault(
            "tensor "
                + entry.shown()
                + (entry.begin() < end ? " overlaps " : " leaves a gap after ")
                + before
                + ": it begins at byte "
                + entry.begin()
                + ", expected "
                + end);
      }
      end = entry.end();
      before = entry.shown();
    }
    if (end != dataBytes) {
      throw source.fault(
          "the tensors end at byte " + end + " of the data, but there are " + dataBytes + " bytes");
    }
  }

  private static JsonNode parse(Source source, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode root = JSON.readTree(text);
      if (!text.startsWith("{") || !root.isObject()) {
        throw source.fault(
            "the header must be a JSON object, got "
                + Shown.text(text.substring(0, Math.min(80, text.length()))));
      }
      return root;
    } catch (CharacterCodingException e) {
      throw source.fault("the header is not JSON: it is not UTF-8");
    } catch (JsonProcessingException e) {
      String message = e.getOriginalMessage().lines().findFirst().orElse("");
      throw source.fault("the header is not valid JSON: " + message.replaceAll("\\p{C}", "?"));
    }
  }

  private static Map<String, String> metadata(Source source, JsonNode node) {
    if (!node.isObject()) {
      throw source.fault(METADATA + " must be an object of texts");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw source.fault(METADATA + " " + Shown.text(field.getKey()) + " must be a text");
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
    return metadata;
  }

  private static Entry entry(Source source, String name, JsonNode node, long dataBytes) {
    String where = "tensor " + Shown.text(name) + ": ";
    ElementType type = type(source, where, node.path("dtype"));
    long[] shape = integers(source, where + "shape", node.path("shape"));
    long[] offsets = integers(source, where + "data_offsets", node.path("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
      throw source.fault(
          where
              + "data_offsets must be [begin, end] with begin <= end <= "
              + dataBytes
              + " (the bytes of data in the file), got "
              + Arrays.toString(offsets));
    }
    int count = Shape.elements(source.name() + ": " + where, shape);
    long bytes = (long) count * type.bytes();
    if (offsets[1] - offsets[0] != bytes) {
      throw source.fault(
          where
              + "shape "
              + Arrays.toString(shape)
              + " of "
              + type
              + " needs "
              + bytes
              + " bytes, data_offsets give "
              + (offsets[1] - offsets[0]));
    }
    return new Entry(name, type, Shape.ints(shape), count, offsets[0], offsets[1]);
  }

  private static ElementType type(Source source, String where, JsonNode node) {
    return Arrays.stream(ElementType.values())
        .filter(type -> node.isTextual() && type.name().equals(node.textValue()))
        .findFirst()
        .orElseThrow(
            () ->
                source.fault(
                    where
                        + "dtype must be one of "
                        + Arrays.stream(ElementType.values())
                            .map(Enum::name)
                            .collect(Collectors.joining(" "))
                        + ", got "
                        + shown(node)));
  }

  private static long[] integers(Source source, String where, JsonNode node) {
    boolean valid =
        node.isArray()
            && StreamSupport.stream(node.spliterator(), false)
                .allMatch(
                    item ->
                        item.isIntegralNumber()
                            && item.canConvertToLong()
                            && item.longValue() >= 0);
    if (!valid) {
      throw source.fault(where + " must be an array of integers >= 0, got " + shown(node));
    }
    return StreamSupport.stream(node.spliterator(), false).mapToLong(JsonNode::longValue).toArray();
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : Shown.text(node.toString());
  }
}
