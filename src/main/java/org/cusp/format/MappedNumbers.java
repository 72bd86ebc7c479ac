package org.cusp.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.cusp.contract.InvalidInput;

/**
 * Numbers of one type that lie in a file one after the other, read where they are: the file is
 * mapped into memory, of which the system keeps what there is room for. Any thread may read.
 */
public final class MappedNumbers {
  /** A mapping has less than 2^31 bytes; whole numbers of every type end here. */
  private static final long SEGMENT = 1L << 30;

  private final String name;
  private final ElementType type;
  private final long count;
  private final ByteBuffer[] segments;

  private MappedNumbers(String name, ElementType type, long count, ByteBuffer[] segments) {
    this.name = name;
    this.type = type;
    this.count = count;
    this.segments = segments;
  }

  /**
   * Maps a file.
   *
   * @param offset of the first number in bytes
   * @param count how many numbers there are; the file must end with the last one
   */
  public static MappedNumbers of(
      Path path, long offset, long count, ElementType type, ByteOrder order) {
    RegularFile.require(path);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      long bytes = Math.multiplyExact(count, type.bytes());
      long there = file.size() - offset;
      if (there != bytes) {
        throw new InvalidInput(
            path
                + (there < bytes ? ": truncated: expected " : ": expected ")
                + bytes
                + " bytes of data, found "
                + there);
      }
      ByteBuffer[] segments = new ByteBuffer[(int) ((bytes + SEGMENT - 1) / SEGMENT)];
      for (int i = 0; i < segments.length; i++) {
        long from = i * SEGMENT;
        long length = Math.min(SEGMENT, bytes - from);
        segments[i] = file.map(FileChannel.MapMode.READ_ONLY, offset + from, length).order(order);
      }
      return new MappedNumbers(path.toString(), type, count, segments);
    } catch (IOException e) {
      throw Source.unreadable(path.toString(), e);
    }
  }

  /** All bytes of a file, each a number from 0 to 255. */
  public static MappedNumbers bytes(Path path) {
    RegularFile.require(path);
    try {
      return of(path, 0, Files.size(path), ElementType.U8, ByteOrder.BIG_ENDIAN);
    } catch (IOException e) {
      throw Source.unreadable(path.toString(), e);
    }
  }

  /** The file. */
  public String name() {
    return name;
  }

  /** How many numbers there are. */
  public long count() {
    return count;
  }

  /** Whether each is finite without being looked at. */
  public boolean isWhole() {
    return !type.real();
  }

  /**
   * Reads numbers {@code from .. from + length - 1}.
   *
   * @param out (Output) from element {@code at} on
   */
  public void read(long from, int length, double[] out, int at) {
    int size = type.bytes();
    long byteFrom = from * size;
    for (int i = 0; i < length; ) {
      ByteBuffer segment = segments[(int) (byteFrom / SEGMENT)];
      int position = (int) (byteFrom % SEGMENT);
      int here = Math.min(length - i, (segment.capacity() - position) / size);
      for (int k = 0; k < here; k++) {
        out[at + i + k] = type.at(segment, position + k * size);
      }
      i += here;
      byteFrom += (long) here * size;
    }
  }
}
