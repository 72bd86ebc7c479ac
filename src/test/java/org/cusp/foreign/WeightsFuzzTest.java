package org.cusp.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Message;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged files of weights of every format: each is read or refused in one line, in a bounded time
 * and memory. {@code -Dcusp.fuzz=5000} takes so many for each reader.
 */
class WeightsFuzzTest {
  private static final int INPUTS = Integer.getInteger("cusp.fuzz", 300);

  /** Buffers of streams, regular expressions, messages: whatever the file's size. */
  private static final long FIXED_BYTES = 2L << 20;

  /**
   * All that is allocated, also what is dropped at once: names, fields, boxes, twice the numbers.
   */
  private static final long BYTES_PER_BYTE = 200;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long[] EXTREMES = {
    0, -1, 1, 127, 128, 255, 65535, Integer.MAX_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE, 1L << 40
  };

  private static final Path GRAPHS = Path.of("src/test/resources/org/cusp/foreign/images");

  @TempDir Path folder;

  private record Reader(String name, byte[] right, UnaryOperator<byte[]> packing) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Reader> readers() {
    UnaryOperator<byte[]> plain = UnaryOperator.identity();
    byte[] torch = WeightsSeeds.torchPickle();
    List<Reader> readers =
        new ArrayList<>(
            List.of(
                new Reader("torch, pickle", torch, WeightsSeeds::torchZip),
                new Reader("torch, archive", WeightsSeeds.torchZip(torch), plain),
                new Reader("torch, legacy", WeightsSeeds.torchLegacy(), plain),
                new Reader("pickle", WeightsSeeds.pickle(), plain),
                new Reader("onnx", WeightsSeeds.onnx(), plain),
                new Reader(
                    "onnx, branches", bytes(GRAPHS.resolve("branches-onnx/model.onnx")), plain),
                new Reader("flax", WeightsSeeds.flax(), plain)));
    Path keras = Path.of("..", "shared", "data", "checkpoints", "acas_keras1.h5");
    if (Files.exists(keras)) {
      readers.add(new Reader("hdf5", bytes(keras), plain));
    }
    return readers.stream();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void damagedFilesAreReadOrRefused(Reader reader) throws IOException {
    SplittableRandom random = new SplittableRandom(14);
    Path file = folder.resolve("w");
    List<String> failures = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] damaged = reader.packing().apply(damaged(reader.right(), random));
      Files.write(file, damaged);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      String outcome = outcome(file);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      refused += outcome.isEmpty() ? 0 : 1;
      if (outcome.startsWith("!")
          || i > 20 && allocated > FIXED_BYTES + BYTES_PER_BYTE * damaged.length) {
        failures.add(i + ": " + outcome + ", " + allocated + " bytes");
      }
    }
    assertThat(failures).isEmpty();
    // The faults are neither so small that nobody sees them nor so large that everybody does.
    assertThat(refused).isBetween(INPUTS / 20, INPUTS - Math.max(1, INPUTS / 100));
  }

  /** The message of a refusal; empty where the file was read; with a ! where neither. */
  private static String outcome(Path file) {
    try {
      Contents contents = Contents.read(file);
      Architecture architecture = Recogniser.of(contents);
      Opened.of(contents, architecture, java.util.Optional.empty());
      return "";
    } catch (InvalidInput e) {
      String message = e.getMessage();
      return message.equals(Message.of(message)) || message.length() > 300
          ? message
          : "! more than one line: " + message;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return "! " + e + " at " + Arrays.toString(Arrays.copyOf(e.getStackTrace(), 4));
    }
  }

  /** One to four faults: bits, bytes, lengths, cuts, doubled and lost pieces. */
  private static byte[] damaged(byte[] right, SplittableRandom random) {
    byte[] bytes = right.clone();
    // Beyond its first kilobytes a large file has numbers, whose faults nobody can see.
    int reach = random.nextInt(3) > 0 ? Math.min(bytes.length, 4096) : bytes.length;
    for (int faults = 1 + random.nextInt(4); faults > 0 && bytes.length > 8; faults--) {
      int at = random.nextInt(Math.min(reach, bytes.length));
      int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> extreme(bytes, at, random);
        case 3 -> bytes = Arrays.copyOf(bytes, at + 1);
        case 4 -> bytes = spliced(bytes, to, at);
        default -> bytes = spliced(bytes, at, to);
      }
    }
    return bytes;
  }

  private static void extreme(byte[] bytes, int at, SplittableRandom random) {
    int width = 1 << random.nextInt(4);
    long value = EXTREMES[random.nextInt(EXTREMES.length)];
    ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = number.get(i);
    }
  }

  /** The bytes before {@code end}, and those from {@code from} on. */
  private static byte[] spliced(byte[] bytes, int end, int from) {
    byte[] all = Arrays.copyOf(bytes, end + bytes.length - from);
    System.arraycopy(bytes, from, all, end, bytes.length - from);
    return all;
  }

  @ParameterizedTest
  @MethodSource("readers")
  void theSeedsThemselvesAreRead(Reader reader) throws IOException {
    assumeThat(reader.right()).isNotEmpty();
    Path file = Files.write(folder.resolve("w"), reader.packing().apply(reader.right()));
    assertThat(outcome(file)).isEmpty();
  }
}
