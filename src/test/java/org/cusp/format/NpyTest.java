package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.format.Faults.assertFault;
import static org.cusp.format.Faults.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir Path folder;

  /** Version 1.0 by the format's description: the header padded to a multiple of 64 bytes. */
  private static byte[] npy(String header, String dataHex) {
    return npy(1, header, dataHex);
  }

  private static byte[] npy(int version, String header, String dataHex) {
    int fixed = version == 1 ? 10 : 12;
    int length = (fixed + header.length() + 1 + 63) / 64 * 64 - fixed;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    out.writeBytes(
        version == 1
            ? new byte[] {(byte) length, (byte) (length >> 8)}
            : new byte[] {(byte) length, (byte) (length >> 8), 0, 0});
    String padded = header + " ".repeat(length - 1 - header.length()) + "\n";
    out.writeBytes(padded.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(HexFormat.of().parseHex(dataHex));
    return out.toByteArray();
  }

  private static String dict(String descr, String order, String shape) {
    return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
  }

  private NumericArray read(byte[] bytes) {
    return Npy.read(file(folder, "a.npy", bytes));
  }

  private void assertReads(String descr, String shape, String dataHex, double... expected) {
    assertThat(read(npy(dict(descr, "False", shape), dataHex)).values()).containsExactly(expected);
  }

  @Test
  void readsEveryTypeInBothByteOrders() {
    assertReads("<f8", "(1,)", "000000000000f83f", 1.5);
    assertReads(">f8", "(1,)", "3ff8000000000000", 1.5);
    assertReads("<f4", "(2,)", "0000c03f000000c0", 1.5, -2);
    assertReads(">f4", "(1,)", "3fc00000", 1.5);
    assertReads("<f2", "(1,)", "003e", 1.5);
    assertReads("|i1", "(2,)", "ff7f", -1, 127);
    assertReads("<i2", "(1,)", "feff", -2);
    assertReads(">i2", "(1,)", "0102", 258);
    assertReads("<i4", "(1,)", "00000080", -2147483648.0);
    assertReads("<i8", "(1,)", "f9ffffffffffffff", -7);
    assertReads("|u1", "(2,)", "00ff", 0, 255);
    assertReads("<u2", "(1,)", "ffff", 65535);
    assertReads("<u4", "(1,)", "ffffffff", 4294967295.0);
    assertReads("<u8", "(1,)", "ffffffffffffffff", 0x1p64);
    assertReads("|b1", "(2,)", "0100", 1, 0);
  }

  @Test
  void readsScalarsEmptyArraysAndOldSpellings() {
    assertThat(read(npy(dict("<i2", "False", "()"), "0500")).shape()).isEmpty();
    assertThat(read(npy(dict("<f8", "False", "(0, 3)"), "")).shape()).containsExactly(0, 3);
    assertThat(read(npy(dict("<i2", "False", "(1L, 1L)"), "0500")).shape()).containsExactly(1, 1);
    String reordered = "{\"shape\":(1,),\"fortran_order\":False,\"descr\":\"<i2\"}";
    assertThat(read(npy(reordered, "0500")).values()).containsExactly(5);
  }

  /** [[1, 2, 3], [4, 5, 6]] stored column by column. */
  @Test
  void transposesFortranOrder() {
    NumericArray array = read(npy(dict("|u1", "True", "(2, 3)"), "010402050306"));
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  /** Element (i, j, k) of shape (2, 2, 3) is stored at i + 2 j + 4 k. */
  @Test
  void transposesFortranOrderOfThreeAxes() {
    NumericArray array = read(npy(dict("|u1", "True", "(2, 2, 3)"), "000102030405060708090a0b"));
    assertThat(array.values()).containsExactly(0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11);
  }

  /** As numpy 2.4 wrote it: np.array(-7, '<i8'), version 3.0; and np.array([True, False]), 2.0. */
  @Test
  void readsVersionsTwoAndThree() {
    assertThat(read(npy(3, dict("<i8", "False", "()"), "f9ffffffffffffff")).values())
        .containsExactly(-7);
    assertThat(read(npy(2, dict("|b1", "False", "(2,)"), "0100")).values()).containsExactly(1, 0);
  }

  /** The file that numpy 2.4 writes for np.array([[1.5, -2, 3], [4, 5, 6e300]]). */
  @Test
  void writesTheBytesThatNumpyWrites() throws IOException {
    byte[] expected =
        npy(
            dict("<f8", "False", "(2, 3)"),
            "000000000000f83f00000000000000c0000000000000084000000000000010400000000000001440"
                + "355800662deb617e");
    assertThat(expected).hasSize(176);
    Path path = folder.resolve("b.npy");
    Npy.write(path, new NumericArray(new int[] {2, 3}, new double[] {1.5, -2, 3, 4, 5, 6e300}));
    assertThat(Files.readAllBytes(path)).isEqualTo(expected);
  }

  @Test
  void writesFloatsOnRequest() throws IOException {
    Path path = folder.resolve("b.npy");
    Npy.writeFloat32(path, NumericArray.vector(1.5, -2));
    assertThat(Files.readAllBytes(path))
        .isEqualTo(npy(dict("<f4", "False", "(2,)"), "0000c03f000000c0"));
    Npy.write(path, new NumericArray(new int[0], new double[] {1.5}));
    assertThat(Files.readAllBytes(path))
        .isEqualTo(npy(dict("<f8", "False", "()"), "000000000000f83f"));
  }

  /** More numbers than one block of the reader and the writer. */
  @Test
  void aLongArrayComesBackUnchanged() {
    double[] values = new double[100_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1.0 / (i + 1);
    }
    Path path = folder.resolve("long.npy");
    Npy.write(path, NumericArray.vector(values));
    assertThat(Npy.read(path).values()).isEqualTo(values);
  }

  private void assertBad(byte[] bytes, String message) {
    Path path = file(folder, "a.npy", bytes);
    assertFault(() -> Npy.read(path), path + ": " + message);
  }

  @Test
  void refusesOtherFiles() {
    assertBad(
        "PK\3\4....".getBytes(StandardCharsets.US_ASCII),
        "not an .npy file: starts with 50 4B 03 04 2E 2E, expected 93 4E 55 4D 50 59 (93 NUMPY)");
    assertBad(
        new byte[0],
        "not an .npy file: starts with nothing, expected 93 4E 55 4D 50 59 (93 NUMPY)");
    Path missing = folder.resolve("none.npy");
    assertFault(() -> Npy.read(missing), missing + ": cannot be read (no such file)");
    assertFault(() -> Npy.read(folder), folder + ": is a folder, not a file");
  }

  @Test
  void refusesABadHeader() {
    byte[] version = npy(dict("<f8", "False", "(1,)"), "");
    version[6] = 4;
    assertBad(version, ".npy version must be 1.0, 2.0 or 3.0, got 4.0");
    assertBad(
        HexFormat.of().parseHex("934e554d50590100ffff7b"),
        "truncated: expected 65535 bytes of header, found 1");
    assertBad(
        HexFormat.of().parseHex("934e554d50590200ffffffff7b"),
        "header length must be at most 1048576, got 4294967295");
    assertBad(
        npy("{'shape': (1,)}", ""), "the .npy header has no valid 'descr': '{'shape': (1,)}'");
    assertBad(
        npy("{'descr': '<f8', 'fortran_order': 1, 'shape': ()}", "0000000000000000"),
        "the .npy header has no valid 'fortran_order': "
            + "'{'descr': '<f8', 'fortran_order': 1, 'shape': ()}'");
    assertBad(
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (x,)}", ""),
        "the .npy header has no valid 'shape': "
            + "'{'descr': '<f8', 'fortran_order': False, 'shape': (x,)}'");
  }

  @Test
  void refusesTypesThatAreNoNumbers() {
    String allowed = "dtype must be f8 f4 f2 i8 i4 i2 i1 u8 u4 u2 u1 or b1, got ";
    assertBad(npy(dict("|O", "False", "(1,)"), ""), allowed + "'|O'");
    assertBad(npy(dict("<c16", "False", "(1,)"), ""), allowed + "'<c16'");
    assertBad(npy(dict("<U3", "False", "(1,)"), ""), allowed + "'<U3'");
    assertBad(
        npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': ()}", ""),
        allowed + "'[('a', '<f8')], 'fortran_order': False, 'shape': ()}'");
  }

  @Test
  void refusesShapesThatCannotBe() {
    assertBad(
        npy(dict("<f8", "False", "(-1,)"), ""),
        "shape [-1] must have lengths >= 0 and at most 2147483639 elements");
    assertBad(
        npy(dict("<f8", "False", "(4294967296, 4294967296)"), ""),
        "shape [4294967296, 4294967296] must have lengths >= 0 and at most 2147483639 elements");
  }

  @Test
  void refusesDataOfAnotherLength() {
    assertBad(
        npy(dict("<f8", "False", "(2,)"), "00000000000000000000"),
        "truncated: expected 16 bytes of data for shape (2,), found 10");
    assertBad(
        npy(dict("<f8", "False", "(2000000000,)"), "0000"),
        "truncated: expected 16000000000 bytes of data for shape (2000000000,), found 2");
    assertBad(
        npy(dict("|u1", "False", "(2,)"), "01020304"),
        "expected the end of the file, found 2 more bytes");
  }
}
