package org.cusp.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's array file, versions 1.0, 2.0 and 3.0: the bytes {@code 93 NUMPY}, the version, the
 * length of the header, the header (a Python dictionary with {@code descr}, {@code fortran_order}
 * and {@code shape}), and the numbers. Format: the NumPy reference, module {@code
 * numpy.lib.format}.
 *
 * <p>Read are bool, signed and unsigned integers of 1 to 8 bytes and floats of 2, 4 and 8 bytes, in
 * either byte order; arrays in Fortran order are brought into row-major order. Anything else
 * (complex numbers, texts, records, pickled objects) is refused by name.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_HEADER_BYTES = 1 << 20;
  private static final int ALIGNMENT = 64;
  private static final Pattern DESCR = key("descr", "(?:'([^']*)'|\"([^\"]*)\"|(\\[[^\\n]*))");
  private static final Pattern ORDER = key("fortran_order", "(True|False)");
  private static final Pattern SHAPE = key("shape", "\\(([^)]*)\\)");
  private static final Pattern LENGTH = Pattern.compile("(-?\\d{1,18})L?");

  private Npy() {}

  /**
   * Reads an array.
   *
   * @throws org.cusp.contract.InvalidInput if the file is not a whole .npy file of numbers
   */
  public static NumericArray read(Path path) {
    return Source.read(path, Npy::read);
  }

  /**
   * An array that stays in its file, which is not compressed.
   *
   * @throws org.cusp.contract.InvalidInput as {@link #read}
   */
  public static MappedArray map(Path path) {
    return Source.readPlain(path, source -> map(path, source));
  }

  private static MappedArray map(Path path, Source source) throws IOException {
    Header header = header(source);
    String descr = descr(source, header.text());
    long[] lengths = lengths(source, header.text());
    MappedNumbers numbers =
        MappedNumbers.of(
            path,
            header.bytes(),
            MappedArray.count(path.toString(), lengths),
            type(source, descr),
            order(descr));
    return new MappedArray(path, lengths, numbers, lengths.length < 2 || !fortran(source, header));
  }

  private static boolean fortran(Source source, Header header) {
    return found(source, ORDER, header.text(), "fortran_order").group(1).equals("True");
  }

  /**
   * What stands before the numbers.
   *
   * @param bytes of all of it
   */
  private record Header(String text, int bytes) {}

  private static ByteOrder order(String descr) {
    return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** Writes 8-byte floats, little-endian, version 1.0. */
  public static void write(Path path, NumericArray array) {
    AtomicFiles.write(path, out -> write(out, array));
  }

  /** Writes 4-byte floats, little-endian, version 1.0: each value rounded to the nearest float. */
  public static void writeFloat32(Path path, NumericArray array) {
    AtomicFiles.write(
        path,
        out -> {
          out.write(preamble("<f4", array.shape()));
          LittleEndian.writeFloats(out, array.values());
        });
  }

  static void write(OutputStream out, NumericArray array) throws IOException {
    out.write(preamble("<f8", array.shape()));
    LittleEndian.writeDoubles(out, array.values());
  }

  static NumericArray read(Source source) throws IOException {
    NamedTensor typed = readTyped(source);
    return new NumericArray(typed.shape(), typed.values());
  }

  /** Whether a file that begins so is of this format. */
  static boolean recognises(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** The array with the type of its numbers in the file. */
  static NamedTensor readTyped(Source source) throws IOException {
    Header header = header(source);
    String descr = descr(source, header.text());
    ElementType type = type(source, descr);
    long[] lengths = lengths(source, header.text());
    int count = Shape.elements(source.name() + ": ", lengths);
    int[] shape = Shape.ints(lengths);
    double[] values = source.numbers(type, order(descr), count, "data for shape " + text(shape));
    source.end();
    return new NamedTensor(
        type.name(), shape, fortran(source, header) ? rowMajor(shape, values) : values);
  }

  private static Header header(Source source) throws IOException {
    byte[] magic = source.in().readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw source.fault(
          "not an .npy file: starts with "
              + Source.hex(magic)
              + ", expected "
              + Source.hex(MAGIC)
              + " (93 NUMPY)");
    }
    byte[] version = source.bytes(2, "version");
    if (version[0] < 1 || version[0] > 3) {
      throw source.fault(
          ".npy version must be 1.0, 2.0 or 3.0, got " + (version[0] & 0xff) + "." + version[1]);
    }
    byte[] size = source.bytes(version[0] == 1 ? 2 : 4, "header length");
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | (size[i] & 0xff);
    }
    if (length > MOST_HEADER_BYTES) {
      throw source.fault("header length must be at most " + MOST_HEADER_BYTES + ", got " + length);
    }
    String text = new String(source.bytes((int) length, "header"), StandardCharsets.UTF_8);
    return new Header(text, MAGIC.length + version.length + size.length + (int) length);
  }

  private static Pattern key(String name, String value) {
    return Pattern.compile("['\"]" + name + "['\"]\\s*:\\s*" + value);
  }

  private static Matcher found(Source source, Pattern pattern, String header, String key) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw source.fault("the .npy header has no valid '" + key + "': " + Shown.text(header));
    }
    return matcher;
  }

  private static String descr(Source source, String header) {
    Matcher matcher = found(source, DESCR, header, "descr");
    for (int group = 1; group <= 3; group++) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    throw new IllegalStateException("the pattern has three alternatives");
  }

  private static ElementType type(Source source, String descr) {
    boolean ordered = !descr.isEmpty() && "<>|".indexOf(descr.charAt(0)) >= 0;
    String code = ordered ? descr.substring(1) : descr;
    return ElementType.ofNumpy(code)
        .orElseThrow(
            () ->
                source.fault(
                    "dtype must be f8 f4 f2 i8 i4 i2 i1 u8 u4 u2 u1 or b1, got "
                        + Shown.text(descr)));
  }

  private static long[] lengths(Source source, String header) {
    String inside = found(source, SHAPE, header, "shape").group(1).strip();
    if (inside.isEmpty()) {
      return new long[0];
    }
    return Arrays.stream(inside.split(","))
        .map(String::strip)
        .mapToLong(word -> length(source, header, word))
        .toArray();
  }

  private static long length(Source source, String header, String word) {
    // Python 2 wrote long integers as 3L.
    Matcher matcher = LENGTH.matcher(word);
    if (!matcher.matches()) {
      throw source.fault("the .npy header has no valid 'shape': " + Shown.text(header));
    }
    return Long.parseLong(matcher.group(1));
  }

  /** From the order in which the first index runs fastest to the one in which the last does. */
  private static double[] rowMajor(int[] shape, double[] fortran) {
    int rank = shape.length;
    int[] stride = new int[rank];
    for (int axis = 0, step = 1; axis < rank; step *= shape[axis++]) {
      stride[axis] = step;
    }
    double[] values = new double[fortran.length];
    int[] index = new int[rank];
    int from = 0;
    for (int to = 0; to < values.length; to++) {
      values[to] = fortran[from];
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += stride[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        from -= stride[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return values;
  }

  private static byte[] preamble(String descr, int[] shape) {
    String header =
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + text(shape) + ", }";
    int fixed = MAGIC.length + 2 + 2;
    int total = (fixed + header.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] bytes = new byte[total];
    Arrays.fill(bytes, (byte) ' ');
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    bytes[MAGIC.length] = 1;
    bytes[MAGIC.length + 1] = 0;
    bytes[MAGIC.length + 2] = (byte) (total - fixed);
    bytes[MAGIC.length + 3] = (byte) ((total - fixed) >> 8);
    byte[] ascii = header.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, bytes, fixed, ascii.length);
    bytes[total - 1] = '\n';
    return bytes;
  }

  /** A shape as Python writes a tuple. */
  private static String text(int[] shape) {
    return shape.length == 1
        ? "(" + shape[0] + ",)"
        : Arrays.stream(shape)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
