package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.cusp.Allocation;
import org.cusp.SharedFiles;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;
import org.cusp.format.csv.Csv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers take memory by what is there, not by what a header or a compressed file promises. */
class BoundsTest {
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  private Path gzip(String name, String piece, int times) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (int i = 0; i < times; i++) {
        out.write(bytes);
      }
    }
    return file;
  }

  private static void assertRefused(Runnable reading, long mostBytes, String says) {
    assertThatThrownBy(reading::run).isInstanceOf(InvalidInput.class).hasMessageContaining(says);
    assertThat(Allocation.of(reading)).isLessThan(mostBytes);
  }

  @Test
  void aSmallFileOfFourMillionColumnsIsRefused() {
    Path wide = SharedFiles.path("cases/robust/wide.csv.gz");
    assertRefused(() -> Csv.read(wide), 64 * MEGABYTE, "more than 1000000 columns");
  }

  @Test
  void oneEndlessLineIsRefused() throws IOException {
    Path digits = gzip("digits.csv.gz", "1".repeat(1 << 16), 2048);
    assertThat(Files.size(digits)).isLessThan(MEGABYTE);
    assertRefused(() -> Csv.read(digits), 200 * MEGABYTE, "line 1 is longer than 64 MB");
    Path names = gzip("names.csv.gz", "a;", 1 << 21);
    assertRefused(() -> Csv.read(names), 64 * MEGABYTE, "more than 1000000 columns");
  }

  @Test
  void aWideTableTakesWhatItsNumbersTake() throws IOException {
    Path row = folder.resolve("row.csv");
    Files.writeString(row, "1,".repeat(99_999) + "1\n");
    assertThat(Csv.read(row).columns()).isEqualTo(100_000);
    assertThat(Allocation.of(() -> Csv.read(row))).isLessThan(12 * MEGABYTE);
  }

  @Test
  void decompressedBytesAreCounted() throws IOException {
    Bounded in = new Bounded("x.csv.gz", new Endless());
    assertThatThrownBy(() -> in.skip(Memory.heap() + 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(
            "x.csv.gz: decompressed, it has more than " + Memory.shown(Memory.heap()))
        .hasMessageContaining("CUSP_HEAP");
    Bounded small = new Bounded("y", new ByteArrayInputStream(new byte[100]));
    assertThat(small.readAllBytes()).hasSize(100);
  }

  private static final class Endless extends java.io.InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public long skip(long count) {
      return count;
    }
  }

  /** Headers that promise more than the heap; the file behind them is compressed zeros. */
  @Test
  void lengthsInHeadersAreNotBelieved() throws IOException {
    byte[] idx =
        ByteBuffer.allocate(12).put(new byte[] {0, 0, 8, 2}).putInt(1 << 15).putInt(60_000).array();
    Path images = folder.resolve("x.idx");
    Files.write(images, idx);
    assertRefused(() -> Idx.read(images), MEGABYTE, "truncated");
    Path npy = folder.resolve("x.npy");
    Npy.write(npy, NumericArray.vector(1, 2, 3));
    byte[] bytes = Files.readAllBytes(npy);
    String text =
        new String(bytes, StandardCharsets.ISO_8859_1).replace("(3,), }      ", "(3000000,), }");
    Files.write(npy, text.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(() -> Npy.read(npy), MEGABYTE, "truncated");
  }

  @Test
  void anArrayOfMoreThanHalfTheHeapIsRefused() throws IOException {
    long count = Memory.heap() / 2 / Double.BYTES + 1;
    assumeTrue(count < Integer.MAX_VALUE - 8);
    Path npy = folder.resolve("x.npy");
    Npy.write(npy, NumericArray.vector(0));
    String text = new String(Files.readAllBytes(npy), StandardCharsets.ISO_8859_1);
    String shape = "(" + count + ",), }";
    String room = " ".repeat(shape.length() - "(1,), }".length());
    String header = text.replace("<f8", "|u1").replace("(1,), }" + room, shape);
    assertThat(header).hasSameSizeAs(text).contains(shape);
    byte[] start = Arrays.copyOf(header.getBytes(StandardCharsets.ISO_8859_1), header.length() - 8);
    try (var file =
        java.nio.channels.FileChannel.open(npy, java.nio.file.StandardOpenOption.WRITE)) {
      file.truncate(0);
      file.write(ByteBuffer.wrap(start));
      // A hole: the file has the length that its header states, but takes no room.
      file.write(ByteBuffer.allocate(1), start.length + count - 1);
    }
    assertRefused(() -> Npy.read(npy), MEGABYTE, "more than half of the Java heap");
  }

  @Test
  void devicesAndPipesAreRefused() throws Exception {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero));
    Path pipe = folder.resolve("pipe.npz");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    for (Path file : new Path[] {zero, pipe, Path.of("/dev/null")}) {
      String says = file + ": is not a regular file";
      assertRefused(() -> Csv.read(file), MEGABYTE, says);
      assertRefused(() -> Npy.read(file), MEGABYTE, says);
      assertRefused(() -> Npz.read(file), MEGABYTE, says);
      assertRefused(() -> Idx.read(file), MEGABYTE, says);
      assertRefused(() -> Safetensors.read(file), MEGABYTE, says);
      assertRefused(() -> Json.read(file, Map.class), MEGABYTE, says);
      assertRefused(() -> RegularFile.bytes(file, 100), MEGABYTE, says);
    }
  }
}
