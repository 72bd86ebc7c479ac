package org.cusp.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
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
    NumericArray tokens = several ? chosen(path, array) : Npy.read(path);
    if (tokens.rank() != 2 || tokens.shape()[0] < 1 || tokens.shape()[1] < 2) {
      throw new InvalidInput(
          path
              + ": tokens must have the shape [sequences, length], with a length of 2 or more, got "
              + Arrays.toString(tokens.shape()));
    }
    return nextToken(path.toString(), ids(path, tokens), tokens.shape()[1]);
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
      double value = tokens.values()[i];
      if (!(value >= 0 && value < 1 << 24 && value == Math.rint(value))) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "%s: token of sequence %d, position %d must be a whole number in [0, 2^24), got %s",
                path,
                i / length + 1,
                i % length + 1,
                value));
      }
      ids[i] = (int) value;
    }
    return ids;
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
