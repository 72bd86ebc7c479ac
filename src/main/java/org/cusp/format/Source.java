package org.cusp.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;

/**
 * A file being read from front to back, with the name that its faults are reported under.
 *
 * @param name the file, as the user gave it
 * @param in its bytes, after decompression
 * @param atMost no more bytes than this can come out of {@code in}: the bound that keeps a false
 *     length in a header from being believed
 */
public record Source(String name, InputStream in, long atMost) {
  private static final int BUFFER_BYTES = 1 << 16;
  // Deflate cannot expand more than 1032 times (zlib Technical Details: 258 bytes from 2 bits).
  private static final long DEFLATE_EXPANSION = 1032;

  /** What is made of a source. */
  public interface Reading<T> {
    T from(Source source) throws IOException;
  }

  /** Reads a file; gzip is recognised by its first two bytes, whatever the file is called. */
  public static <T> T read(Path path, Reading<T> reading) {
    return open(path, file -> reading.from(decompressed(path.toString(), file, Files.size(path))));
  }

  /** Reads a file as it is; the bound on its bytes is then their number. */
  public static <T> T readPlain(Path path, Reading<T> reading) {
    return open(
        path,
        file -> {
          InputStream in = new BufferedInputStream(file, BUFFER_BYTES);
          return reading.from(new Source(path.toString(), in, Files.size(path)));
        });
  }

  private interface Opened<T> {
    T from(InputStream file) throws IOException;
  }

  private static <T> T open(Path path, Opened<T> opened) {
    RegularFile.require(path);
    try (InputStream file = Files.newInputStream(path)) {
      return opened.from(file);
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  /** The most bytes that a deflated file of this size can hold. */
  public static long expanded(long compressedBytes) {
    return Math.multiplyExact(compressedBytes, DEFLATE_EXPANSION);
  }

  public static Source decompressed(String name, InputStream raw, long bytes) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, BUFFER_BYTES);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip
        ? new Source(
            name, new Bounded(name, new GZIPInputStream(in, BUFFER_BYTES)), expanded(bytes))
        : new Source(name, in, bytes);
  }

  public static InvalidInput unreadable(String name, IOException e) {
    return new InvalidInput(name + ": cannot be read (" + reason(e) + ")", e);
  }

  /** The cause of a failure in a few words, without the name of the file. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof EOFException || e instanceof ZipException) {
      return "the compressed data are damaged or end early";
    }
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }

  public InvalidInput fault(String message) {
    return new InvalidInput(name + ": " + message);
  }

  /** The next bytes, all of them, or a fault that says what was being read. */
  public byte[] bytes(int count, String what) throws IOException {
    byte[] found = in.readNBytes(count);
    if (found.length < count) {
      throw truncated(what, count, found.length);
    }
    return found;
  }

  /** The next numbers, all of them, or a fault that gives the bytes expected and found. */
  public double[] numbers(ElementType type, ByteOrder order, int count, String what)
      throws IOException {
    long expected = (long) count * type.bytes();
    if (expected > atMost) {
      throw truncated(what, expected, in.transferTo(OutputStream.nullOutputStream()));
    }
    Memory.requireDoubles(name + ": " + what, count);
    double[] values = new double[count];
    ByteBuffer block = ByteBuffer.allocate(BUFFER_BYTES).order(order);
    int perBlock = BUFFER_BYTES / type.bytes();
    for (int done = 0; done < count; ) {
      int next = Math.min(perBlock, count - done);
      int got = in.readNBytes(block.array(), 0, next * type.bytes());
      if (got < next * type.bytes()) {
        throw truncated(what, expected, (long) done * type.bytes() + got);
      }
      for (int i = 0; i < next; i++) {
        values[done + i] = type.at(block, i * type.bytes());
      }
      done += next;
    }
    return values;
  }

  /** A fault, if anything follows what has been read. */
  public void end() throws IOException {
    if (in.read() >= 0) {
      long trailing = 1 + in.transferTo(OutputStream.nullOutputStream());
      throw fault("expected the end of the file, found " + trailing + " more bytes");
    }
  }

  private InvalidInput truncated(String what, long expected, long found) {
    return fault("truncated: expected " + expected + " bytes of " + what + ", found " + found);
  }

  public static String hex(byte[] bytes) {
    return bytes.length == 0
        ? "nothing"
        : HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
  }
}
