package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.format.Faults.assertFault;
import static org.cusp.format.Faults.file;
import static org.cusp.format.Faults.gzip;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {
  private static final String IMAGES = "00000803 00000002 00000001 00000003 00 01 02 fd fe ff";

  @TempDir Path folder;

  private Path idx(String hex) {
    return file(folder, "data.idx", bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void readsImages() {
    NumericArray images = Idx.readImages(idx(IMAGES));
    assertThat(images.shape()).containsExactly(2, 1, 3);
    assertThat(images.values()).containsExactly(0, 1, 2, 253, 254, 255);
  }

  @Test
  void readsGzipWhateverTheName() {
    Path path = file(folder, "images", gzip(bytes(IMAGES)));
    assertThat(Idx.readImages(path).values()).containsExactly(0, 1, 2, 253, 254, 255);
    Path plain = file(folder, "images.gz", bytes(IMAGES));
    assertThat(Idx.readImages(plain).values()).containsExactly(0, 1, 2, 253, 254, 255);
  }

  @Test
  void readsLabels() {
    assertThat(Idx.readLabels(idx("00000801 00000003 07 02 01"))).containsExactly(7, 2, 1);
    assertThat(Idx.readLabels(idx("00000C01 00000001 00000102"))).containsExactly(258);
  }

  @ParameterizedTest
  @CsvSource({
    "08, ff, 255",
    "09, ff, -1",
    "0B, fffe, -2",
    "0C, 7fffffff, 2147483647",
    "0D, c0200000, -2.5",
    "0E, 3ff8000000000000, 1.5"
  })
  void readsEveryType(String type, String data, double expected) {
    NumericArray array = Idx.read(idx("0000" + type + "01 00000001" + data));
    assertThat(array.values()).containsExactly(expected);
  }

  private void assertBad(String hex, String message) {
    Path path = idx(hex);
    assertFault(() -> Idx.read(path), path + ": " + message);
  }

  @Test
  void saysWhatAWrongMagicNumberWas() {
    String expected =
        ", expected 00 00 TT DD with type TT one of 08 09 0B 0C 0D 0E and DD >= 01 axes";
    assertBad("504B0304 00", "not an IDX file: starts with 50 4B 03 04" + expected);
    assertBad("00000A01 00000000", "not an IDX file: starts with 00 00 0A 01" + expected);
    assertBad("00000800", "not an IDX file: starts with 00 00 08 00" + expected);
    assertBad("", "not an IDX file: starts with nothing" + expected);
  }

  @Test
  void givesTheBytesExpectedAndFound() {
    assertBad("00000802 00000002", "truncated: expected 8 bytes of axis lengths, found 4");
    assertBad(
        "00000802 00000002 00000003 0102030405",
        "truncated: expected 6 bytes of data for shape [2, 3], found 5");
    assertBad(
        "00000E01 7FFFFFF0 00",
        "truncated: expected 17179869056 bytes of data for shape [2147483632], found 1");
    assertBad("00000801 00000002 010203", "expected the end of the file, found 1 more bytes");
    assertBad(
        "00000802 FFFFFFFF FFFFFFFF",
        "shape [4294967295, 4294967295] must have lengths >= 0 and at most 2147483639 elements");
  }

  /** A small compressed file that announces two thousand million doubles. */
  @Test
  void aLengthThatGzipCannotHoldIsNotBelieved() {
    Path path = file(folder, "bomb.gz", gzip(bytes("00000E01 70000000 0000")));
    assertFault(
        () -> Idx.read(path),
        path + ": truncated: expected 15032385536 bytes of data for shape [1879048192], found 2");
  }

  @Test
  void refusesCutGzip() {
    byte[] whole = gzip(bytes(IMAGES));
    Path path = file(folder, "cut.gz", Arrays.copyOf(whole, whole.length - 12));
    assertFault(
        () -> Idx.read(path),
        path + ": cannot be read (the compressed data are damaged or end early)");
  }

  @Test
  void refusesImagesForLabelsAndLabelsForImages() {
    Path images = idx(IMAGES);
    assertFault(
        () -> Idx.readLabels(images), images + ": labels must have 1 axis, got shape [2, 1, 3]");
    Path labels = idx("00000801 00000003 07 02 01");
    assertFault(
        () -> Idx.readImages(labels), labels + ": images must have 2 or more axes, got shape [3]");
  }

  @Test
  void refusesLabelsThatAreNoClasses() {
    Path negative = idx("00000901 00000002 01 FF");
    assertFault(
        () -> Idx.readLabels(negative),
        negative + ": label of row 2 must be a whole number >= 0, got -1.0");
  }
}
