package org.cusp.format.flax;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.ElementType;
import org.cusp.format.NamedTensor;
import org.cusp.format.Shape;
import org.cusp.format.Shown;
import org.cusp.format.Source;
import org.cusp.format.Strides;
import org.cusp.format.TensorFile;
import org.cusp.format.WeightsFile;

/**
 * What {@code flax.serialization.to_bytes} writes: maps of maps, whose leaves are arrays (extension
 * 1: shape, name of the type, bytes in row-major order). Formats: the MessagePack specification,
 * and flax/serialization.py. Maps are sorted by name when they are written.
 */
public final class FlaxFile {
  private static final int ARRAY = 1;
  private static final int MOST_DEPTH = 32;
  private static final String CHUNKED = "__msgpack_chunked_array__";

  private final String where;
  private final ByteBuffer in;
  private final LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();

  private FlaxFile(String where, ByteBuffer in) {
    this.where = where;
    this.in = in;
  }

  /** Whether a file that begins so is a map whose first key is a text. */
  public static boolean recognises(byte[] head) {
    if (head.length < 2) {
      return false;
    }
    int first = head[0] & 0xff;
    int size = first == 0xde ? 3 : first == 0xdf ? 5 : 1;
    boolean map = size > 1 || first > 0x80 && first <= 0x8f;
    if (!map || head.length <= size) {
      return false;
    }
    int key = head[size] & 0xff;
    return key >= 0xa1 && key <= 0xbf || key == 0xd9;
  }

  /**
   * Reads all arrays, their names joined by dots.
   *
   * @throws InvalidInput if the file is damaged or holds none
   */
  public static WeightsFile read(Path file) {
    return Source.readPlain(file, FlaxFile::read);
  }

