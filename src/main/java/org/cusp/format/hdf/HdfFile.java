package org.cusp.format.hdf;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * Reads the weights that Keras stores in HDF5: all data sets of numbers by their paths, without
 * {@code model_weights/}; the configuration of the model goes into the metadata. Groups list their
 * members by name, so their order says nothing.
 */
public final class HdfFile {
  /** Where the metadata hold Keras's description of the model, in JSON. */
  public static final String MODEL_CONFIG = "model_config";

  private static final String SIGNATURE = "\u0089HDF\r\n\u001a\n";
  private static final String WEIGHTS = "model_weights/";
  private static final int MOST_DEPTH = 32;
  private static final int MOST_NAMES = 1 << 16;
  private static final int FIXED_TEXT = 3;
  private static final int VARIABLE = 9;

  private final HdfBytes file;
  private final LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
  private final Set<Long> entered = new HashSet<>();
  private long bytesLeft;

  private HdfFile(HdfBytes file, long bytes) {
    this.file = file;
    this.bytesLeft = bytes;
  }

  /** Whether a file begins as HDF5 does. */
  public static boolean recognises(byte[] head) {
    return HdfBytes.of("", head).startsWith(SIGNATURE);
  }

  /**
   * Reads all data sets.
   *
   * @throws InvalidInput if the file is damaged, holds none, or one that is compressed
   */
  public static WeightsFile read(Path path) {
    return Source.readPlain(path, HdfFile::read);
  }

  private static WeightsFile read(Source source) throws IOException {
    byte[] bytes = source.in().readAllBytes();
    try {
      HdfBytes start = HdfBytes.of(source.name(), bytes).at(0);
      Root root = root(start);
      HdfFile reader = new HdfFile(root.file(), bytes.length);
      reader.enter("", root.address(), 0);
      if (reader.tensors.isEmpty()) {
        throw source.fault("holds no data sets of numbers");
      }
      Map<String, String> metadata = new LinkedHashMap<>();
      reader.text(root.address()).ifPresent(text -> metadata.put(MODEL_CONFIG, text));
      return new WeightsFile(
          "HDF5", WeightsFile.Order.LOST, new TensorFile(metadata, reader.tensors), List.of());
    } catch (ArithmeticException e) {
      throw new InvalidInput(source.name() + ": damaged HDF5: an address beyond the end", e);
    }
  }

  private record Root(HdfBytes file, long address) {}

  private static Root root(HdfBytes start) {
    HdfBytes block = start.expect(SIGNATURE);
    int version = block.u1();
    if (version <= 1) {
      block.skip(4);
      HdfBytes sized = block.with(new HdfBytes.Widths(block.u1(), block.u1()));
      sized.skip(version == 0 ? 9 : 13);
      for (int i = 0; i < 4; i++) {
        sized.address();
      }
      sized.address();
      return new Root(sized, sized.address());
    }
    HdfBytes sized = block.with(new HdfBytes.Widths(block.u1(), block.u1()));
    sized.skip(1);
    for (int i = 0; i < 3; i++) {
      sized.address();
    }
    return new Root(sized, sized.address());
  }

  private void enter(String path, long address, int depth) {
    if (depth > MOST_DEPTH || !entered.add(address) || entered.size() > MOST_NAMES) {
      return;
    }
    HdfObject object = HdfObject.at(file, address);
    if (object.has(HdfObject.LAYOUT)) {
      dataSet(path, object);
      return;
    }
    object
        .members()
        .forEach(
            (name, member) -> enter(path.isEmpty() ? name : path + "/" + name, member, depth + 1));
  }

