package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cusp.format.Faults.assertFault;
import static org.cusp.format.Faults.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  /** numpy 2.4: savez(x = arange(6.).reshape(2, 3), y = array([0, 1], 'i4')). */
  private static final String STORED =
      "UEsDBC0AAAAAAAAAIQDwzTtG//////////8FABQAeC5ucHkBABAAsAAAAAAAAACwAAAAAAAAAJNOVU1QWQEA"
          + "dgB7J2Rlc2NyJzogJzxmOCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAzKSwgfSAg"
          + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAAA"
          + "AAAAAAAAAADwPwAAAAAAAABAAAAAAAAACEAAAAAAAAAQQAAAAAAAABRAUEsDBC0AAAAAAAAAIQB7VrXz////"
          + "//////8FABQAeS5ucHkBABAAiAAAAAAAAACIAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxpNCcsICdm"
          + "b3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAg"
          + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAEAAABQSwECLQMtAAAAAAAAACEA8M07"
          + "RrAAAACwAAAABQAAAAAAAAAAAAAAgAEAAAAAeC5ucHlQSwECLQMtAAAAAAAAACEAe1a184gAAACIAAAABQAA"
          + "AAAAAAAAAAAAgAHnAAAAeS5ucHlQSwUGAAAAAAIAAgBmAAAApgEAAAAA";

  /** The same by savez_compressed. */
  private static final String COMPRESSED =
      "UEsDBC0AAAAIAAAAIQDwzTtG//////////8FABQAeC5ucHkBABAAsAAAAAAAAABXAAAAAAAAAJvsF+obEMnI"
          + "UMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgYU"
          + "8MEeynCAUBxQWgBKizgAAFBLAwQtAAAACAAAACEAe1a18///////////BQAUAHkubnB5AQAQAIgAAAAAAAAA"
          + "SQAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mirqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC"
          + "+RpGOpo6CrUKFAAuBiBgBGIAUEsBAi0DLQAAAAgAAAAhAPDNO0ZXAAAAsAAAAAUAAAAAAAAAAAAAAIABAAAA"
          + "AHgubnB5UEsBAi0DLQAAAAgAAAAhAHtWtfNJAAAAiAAAAAUAAAAAAAAAAAAAAIABjgAAAHkubnB5UEsFBgAA"
          + "AAACAAIAZgAAAA4BAAAAAA==";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {STORED, COMPRESSED})
  void readsWhatNumpyWrote(String base64) {
    Map<String, NumericArray> arrays =
        Npz.read(file(folder, "a.npz", Base64.getDecoder().decode(base64)));
    assertThat(arrays.keySet()).containsExactly("x", "y");
    assertThat(arrays.get("x").shape()).containsExactly(2, 3);
    assertThat(arrays.get("x").values()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(arrays.get("y").values()).containsExactly(0, 1);
  }

  private static Map<String, NumericArray> example() {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    arrays.put("weights", new NumericArray(new int[] {1, 2}, new double[] {0.1, -3e-300}));
    arrays.put("bias", NumericArray.vector(Double.NaN, Double.NEGATIVE_INFINITY));
    arrays.put("empty", NumericArray.vector());
    return arrays;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenComesBack(Npz.Packing packing) {
    Path path = folder.resolve("b.npz");
    Npz.write(path, example(), packing);
    Map<String, NumericArray> back = Npz.read(path);
    assertThat(back.keySet()).containsExactly("weights", "bias", "empty");
    assertThat(back.get("weights").shape()).containsExactly(1, 2);
    assertThat(back.get("weights").values()).containsExactly(0.1, -3e-300);
    assertThat(back.get("bias").values()).containsExactly(Double.NaN, Double.NEGATIVE_INFINITY);
    assertThat(back.get("empty").values()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theBytesDoNotDependOnTheClockOrTheZone(Npz.Packing packing) throws Exception {
    Path first = folder.resolve("1.npz");
    Path second = folder.resolve("2.npz");
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      Npz.write(first, example(), packing);
      TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
      Npz.write(second, example(), packing);
    } finally {
      TimeZone.setDefault(zone);
    }
    byte[] bytes = Files.readAllBytes(second);
    assertThat(bytes).isEqualTo(Files.readAllBytes(first));
    // Time and date of the first entry (bytes 10 to 13): 0:00 of day 1, month 2, year 1980 + 0.
    assertThat(Arrays.copyOfRange(bytes, 10, 14)).containsExactly(0, 0, 2 << 5 | 1, 0);
  }

  private Path zip(String entry, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(bytes);
    }
    return file(folder, "c.npz", out.toByteArray());
  }

  @Test
  void refusesWhatIsNoArchiveOfArrays() throws IOException {
    Path text = file(folder, "t.npz", "no zip at all".getBytes(StandardCharsets.US_ASCII));
    assertFault(() -> Npz.read(text), text + ": not a whole .npz (zip) file");
    Path foreign = zip("readme.txt", new byte[3]);
    assertFault(() -> Npz.read(foreign), foreign + ": entry 'readme.txt' is not an .npy array");
    Path missing = folder.resolve("none.npz");
    assertFault(() -> Npz.read(missing), missing + ": cannot be read (no such file)");
    assertFault(() -> Npz.read(folder), folder + ": is a folder, not a file");
  }

  @Test
  void namesTheEntryThatIsWrong() throws IOException {
    Path path = zip("w.npy", new byte[] {1, 2});
    assertFault(
        () -> Npz.read(path),
        path
            + ", entry w.npy: not an .npy file: starts with 01 02, "
            + "expected 93 4E 55 4D 50 59 (93 NUMPY)");
  }

  @Test
  void refusesACutArchive() {
    byte[] whole = Base64.getDecoder().decode(COMPRESSED);
    Path path = file(folder, "cut.npz", Arrays.copyOf(whole, whole.length / 2));
    assertFault(() -> Npz.read(path), path + ": not a whole .npz (zip) file");
  }

  @Test
  void refusesDamagedData() {
    byte[] damaged = Base64.getDecoder().decode(STORED);
    damaged[60] ^= 0x55; // inside the first array's header
    Path path = file(folder, "damaged.npz", damaged);
    assertThatThrownBy(() -> Npz.read(path))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(path + ", entry x.npy: ");
  }

  /** Byte 190 lies in the numbers of the first entry: 55 of its local header, 128 of its own. */
  @Test
  void comparesTheChecksum() {
    byte[] damaged = Base64.getDecoder().decode(STORED);
    damaged[190] ^= 1;
    Path path = file(folder, "damaged.npz", damaged);
    assertFault(() -> Npz.read(path), path + ", entry x.npy: damaged, its checksum is wrong");
  }

  @Test
  void refusesTwoArraysOfOneName() {
    byte[] twice = Base64.getDecoder().decode(STORED);
    for (int i = 0; i + 5 <= twice.length; i++) {
      if (new String(twice, i, 5, StandardCharsets.US_ASCII).equals("y.npy")) {
        twice[i] = 'x';
      }
    }
    Path path = file(folder, "twice.npz", twice);
    assertFault(() -> Npz.read(path), path + ": has two arrays named 'x'");
  }
}
