package org.cusp.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cusp.contract.InvalidInput;

/**
 * The safetensors format: 8 bytes with the length of the header (lowest byte first), the header in
 * JSON, and the numbers of all tensors without gaps, lowest byte first. Format: the README of
 * huggingface/safetensors, section "Format".
 *
 * <p>Nothing in a header is believed: lengths, offsets and shapes are checked against each other
 * and against the size of the file before anything is allocated.
 */
public final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /**
   * Reads all tensors. Types F64 F32 F16 BF16 I64 I32 I16 I8 U64 U32 U16 U8 BOOL; integers beyond
   * 2^53 in size are rounded.
   *
   * @throws InvalidInput if the file is not a whole and consistent safetensors file
   */
  public static TensorFile read(Path path) {
    return Source.readPlain(path, source -> read(source, SafetensorsHeader::entries));
  }

  /** Reads all tensors, in the order of their bytes instead of that of the header. */
  static TensorFile readByOffset(Path path) {
    return Source.readPlain(path, source -> read(source, SafetensorsHeader::byOffset));
  }

  /**
   * Writes tensors of types F32 and F64, in the order given; F32 rounds to the nearest float.
   *
   * @throws InvalidInput if a tensor has another type, is named {@code __metadata__}, or holds a
   *     finite number too large for its type
   */
  public static void write(Path path, TensorFile file) {
    file.tensors().forEach((name, tensor) -> checkWritable(path, name, tensor));
    AtomicFiles.write(path, out -> write(out, file));
  }

  private static TensorFile read(
      Source source, Function<SafetensorsHeader, List<SafetensorsHeader.Entry>> order)
      throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(source);
    Map<String, NamedTensor> byName = new HashMap<>();
    for (SafetensorsHeader.Entry entry : header.byOffset()) {
      double[] values =
          source.numbers(
              entry.type(), ByteOrder.LITTLE_ENDIAN, entry.count(), "tensor " + entry.shown());
      byName.put(entry.name(), new NamedTensor(entry.type().name(), entry.shape(), values));
    }
    source.end();
    LinkedHashMap<String, NamedTensor> inOrder = new LinkedHashMap<>();
    order.apply(header).forEach(entry -> inOrder.put(entry.name(), byName.get(entry.name())));
    return new TensorFile(header.metadata(), inOrder);
  }

  private static void checkWritable(Path path, String name, NamedTensor tensor) {
    String where = path + ": tensor " + Shown.text(name);
    if (name.equals(SafetensorsHeader.METADATA)) {
      throw new InvalidInput(where + ": a tensor cannot have this name");
    }
    if (!List.of("F32", "F64").contains(tensor.dtype())) {
      throw new InvalidInput(
          where + ": dtype must be F32 or F64 to be written, got " + tensor.dtype());
    }
    if (tensor.dtype().equals("F32")) {
      for (double value : tensor.values()) {
        if (Double.isFinite(value) && Float.isInfinite((float) value)) {
          throw new InvalidInput(where + ": " + value + " is too large for F32");
        }
      }
    }
  }

  private static void write(OutputStream out, TensorFile file) throws IOException {
    byte[] json = header(file);
    int padded = (json.length + 7) / 8 * 8;
    byte[] preamble = new byte[8 + padded];
    Arrays.fill(preamble, (byte) ' ');
    ByteBuffer.wrap(preamble).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
    out.write(preamble);
    for (NamedTensor tensor : file.tensors().values()) {
      if (tensor.dtype().equals("F32")) {
        LittleEndian.writeFloats(out, tensor.values());
      } else {
        LittleEndian.writeDoubles(out, tensor.values());
      }
    }
  }

  private static byte[] header(TensorFile file) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    if (!file.metadata().isEmpty()) {
      ObjectNode metadata = root.putObject(SafetensorsHeader.METADATA);
      file.metadata().forEach(metadata::put);
    }
    long offset = 0;
    for (Map.Entry<String, NamedTensor> named : file.tensors().entrySet()) {
      NamedTensor tensor = named.getValue();
      long end =
          offset + (long) ElementType.valueOf(tensor.dtype()).bytes() * tensor.values().length;
      ObjectNode entry = root.putObject(named.getKey());
      entry.put("dtype", tensor.dtype());
      Arrays.stream(tensor.shape()).forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    return JSON.writeValueAsBytes(root);
  }
}