  private static WeightsFile read(Source source) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(source.in().readAllBytes());
    FlaxFile flax = new FlaxFile(source.name(), bytes);
    flax.value("", 0);
    if (bytes.hasRemaining()) {
      throw flax.damaged("more bytes follow the map");
    }
    if (flax.tensors.isEmpty()) {
      throw source.fault("holds no arrays");
    }
    return new WeightsFile(
        "flax msgpack", WeightsFile.Order.LOST, new TensorFile(Map.of(), flax.tensors), List.of());
  }

  /** Reads one value; arrays go to the tensors, maps are entered, all else is left. */
  private void value(String name, int depth) {
    if (depth > MOST_DEPTH) {
      throw damaged("maps lie deeper than " + MOST_DEPTH);
    }
    int type = unsigned(1);
    if (type <= 0x7f || type >= 0xe0 || type >= 0xc0 && type <= 0xc3) {
      return;
    }
    if (type <= 0x8f) {
      map(name, type & 0xf, depth);
    } else if (type <= 0x9f) {
      list(name, type & 0xf, depth);
    } else if (type <= 0xbf) {
      skip(type & 0x1f);
    } else {
      longValue(name, type, depth);
    }
  }

  private void longValue(String name, int type, int depth) {
    switch (type) {
      case 0xc4, 0xd9 -> skip(unsigned(1));
      case 0xc5, 0xda -> skip(unsigned(2));
      case 0xc6, 0xdb -> skip(size4());
      case 0xc7 -> extension(name, unsigned(1));
      case 0xc8 -> extension(name, unsigned(2));
      case 0xc9 -> extension(name, size4());
      case 0xcc, 0xd0 -> skip(1);
      case 0xcd, 0xd1 -> skip(2);
      case 0xca, 0xce, 0xd2 -> skip(4);
      case 0xcb, 0xcf, 0xd3 -> skip(8);
      case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(name, 1 << (type - 0xd4));
      case 0xdc -> list(name, unsigned(2), depth);
      case 0xdd -> list(name, size4(), depth);
      case 0xde -> map(name, unsigned(2), depth);
      case 0xdf -> map(name, size4(), depth);
      default -> throw damaged("a value of type " + type);
    }
  }

  private void map(String name, int entries, int depth) {
    for (int i = 0; i < entries; i++) {
      String key = text();
      if (key.equals(CHUNKED)) {
        throw new InvalidInput(
            where + ": " + Shown.text(name) + " is an array in pieces: not read");
      }
      value(name.isEmpty() ? key : name + "." + key, depth + 1);
    }
  }

  private void list(String name, int items, int depth) {
    for (int i = 0; i < items; i++) {
      value(name + "." + i, depth + 1);
    }
  }

  private String text() {
    int type = unsigned(1);
    int length =
        switch (type) {
          case 0xd9 -> unsigned(1);
          case 0xda -> unsigned(2);
          default -> type >= 0xa0 && type <= 0xbf ? type & 0x1f : -1;
        };
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  private void extension(String name, int length) {
    int kind = unsigned(1);
    ByteBuffer content = ByteBuffer.wrap(bytes(length));
    if (kind == ARRAY) {
      NamedTensor tensor = new FlaxFile(where + ": array " + Shown.text(name), content).array();
      if (tensors.put(name, tensor) != null) {
        throw damaged("two arrays are named " + Shown.text(name));
      }
    }
  }

  /** (shape, name of the type, bytes). */
  private NamedTensor array() {
    if (unsigned(1) != 0x93) {
      throw damaged("an array is no list of three");
    }
    long[] shape = new long[listLength()];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = whole();
    }
    String typeName = text();
    ElementType type =
        ElementType.ofName(typeName)
            .orElseThrow(
                () -> new InvalidInput(where + ": type " + Shown.text(typeName) + " is not read"));
    int count = Shape.elements(where + ": ", shape);
    byte[] data = binary();
    if (data.length != (long) count * type.bytes()) {
      throw damaged(Arrays.toString(shape) + " of " + typeName + " in " + data.length + " bytes");
    }
    ByteBuffer numbers = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = Strides.rowMajor(shape).gather(type, numbers);
    return new NamedTensor(type.name(), Shape.ints(shape), values);
  }

  private int listLength() {
    int type = unsigned(1);
    if (type < 0x90 || type > 0x9f) {
      throw damaged("a shape is no short list");
    }
    return type & 0xf;
  }

  private long whole() {
    int type = unsigned(1);
    return switch (type) {
      case 0xcc -> unsigned(1);
      case 0xcd -> unsigned(2);
      case 0xce -> Integer.toUnsignedLong(need(4).getInt());
      case 0xcf, 0xd3 -> need(8).getLong();
      case 0xd2 -> need(4).getInt();
      case 0xd1 -> need(2).getShort();
      default -> type <= 0x7f ? type : -1;
    };
  }

  private byte[] binary() {
    int type = unsigned(1);
    return switch (type) {
      case 0xc4 -> bytes(unsigned(1));
      case 0xc5 -> bytes(unsigned(2));
      case 0xc6 -> bytes(size4());
      default -> throw damaged("an array without bytes");
    };
  }

  private ByteBuffer need(int count) {
    if (in.remaining() < count) {
      throw damaged("it ends early");
    }
    return in;
  }

  private int unsigned(int bytes) {
    return bytes == 1 ? need(1).get() & 0xff : need(2).getShort() & 0xffff;
  }

  private int size4() {
    int size = need(4).getInt();
    if (size < 0 || size > in.remaining()) {
      throw damaged("a length of " + Integer.toUnsignedString(size) + " bytes or items");
    }
    return size;
  }

  private byte[] bytes(int length) {
    if (length < 0) {
      throw damaged("a key that is no text");
    }
    byte[] bytes = new byte[need(length).remaining() < length ? 0 : length];
    in.get(bytes);
    return bytes;
  }

  private void skip(int length) {
    need(length).position(in.position() + length);
  }

  private InvalidInput damaged(String what) {
    return new InvalidInput(where + ": damaged or no flax msgpack: " + what);
  }
}
