package org.cusp.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The IDX format of the MNIST files, plain or gzipped: two zero bytes, the type of the numbers, the
 * number of axes, the length of each axis (32 bits), and the numbers, all with the highest byte
 * first. Format: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits.
 */
public final class Idx {
  private Idx() {}

  /**
   * Reads an array of any of the six types: 08 unsigned byte, 09 signed byte, 0B short, 0C int, 0D
   * float, 0E double.
   *
   * @throws org.cusp.contract.InvalidInput if the magic number is wrong, the file ends early, or
   *     bytes follow the data
   */
  public static NumericArray read(Path path) {
    return Source.read(path, Idx::read);
  }

  /** Reads an array with at least two axes, the first of which counts the examples. */
  public static NumericArray readImages(Path path) {
    return Source.read(
        path,
        source -> {
          NumericArray images = read(source);
          if (images.rank() < 2) {
            throw source.fault(
                "images must have 2 or more axes, got shape " + Arrays.toString(images.shape()));
          }
          return images;
        });
  }

  /** Reads an array with one axis of whole numbers from 0: the class of each example. */
  public static int[] readLabels(Path path) {
    return Source.read(
        path,
        source -> {
          NumericArray labels = read(source);
          if (labels.rank() != 1) {
            throw source.fault(
                "labels must have 1 axis, got shape " + Arrays.toString(labels.shape()));
          }
          return IntStream.range(0, labels.values().length)
              .map(i -> label(source, i, labels.values()[i]))
              .toArray();
        });
  }

  private static int label(Source source, int index, double value) {
    if (!(value >= 0 && value < Integer.MAX_VALUE && value == Math.rint(value))) {
      throw source.fault(
          "label of row " + (index + 1) + " must be a whole number >= 0, got " + value);
    }
    return (int) value;
  }

  private static NumericArray read(Source source) throws IOException {
    Header header = header(source);
    long[] lengths = header.lengths();
    int count = Shape.elements(source.name() + ": ", lengths);
    String what = "data for shape " + Arrays.toString(lengths);
    double[] values = source.numbers(header.type(), ByteOrder.BIG_ENDIAN, count, what);
    source.end();
    return new NumericArray(Shape.ints(lengths), values);
  }

  private record Header(ElementType type, long[] lengths) {}

  private static Header header(Source source) throws IOException {
    byte[] magic = source.in().readNBytes(4);
    if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] < 1) {
      throw wrongMagic(source, magic);
    }
    ElementType type = type(source, magic);
    ByteBuffer sizes = ByteBuffer.wrap(source.bytes(4 * magic[3], "axis lengths"));
    long[] lengths =
        IntStream.range(0, magic[3])
            .mapToLong(axis -> Integer.toUnsignedLong(sizes.getInt(4 * axis)))
            .toArray();
    return new Header(type, lengths);
  }

  /** An array that stays in its file, which is not compressed. */
  public static MappedArray map(Path path) {
    return Source.readPlain(
        path,
        source -> {
          Header header = header(source);
          long count = MappedArray.count(path.toString(), header.lengths());
          long offset = 4 + 4L * header.lengths().length;
          return new MappedArray(
              path,
              header.lengths(),
              MappedNumbers.of(path, offset, count, header.type(), ByteOrder.BIG_ENDIAN),
              true);
        });
  }

  private static ElementType type(Source source, byte[] magic) {
    return switch (magic[2]) {
      case 0x08 -> ElementType.U8;
      case 0x09 -> ElementType.I8;
      case 0x0B -> ElementType.I16;
      case 0x0C -> ElementType.I32;
      case 0x0D -> ElementType.F32;
      case 0x0E -> ElementType.F64;
      default -> throw wrongMagic(source, magic);
    };
  }

  private static RuntimeException wrongMagic(Source source, byte[] magic) {
    return source.fault(
        "not an IDX file: starts with "
            + Source.hex(magic)
            + ", expected 00 00 TT DD with type TT one of 08 09 0B 0C 0D 0E and DD >= 01 axes");
  }
}
