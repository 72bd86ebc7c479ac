package org.cusp.format.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.format.ElementType;
import org.cusp.format.NamedTensor;
import org.cusp.format.Shape;
import org.cusp.format.Shown;
import org.cusp.format.Source;
import org.cusp.format.Strides;

/** A tensor that a graph holds: its name and its numbers. */
public record OnnxTensor(String name, NamedTensor values) {
  private static final int EXTERNAL = 1;

  /** Where a graph lies: other files with its numbers may lie beside it. */
  record Place(Path file) {
    InvalidInput fault(String name, String message) {
      return new InvalidInput(file + ": tensor " + Shown.text(name) + ": " + message);
    }
  }

  static OnnxTensor of(ProtoFields tensor, Place place) {
    String name = tensor.text(8);
    long[] shape = tensor.wholes(1);
    int count = Shape.elements(place.file() + ": tensor " + Shown.text(name) + ": ", shape);
    ElementType type =
        type(tensor.whole(2))
            .orElseThrow(
                () -> place.fault(name, "numbers of type " + tensor.whole(2) + " are not read"));
    double[] values =
        tensor.has(9) || tensor.whole(14) == EXTERNAL || count == 0
            ? raw(tensor, place, type, shape, count)
            : typed(tensor, place, type, count);
    return new OnnxTensor(name, new NamedTensor(type.name(), Shape.ints(shape), values));
  }

  private static Optional<ElementType> type(long number) {
    ElementType[] known = {
      null,
      ElementType.F32,
      ElementType.U8,
      ElementType.I8,
      ElementType.U16,
      ElementType.I16,
      ElementType.I32,
      ElementType.I64,
      null,
      ElementType.BOOL,
      ElementType.F16,
      ElementType.F64,
      ElementType.U32,
      ElementType.U64,
      null,
      null,
      ElementType.BF16
    };
    return number < 0 || number >= known.length
        ? Optional.empty()
        : Optional.ofNullable(known[(int) number]);
  }

  private static double[] raw(
      ProtoFields tensor, Place place, ElementType type, long[] shape, int count) {
    ByteBuffer bytes =
        tensor.whole(14) == EXTERNAL
            ? external(tensor, place, (long) count * type.bytes())
            : tensor.views(9).stream().reduce((a, b) -> b).orElse(ByteBuffer.allocate(0));
    requireBytes(tensor, place, bytes.capacity(), (long) count * type.bytes());
    return Strides.rowMajor(shape).gather(type, bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static void requireBytes(ProtoFields tensor, Place place, long found, long expected) {
    if (found != expected) {
      throw place.fault(tensor.text(8), "needs " + expected + " bytes, found " + found);
    }
  }

  /** Numbers in a field of their own type. */
  private static double[] typed(ProtoFields tensor, Place place, ElementType type, int count) {
    return switch (type) {
      case F32 -> fixed(tensor, place, 4, type, count);
      case F64 -> fixed(tensor, place, 10, type, count);
      case I64 -> wholes(tensor, place, 7, type, count);
      case U64, U32 -> wholes(tensor, place, 11, type, count);
      default -> wholes(tensor, place, 5, type, count);
    };
  }

  private static double[] fixed(
      ProtoFields tensor, Place place, int field, ElementType type, int count) {
    ByteBuffer bytes = tensor.fixed(field, type.bytes());
    requireBytes(tensor, place, bytes.capacity(), (long) count * type.bytes());
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = type.at(bytes, i * type.bytes());
    }
    return values;
  }

  /** Small types and halves are stored as the bits of whole numbers. */
  private static double[] wholes(
      ProtoFields tensor, Place place, int field, ElementType type, int count) {
    long[] numbers = tensor.wholes(field);
    if (numbers.length != count) {
      throw place.fault(tensor.text(8), "needs " + count + " numbers, found " + numbers.length);
    }
    ByteBuffer bits = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = type.at(bits.putLong(0, numbers[i]), 0);
    }
    return values;
  }

  private static ByteBuffer external(ProtoFields tensor, Place place, long bytes) {
    Map<String, String> entries = new LinkedHashMap<>();
    tensor.messages(13).forEach(entry -> entries.put(entry.text(1), entry.text(2)));
    String name = tensor.text(8);
    String location = entries.getOrDefault("location", "");
    Path folder = place.file().toAbsolutePath().normalize().getParent();
    Path file = folder.resolve(location.isEmpty() ? "." : location).normalize();
    // Not even through a link may a file's names lead out of its folder.
    if (!Files.isRegularFile(file) || !inside(folder, file)) {
      throw place.fault(name, "its numbers should lie beside the file in " + Shown.text(location));
    }
    long offset = whole(entries.getOrDefault("offset", "0"));
    long length = whole(entries.getOrDefault("length", Long.toString(bytes)));
    try (FileChannel channel = FileChannel.open(file)) {
      if (offset < 0 || length != bytes || offset > channel.size() - length) {
        throw place.fault(
            name, "needs " + bytes + " bytes from " + offset + " on of " + Shown.text(location));
      }
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length));
      while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
        // Read until it is full.
      }
      return buffer.rewind();
    } catch (IOException e) {
      throw Source.unreadable(file.toString(), e);
    }
  }

  private static boolean inside(Path folder, Path file) {
    try {
      return file.startsWith(folder) && file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static long whole(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