  private void dataSet(String path, HdfObject object) {
    String where = file.where() + ": data set " + Shown.text(path) + ": ";
    Optional<Number> number = number(object.one(HdfObject.TYPE));
    if (number.isEmpty()) {
      return;
    }
    long[] shape = shape(object.one(HdfObject.SPACE));
    int count = Shape.elements(where, shape);
    ElementType type = number.get().type();
    if (object.has(HdfObject.FILTERS)) {
      throw new InvalidInput(where + "is compressed: not read");
    }
    HdfBytes data = layout(where, object.one(HdfObject.LAYOUT), (long) count * type.bytes());
    bytesLeft -= (long) count * type.bytes();
    if (bytesLeft < 0) {
      throw new InvalidInput(where + "the data sets are larger than the file");
    }
    double[] values =
        Strides.rowMajor(shape).gather(type, data.bytes().slice().order(number.get().order()));
    String name = path.startsWith(WEIGHTS) ? path.substring(WEIGHTS.length()) : path;
    tensors.put(name, new NamedTensor(type.name(), Shape.ints(shape), values));
  }

  private record Number(ElementType type, ByteOrder order) {}

  /** The type of numbers; nothing for texts and others. */
  private static Optional<Number> number(HdfBytes message) {
    int kind = message.u1() & 0xf;
    int bits = message.u1();
    message.skip(2);
    long size = message.u4();
    ByteOrder order = (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    String letter = kind == 1 ? "f" : (bits & 8) != 0 ? "i" : "u";
    return kind > 1
        ? Optional.empty()
        : ElementType.ofNumpy(letter + size).map(type -> new Number(type, order));
  }

  private static long[] shape(HdfBytes message) {
    int version = message.u1();
    int rank = message.u1();
    message.skip(version == 1 ? 6 : 2);
    long[] shape = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = message.length();
    }
    return shape;
  }

  /** The bytes of a data set that lies in one piece. */
  private HdfBytes layout(String where, HdfBytes message, long bytes) {
    int version = message.u1();
    if (version != 3 && version != 4) {
      throw new InvalidInput(where + "has a layout of version " + version + ": not read");
    }
    int kind = message.u1();
    if (kind == 0) {
      return message.next(requireBytes(where, message.u2(), bytes));
    }
    if (kind != 1) {
      throw new InvalidInput(where + "lies in pieces (chunks): not read");
    }
    long address = message.address();
    if (bytes == 0) {
      return file.at(0).next(0);
    }
    return file.at(address).next(requireBytes(where, message.length(), bytes));
  }

  private static long requireBytes(String where, long found, long expected) {
    if (found != expected) {
      throw new InvalidInput(where + "needs " + expected + " bytes, found " + found);
    }
    return found;
  }

  /** The text of the attribute with the model's configuration. */
  private Optional<String> text(long root) {
    for (HdfBytes attribute : HdfObject.at(file, root).all(HdfObject.ATTRIBUTE)) {
      int version = attribute.u1();
      attribute.skip(1);
      int nameSize = attribute.u2();
      int typeSize = attribute.u2();
      int spaceSize = attribute.u2();
      attribute.skip(version == 3 ? 1 : 0);
      boolean padded = version == 1;
      String name = attribute.next(padded(nameSize, padded)).text(nameSize);
      HdfBytes type = attribute.next(padded(typeSize, padded));
      attribute.next(padded(spaceSize, padded));
      if (name.equals(MODEL_CONFIG)) {
        return textOf(type, attribute);
      }
    }
    return Optional.empty();
  }

  private static long padded(int size, boolean padded) {
    return padded ? (size + 7) / 8 * 8 : size;
  }

  private Optional<String> textOf(HdfBytes type, HdfBytes data) {
    int kind = type.u1() & 0xf;
    type.skip(3);
    long size = type.u4();
    if (kind == FIXED_TEXT) {
      return Optional.of(data.next(Math.min(size, data.remaining())).text(size));
    }
    if (kind != VARIABLE) {
      return Optional.empty();
    }
    long length = data.u4();
    HdfBytes heap = file.at(data.address()).expect("GCOL").skip(4);
    long index = data.u4();
    HdfBytes objects = heap.next(Math.min(heap.length(), heap.remaining()));
    while (objects.remaining() >= 8 + file.widths().length()) {
      int number = objects.u2();
      objects.skip(6);
      long objectSize = objects.length();
      if (number == index) {
        return Optional.of(objects.next(Math.min(length, objects.remaining())).text(length));
      }
      objects.next(Math.min((objectSize + 7) / 8 * 8, objects.remaining()));
    }
    return Optional.empty();
  }
}
