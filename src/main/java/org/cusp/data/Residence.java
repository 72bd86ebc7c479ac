package org.cusp.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.contract.Memory;
import org.cusp.format.MappedArray;

/** Whether data are held in memory or stay in their file. */
final class Residence {
  /** Of each number: as it is read, as it is scaled, and in tensor memory. */
  private static final long BYTES = 20;

  private Residence() {}

  /** Whether so many numbers fit into memory with all that is made of them. */
  static boolean fits(long numbers) {
    return numbers <= Math.min(Memory.heap() / BYTES, Integer.MAX_VALUE - 8);
  }

  /**
   * The array of a file, where it has to stay there. A compressed one cannot.
   *
   * @param map as its format has it
   */
  static Optional<MappedArray> large(Path path, Function<Path, MappedArray> map) {
    if (!mayBeLarge(path)) {
      return Optional.empty();
    }
    MappedArray array = map.apply(path);
    return fits(array.numbers().count()) || array.lengths().length == 0
        ? Optional.empty()
        : Optional.of(array.requireRowMajor());
  }

  /** A number has a byte or more. */
  static boolean mayBeLarge(Path path) {
    try {
      return Files.isRegularFile(path) && !fits(Files.size(path)) && !isCompressed(path);
    } catch (IOException e) {
      // Whoever reads the file says why it cannot be read.
      return false;
    }
  }

  private static boolean isCompressed(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  /** The rows of an array, all of which are finite. */
  static RowBlocks rows(MappedArray array) {
    int columns = array.columns();
    return new FileRows(array.numbers(), 0, columns, array.rows(), columns).requireFinite();
  }
}
