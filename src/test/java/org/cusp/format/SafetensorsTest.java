package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cusp.format.Faults.assertFault;
import static org.cusp.format.Faults.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  /** The three parts of the format: length, header, data. */
  private static byte[] bytes(String header, String dataHex) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] data = HexFormat.of().parseHex(dataHex.replace(" ", ""));
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  private TensorFile read(String header, String dataHex) {
    return Safetensors.read(file(folder, "a.safetensors", bytes(header, dataHex)));
  }

  private static String tensor(String dtype, String shape, long begin, long end) {
    return "{\"dtype\":\""
        + dtype
        + "\",\"shape\":"
        + shape
        + ",\"data_offsets\":["
        + begin
        + ","
        + end
        + "]}";
  }

  @Test
  void readsTensorsInTheOrderOfTheHeader() {
    TensorFile file =
        read(
            "{\"__metadata__\":{\"step\":\"100\"},\"late\":"
                + tensor("F64", "[]", 8, 16)
                + ",\"early\":"
                + tensor("F32", "[2,1]", 0, 8)
                + "}   ",
            "0000c03f 000000c0 000000000000f83f");
    assertThat(file.metadata()).containsExactly(Map.entry("step", "100"));
    assertThat(file.tensors().keySet()).containsExactly("late", "early");
    assertThat(file.tensors().get("late").values()).containsExactly(1.5);
    assertThat(file.tensors().get("late").shape()).isEmpty();
    assertThat(file.tensors().get("early").dtype()).isEqualTo("F32");
    assertThat(file.tensors().get("early").shape()).containsExactly(2, 1);
    assertThat(file.tensors().get("early").values()).containsExactly(1.5, -2);
  }

  @Test
  void readsEveryType() {
    assertThat(one("F16", 2, "003e")).isEqualTo(1.5);
    assertThat(one("BF16", 2, "c03f")).isEqualTo(1.5);
    assertThat(one("I64", 8, "f9ffffffffffffff")).isEqualTo(-7);
    assertThat(one("I32", 4, "f9ffffff")).isEqualTo(-7);
    assertThat(one("I16", 2, "f9ff")).isEqualTo(-7);
    assertThat(one("I8", 1, "f9")).isEqualTo(-7);
    assertThat(one("U64", 8, "0100000000000080")).isEqualTo(0x1p63);
    assertThat(one("U32", 4, "ffffffff")).isEqualTo(4294967295.0);
    assertThat(one("U16", 2, "0100")).isEqualTo(1);
    assertThat(one("U8", 1, "ff")).isEqualTo(255);
    assertThat(one("BOOL", 1, "01")).isEqualTo(1);
  }

  private double one(String dtype, int size, String dataHex) {
    return read("{\"a\":" + tensor(dtype, "[1]", 0, size) + "}", dataHex)
        .tensors()
        .get("a")
        .values()[0];
  }

  /** The bytes that the format's own writer (safetensors 0.8.0 for Python) makes. */
  @Test
  void readsWhatTheReferenceWriterWrote() {
    TensorFile file =
        read(
            "{\"__metadata__\":{\"step\":\"100\"},\"k\":"
                + tensor("I64", "[2]", 0, 16)
                + ",\"b\":"
                + tensor("F64", "[]", 16, 24)
                + ",\"w\":"
                + tensor("F32", "[2,1]", 24, 32)
                + ",\"h\":"
                + tensor("F16", "[1]", 32, 34)
                + ",\"t\":"
                + tensor("BOOL", "[2]", 34, 36)
                + "}     ",
            "f9ffffffffffffff0300000000000000000000000000f83f0000c03f000000c055350100");
    assertThat(file.tensors().keySet()).containsExactly("k", "b", "w", "h", "t");
    assertThat(file.tensors().get("k").values()).containsExactly(-7, 3);
    assertThat(file.tensors().get("b").values()).containsExactly(1.5);
    assertThat(file.tensors().get("w").values()).containsExactly(1.5, -2);
    assertThat(file.tensors().get("h").values()).containsExactly(0.333251953125);
    assertThat(file.tensors().get("t").values()).containsExactly(1, 0);
  }

  @Test
  void readsFilesWithoutTensorsAndEmptyTensors() {
    assertThat(read("{}", "").tensors()).isEmpty();
    TensorFile file =
        read(
            "{\"full\":"
                + tensor("U8", "[1]", 0, 1)
                + ",\"none\":"
                + tensor("F32", "[0,5]", 0, 0)
                + "}",
            "07");
    assertThat(file.tensors().get("none").shape()).containsExactly(0, 5);
    assertThat(file.tensors().get("full").values()).containsExactly(7);
  }

  /** A header of 0x8b1f bytes makes the file begin as gzip does. */
  @Test
  void doesNotTakeALengthForGzip() {
    TensorFile file = read("{}" + " ".repeat(0x8b1f - 2), "");
    assertThat(file.tensors()).isEmpty();
  }

  private static TensorFile example() {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    tensors.put("w", NamedTensor.float32(new int[] {2, 1}, new double[] {1.5, -2}));
    tensors.put("b", NamedTensor.float64(new int[0], new double[] {1.5}));
    return new TensorFile(Map.of("step", "100"), tensors);
  }

  /** The header by hand, padded with spaces to a multiple of 8 bytes. */
  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    Path path = folder.resolve("b.safetensors");
    Safetensors.write(path, example());
    String header =
        "{\"__metadata__\":{\"step\":\"100\"},\"w\":"
            + tensor("F32", "[2,1]", 0, 8)
            + ",\"b\":"
            + tensor("F64", "[]", 8, 16)
            + "}";
    assertThat(header.length() % 8).isNotZero();
    String padded = header + " ".repeat(8 - header.length() % 8);
    assertThat(Files.readAllBytes(path))
        .isEqualTo(bytes(padded, "0000c03f 000000c0 000000000000f83f"));
  }

  @Test
  void whatIsWrittenComesBack() {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    double[] values = new double[50_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.sin(i);
    }
    values[7] = Double.NaN;
    tensors.put("größe \"1\"", NamedTensor.float64(new int[] {500, 100}, values));
    tensors.put("rounded", NamedTensor.float32(new int[] {50_000}, values));
    Path path = folder.resolve("c.safetensors");
    Safetensors.write(path, new TensorFile(Map.of("spec", "a: 1\nb: \"ü\""), tensors));
    TensorFile back = Safetensors.read(path);
    assertThat(back.metadata()).containsExactly(Map.entry("spec", "a: 1\nb: \"ü\""));
    assertThat(back.tensors().keySet()).containsExactly("größe \"1\"", "rounded");
    assertThat(back.tensors().get("größe \"1\"").values()).isEqualTo(values);
    for (int i = 0; i < values.length; i++) {
      assertThat(back.tensors().get("rounded").values()[i])
          .isEqualTo(Double.valueOf((float) values[i]));
    }
  }

  @Test
  void refusesToWriteWhatTheFormatOrTheTypeCannotHold() {
    Path path = folder.resolve("d.safetensors");
    assertFault(
        () ->
            Safetensors.write(path, single("n", new NamedTensor("I64", new int[0], new double[1]))),
        path + ": tensor 'n': dtype must be F32 or F64 to be written, got I64");
    assertFault(
        () ->
            Safetensors.write(
                path, single("n", NamedTensor.float32(new int[] {1}, new double[] {1e39}))),
        path + ": tensor 'n': 1.0E39 is too large for F32");
    assertFault(
        () ->
            Safetensors.write(
                path, single("__metadata__", NamedTensor.float32(new int[0], new double[1]))),
        path + ": tensor '__metadata__': a tensor cannot have this name");
    assertThat(path).doesNotExist();
    assertFault(
        () -> NamedTensor.float32(new int[] {3}, new double[2]),
        "shape [3] has 3 elements, but there are 2 values");
  }

  private static TensorFile single(String name, NamedTensor tensor) {
    return new TensorFile(Map.of(), new LinkedHashMap<>(Map.of(name, tensor)));
  }

  private void assertBad(byte[] bytes, String message) {
    Path path = file(folder, "bad.safetensors", bytes);
    assertFault(() -> Safetensors.read(path), path + ": " + message);
  }

  private void assertBad(String header, String dataHex, String message) {
    assertBad(bytes(header, dataHex), message);
  }

  @Test
  void refusesFilesThatEndEarly() {
    assertBad(new byte[0], "truncated: expected 8 bytes of header length, found 0");
    assertBad(new byte[5], "truncated: expected 8 bytes of header length, found 5");
    assertBad(
        HexFormat.of().parseHex("6400000000000000" + "7b7d"),
        "not a whole safetensors file: header length must be in [2, 2] here, got 100");
    String header = "{\"a\":" + tensor("F32", "[2]", 0, 8) + "}";
    assertBad(
        header,
        "00000000 0000",
        "tensor 'a': data_offsets must be [begin, end] with begin <= end <= 6"
            + " (the bytes of data in the file), got [0, 8]");
  }

  @Test
  void refusesAHeaderLengthThatCannotBe() throws IOException {
    assertBad(
        HexFormat.of().parseHex("ffffffffffffffff" + "7b7d"),
        "not a whole safetensors file: header length must be in [2, 2] here,"
            + " got 18446744073709551615");
    // A file of 100,000,009 bytes, nearly all of them a hole.
    Path large = folder.resolve("large.safetensors");
    try (var out = new RandomAccessFile(large.toFile(), "rw")) {
      out.write(HexFormat.of().parseHex("01e1f50500000000"));
      out.setLength(100_000_009);
    }
    assertFault(
        () -> Safetensors.read(large),
        large
            + ": not a whole safetensors file: header length must be in [2, 100000000] here,"
            + " got 100000001");
  }

  @Test
  void refusesAHeaderThatIsNoJsonObject() {
    assertBad("[1,2]", "", "the header must be a JSON object, got '[1,2]'");
    assertBad(" {}", "", "the header must be a JSON object, got '{}'");
    assertBad("", "", "the header must be a JSON object, got ''");
    assertBad(
        HexFormat.of().parseHex("0300000000000000" + "7bff7d"),
        "the header is not JSON: it is not UTF-8");
    Path broken = file(folder, "broken.safetensors", bytes("{\"a\":", ""));
    assertStartsWith(broken, "the header is not valid JSON: Unexpected end-of-input");
    Path trailing = file(folder, "trailing.safetensors", bytes("{} {}", ""));
    assertStartsWith(trailing, "the header is not valid JSON: Trailing token");
    Path deep = file(folder, "deep.safetensors", bytes("{\"a\":" + "[".repeat(100_000), ""));
    assertStartsWith(deep, "the header is not valid JSON: ");
  }

  private static void assertStartsWith(Path path, String message) {
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(path + ": " + message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesDuplicateKeys() {
    String twice = tensor("U8", "[1]", 0, 1);
    Path names =
        file(folder, "twice.safetensors", bytes("{\"a\":" + twice + ",\"a\":" + twice + "}", "00"));
    assertStartsWith(names, "the header is not valid JSON: Duplicate");
    Path keys =
        file(folder, "keys.safetensors", bytes("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"I8\"}}", ""));
    assertStartsWith(keys, "the header is not valid JSON: Duplicate");
  }

  @Test
  void refusesEntriesThatAreNotAsTheFormatSays() {
    String allowed =
        "tensor 'a': dtype must be one of"
            + " F64 F32 F16 BF16 I64 I32 I16 I8 U64 U32 U16 U8 BOOL, got ";
    assertBad("{\"a\":" + tensor("F8_E4M3", "[1]", 0, 1) + "}", "00", allowed + "'\"F8_E4M3\"'");
    assertBad("{\"a\":{\"shape\":[1]}}", "", allowed + "nothing");
    assertBad("{\"a\":7}", "", allowed + "nothing");
    String integers = " must be an array of integers >= 0, got ";
    assertBad(
        "{\"a\":" + tensor("U8", "[-1]", 0, 1) + "}",
        "00",
        "tensor 'a': shape" + integers + "'[-1]'");
    assertBad(
        "{\"a\":" + tensor("U8", "[1.5]", 0, 1) + "}",
        "00",
        "tensor 'a': shape" + integers + "'[1.5]'");
    assertBad(
        "{\"a\":" + tensor("U8", "[99999999999999999999]", 0, 1) + "}",
        "00",
        "tensor 'a': shape" + integers + "'[99999999999999999999]'");
    assertBad(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[]}}",
        "",
        "tensor 'a': data_offsets" + integers + "nothing");
    assertBad(
        "{\"a\":" + tensor("U8", "[1]", -1, 0) + "}",
        "00",
        "tensor 'a': data_offsets" + integers + "'[-1,0]'");
    assertBad("{\"__metadata__\":[]}", "", "__metadata__ must be an object of texts");
    assertBad("{\"__metadata__\":{\"step\":1}}", "", "__metadata__ 'step' must be a text");
  }

  @Test
  void refusesShapesThatOverflow() {
    assertBad(
        "{\"a\":" + tensor("U8", "[4294967296,4294967296]", 0, 1) + "}",
        "00",
        "tensor 'a': shape [4294967296, 4294967296] must have lengths >= 0"
            + " and at most 2147483639 elements");
  }

  @Test
  void refusesOffsetsThatDisagree() {
    String outside =
        "tensor 'a': data_offsets must be [begin, end] with begin <= end <= 4"
            + " (the bytes of data in the file), got ";
    assertBad("{\"a\":" + tensor("F32", "[1]", 4, 8) + "}", "00000000", outside + "[4, 8]");
    assertBad("{\"a\":" + tensor("F32", "[1]", 4, 0) + "}", "00000000", outside + "[4, 0]");
    assertBad(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4]}}",
        "00000000",
        outside + "[4]");
    assertBad(
        "{\"a\":" + tensor("F32", "[2]", 0, 4) + "}",
        "00000000",
        "tensor 'a': shape [2] of F32 needs 8 bytes, data_offsets give 4");
  }

  @Test
  void refusesOverlapsGapsAndRests() {
    assertBad(
        "{\"a\":" + tensor("U8", "[2]", 0, 2) + ",\"b\":" + tensor("U8", "[2]", 1, 3) + "}",
        "000000",
        "tensor 'b' overlaps 'a': it begins at byte 1, expected 2");
    assertBad(
        "{\"a\":" + tensor("U8", "[1]", 0, 1) + ",\"b\":" + tensor("U8", "[1]", 2, 3) + "}",
        "000000",
        "tensor 'b' leaves a gap after 'a': it begins at byte 2, expected 1");
    assertBad(
        "{\"a\":" + tensor("U8", "[1]", 0, 1) + "}",
        "000000",
        "the tensors end at byte 1 of the data, but there are 3 bytes");
  }
}
