package org.cusp.foreign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cusp.format.pickle.PickleBytes;

/**
 * Small sound files of weights, each of a network with weight [[1, 2, 3], [4, 5, 6]] and bias [7,
 * 8], written byte by byte as the formats' descriptions say.
 */
public final class WeightsSeeds {
  private static final float[] WEIGHT = {1, 2, 3, 4, 5, 6};
  private static final float[] BIAS = {7, 8};

  private WeightsSeeds() {}

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static PickleBytes tensor(PickleBytes pickle, String key, int numbers, int... shape) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").op('(', '(').text("storage");
    pickle.global("torch", "FloatStorage").text(key).text("cpu").number(numbers).op('t', 'Q');
    pickle.number(0).op('(');
    for (int length : shape) {
      pickle.number(length);
    }
    pickle.op('t', '(');
    int stride = numbers;
    for (int length : shape) {
      stride /= length;
      pickle.number(stride);
    }
    pickle.op('t').raw(0x89).global("collections", "OrderedDict").op(')', 'R', 't', 'R');
    return pickle;
  }

  /** The pickle of a state dictionary whose storages are called 0 and 1. */
  public static byte[] torchPickle() {
    PickleBytes pickle = new PickleBytes().global("collections", "OrderedDict").op(')', 'R', '(');
    tensor(pickle.text("fc.weight"), "0", 6, 2, 3);
    tensor(pickle.text("fc.bias"), "1", 2, 2);
    return pickle.op('u').stop();
  }

  /** The archive of torch around a pickle, damaged or not. */
  public static byte[] torchZip(byte[] pickle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "net/data.pkl", pickle);
      store(zip, "net/data/0", floats(WEIGHT));
      store(zip, "net/data/1", floats(BIAS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** A file of torch before 1.6. */
  public static byte[] torchLegacy() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PickleBytes magic = new PickleBytes().raw(0x8a, 10);
    magic.raw(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19);
    out.writeBytes(magic.stop());
    out.writeBytes(new PickleBytes().number(1001).stop());
    PickleBytes machine = new PickleBytes().op('}', '(').text("little_endian").raw(0x88).op('u');
    out.writeBytes(machine.stop());
    out.writeBytes(torchPickle());
    out.writeBytes(new PickleBytes().op(']', '(').text("0").text("1").op('e').stop());
    out.writeBytes(new byte[] {6, 0, 0, 0, 0, 0, 0, 0});
    out.writeBytes(floats(WEIGHT));
    out.writeBytes(new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
    out.writeBytes(floats(BIAS));
    return out.toByteArray();
  }

  /** A pickled dictionary of NumPy arrays; its bias alone is a vector, as is its weight. */
  public static byte[] pickle() {
    PickleBytes pickle = new PickleBytes().op('}', '(');
    pickle.text("weight").numpyVector(WEIGHT).text("bias").numpyVector(BIAS);
    return pickle.op('u').stop();
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    if (content.length >= 128) {
      out.write(content.length & 0x7f | 0x80);
      out.write(content.length >> 7);
    } else {
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] field(int number, String text) {
    return field(number, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] field(int number, int value) {
    return new byte[] {(byte) (number << 3), (byte) value};
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  private static byte[] initializer(String name, float[] values, int... shape) {
    byte[] dims = new byte[0];
    for (int length : shape) {
      dims = joined(dims, field(1, length));
    }
    return field(5, joined(dims, field(2, 1), field(8, name), field(9, floats(values))));
  }

  /** Gemm with transB on an input of three numbers, and a relu. */
  public static byte[] onnx() {
    byte[] transposed = field(5, joined(field(1, "transB"), field(3, 1)));
    byte[] gemm =
        joined(field(1, "x"), field(1, "W"), field(1, "b"), field(2, "z"), field(4, "Gemm"));
    byte[] relu = joined(field(1, "z"), field(2, "y"), field(4, "Relu"));
    byte[] shape = joined(field(1, field(1, 1)), field(1, field(1, 3)));
    byte[] type = field(1, joined(field(1, 1), field(2, shape)));
    byte[] graph =
        joined(
            field(1, joined(gemm, transposed)),
            field(1, relu),
            initializer("W", WEIGHT, 2, 3),
            initializer("b", BIAS, 2),
            field(11, joined(field(1, "x"), field(2, type))),
            field(12, field(1, "y")));
    return joined(field(1, 8), field(2, "test"), field(7, graph));
  }

  private static byte[] flaxText(String text) {
    return joined(
        new byte[] {(byte) (0xa0 | text.length())}, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] flaxArray(float[] values, int... shape) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(0x93);
    content.write(0x90 | shape.length);
    for (int length : shape) {
      content.write(length);
    }
    content.writeBytes(flaxText("float32"));
    content.write(0xc4);
    content.write(4 * values.length);
    content.writeBytes(floats(values));
    return joined(new byte[] {(byte) 0xc7, (byte) content.size(), 1}, content.toByteArray());
  }

  /** {params: {Dense_0: {bias, kernel}}}, the kernel inputs x outputs. */
  public static byte[] flax() {
    float[] kernel = {1, 4, 2, 5, 3, 6};
    byte[] two = {(byte) 0x82};
    byte[] one = {(byte) 0x81};
    byte[] layer =
        joined(
            two, flaxText("bias"), flaxArray(BIAS, 2), flaxText("kernel"), flaxArray(kernel, 3, 2));
    return joined(one, flaxText("params"), one, flaxText("Dense_0"), layer);
  }
}
