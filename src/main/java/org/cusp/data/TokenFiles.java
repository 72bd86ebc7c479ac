package org.cusp.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.format.MappedArray;
import org.cusp.format.MappedNumbers;
import org.cusp.format.Npy;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.format.Source;

/**
 * Sequences of tokens for next-token prediction: of a sequence of L + 1 tokens the first L are the
 * inputs, and the last L the labels of the same positions. A fault is an {@link InvalidInput} that
 * names the file.
 */
public final class TokenFiles {
  /** Four numbers of 8 and 4 bytes are made of each byte: more would not fit usual memory. */
  private static final int MOST_BYTES = 1 << 28;

  private TokenFiles() {}

  /**
   * An array [sequences, L + 1] of whole numbers from 0 in an .npy or .npz file.
   *
   * @param array its name in an .npz file; may be left out where that has but one
   */
  public static DataSet arrays(Path path, Optional<String> array) {
    boolean several = path.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
    if (!several && array.isPresent()) {
      throw new InvalidInput(
          path + ": only an .npz file has arrays of names, such as " + array.get());
    }
    Optional<MappedArray> large = several ? Optional.empty() : Residence.large(path, Npy::map);
    if (large.isPresent()) {
      requireSequences(path, large.get().lengths());
      return inBlocks(large.get().numbers(), large.get().rows(), large.get().columns());
    }
    NumericArray tokens = several ? chosen(path, array) : Npy.read(path);
    requireSequences(path, Arrays.stream(tokens.shape()).asLongStream().toArray());
    return nextToken(path.toString(), ids(path, tokens), tokens.shape()[1]);
  }

  private static void requireSequences(Path path, long[] shape) {
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 2) {
      throw new InvalidInput(
          path
              + ": tokens must have the shape [sequences, length], with a length of 2 or more, got "
              + Arrays.toString(shape));
    }
  }

  /** Tokens that stay in their file, in sequences of {@code stride} that follow each other. */
  private static DataSet inBlocks(MappedNumbers tokens, int n, int stride) {
    return inBlocks(tokens, n, stride, stride - 1);
  }

  static DataSet inBlocks(MappedNumbers tokens, int n, int stride, int positions) {
    RowBlocks inputs = new FileRows(tokens, 0, stride, n, positions);
    RowBlocks labels = new FileRows(tokens, 1, stride, n, positions);
    int largest = Math.max(largest(tokens.name(), inputs, 0), largest(tokens.name(), labels, 1));
    return new DataSet(
        tokens.name(),
        n,
        Shape.vector(positions),
        inputs,
        new Targets.Sequences(labels, Math.max(1, largest) + 1, positions));
  }

  /** The largest of tokens, all of which are whole numbers from 0. */
  private static int largest(String name, RowBlocks tokens, int first) {
    int[] largest = {0};
    tokens.forEach(
        (from, count, values) -> {
          for (int i = 0; i < count * tokens.columns(); i++) {
            int row = from + i / tokens.columns();
            largest[0] =
                Math.max(largest[0], id(name, row, first + i % tokens.columns(), values[i]));
          }
        });
    return largest[0];
  }

  private static NumericArray chosen(Path path, Optional<String> array) {
    Map<String, NumericArray> arrays = Npz.read(path);
    if (array.isEmpty() && arrays.size() == 1) {
      return arrays.values().iterator().next();
    }
    if (array.isEmpty()) {
      throw new InvalidInput(path + ": has several arrays, say which: " + arrays.keySet());
    }
    return Optional.ofNullable(arrays.get(array.get()))
        .orElseThrow(
            () ->
                new InvalidInput(
                    path
                        + ": "
                        + Nearest.unknown("array", array.get(), arrays.keySet()).getMessage()));
  }

  private static int[] ids(Path path, NumericArray tokens) {
    int length = tokens.shape()[1];
    int[] ids = new int[tokens.values().length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id(path.toString(), i / length, i % length, tokens.values()[i]);
    }
    return ids;
  }

  private static int id(String name, int sequence, int position, double value) {
    if (!(value >= 0 && value < 1 << 24 && value == Math.rint(value))) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s: token of sequence %d, position %d must be a whole number in [0, 2^24), got %s",
              name,
              sequence + 1,
              position + 1,
              value));
    }
    return (int) value;
  }

  /**
   * The bytes of a file, in pieces of {@code length + 1} that begin {@code stride} bytes after each
   * other; what is left at the end is left out.
   *
   * @param length L, the positions of a sequence
   * @param stride {@code length}: each byte is predicted once; less: pieces overlap
   */
  public static DataSet text(Path path, int length, int stride) {
    Check.atLeast("length", length, 1);
    Check.atLeast("stride", stride, 1);
    if (Residence.mayBeLarge(path)) {
      MappedNumbers bytes = MappedNumbers.bytes(path);
      long n = (bytes.count() - length - 1) / stride + 1;
      if (n > Integer.MAX_VALUE) {
        throw new InvalidInput(path + ": gives " + n + " sequences; take a longer length");
      }
      return inBlocks(bytes, (int) n, stride, length);
    }
    byte[] bytes = bytes(path);
    if (bytes.length < length + 1) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s: has %,d bytes, fewer than one sequence of %,d and the byte after it",
              path,
              bytes.length,
              length));
    }
    int n = (bytes.length - length - 1) / stride + 1;
    int[] ids = new int[Math.multiplyExact(n, length + 1)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[i / (length + 1) * stride + i % (length + 1)] & 0xFF;
    }
    return nextToken(path.toString(), ids, length + 1);
  }

  /** All bytes, of a gzip file after decompression. */
  private static byte[] bytes(Path path) {
    return Source.read(
        path,
        source -> {
          byte[] bytes = source.in().readNBytes(MOST_BYTES + 1);
          if (bytes.length > MOST_BYTES) {
            throw source.fault("has more than " + MOST_BYTES + " bytes; cut it into files");
          }
          return bytes;
        });
  }

  /** As many classes as the largest token says, at least 2. */
  static DataSet nextToken(String name, int[] ids, int length) {
    int n = ids.length / length;
    int positions = length - 1;
    double[] inputs = new double[n * positions];
    int[] labels = new int[n * positions];
    int largest = 1;
    for (int i = 0; i < labels.length; i++) {
      int at = i / positions * length + i % positions;
      inputs[i] = ids[at];
      labels[i] = ids[at + 1];
      largest = Math.max(largest, Math.max(ids[at], ids[at + 1]));
    }
    Targets targets = new Targets.Sequences(labels, largest + 1, positions);
    return new DataSet(name, n, Shape.vector(positions), inputs, targets);
  }
}
