package org.cusp.tensor;

import java.util.Arrays;
import org.cusp.rng.Permutation;
import org.cusp.rng.RandomStream;

/**
 * Where the numbers of a kernel provider live: the memory of the host or of a device. A {@link
 * Slab} owns one block of it. Two memories of which slabs can be mixed are equal.
 */
public interface Memory {
  /** The name to print and record. */
  String name();

  /**
   * A block of zeros, {@code rows x columns}, row-major; whoever asks for it closes it.
   *
   * @throws OutOfMemoryError where there is not so much left
   */
  Block allocate(Precision precision, int rows, int columns);

  /** Whole numbers, all 0, {@code rows x columns}, row-major; whoever asks for them closes them. */
  default Ints allocateInts(int rows, int columns) {
    return new HostInts(rows, columns);
  }

  /** Whole numbers in a row. */
  interface Ints extends AutoCloseable {
    /** Reads {@code length} numbers from number {@code from} on, all of one row. */
    void load(long from, int[] out, int length);

    /** Writes {@code length} numbers from number {@code from} on, all of one row. */
    void store(long from, int[] values, int length);

    /**
     * Row by row, n numbers from column {@code from} become the order of this epoch.
     *
     * @param columns of a row
     * @param streams one for each row
     * @see Permutation
     */
    default void shuffle(int columns, int from, int n, RandomStream[] streams, long epoch) {
      int[] order = new int[n];
      for (int row = 0; row < streams.length; row++) {
        Permutation permutation = new Permutation(streams[row], n);
        Arrays.setAll(order, position -> permutation.at(epoch, position));
        store((long) row * columns + from, order, n);
      }
    }

    /**
     * Says that {@link #shuffle} will be asked for this, and that nothing that is asked for before
     * reads these columns: a device may begin.
     */
    default void shuffleAhead(int columns, int from, int n, RandomStream[] streams, long epoch) {}

    /** Frees the memory. */
    @Override
    void close();
  }

  /** Numbers of one precision in a row; not for two threads at a time. */
  interface Block extends AutoCloseable {
    /** Reads {@code length} numbers from number {@code from} on, of several rows too. */
    void load(long from, double[] out, int length);

    /** Writes {@code length} numbers of one row from number {@code from} on, rounded. */
    void store(long from, double[] values, int length);

    /** Writes the same row so many times, from number 0 on, rounded. */
    default void storeAll(int rows, double[] values) {
      for (int row = 0; row < rows; row++) {
        store((long) row * values.length, values, values.length);
      }
    }

    /** Frees the memory. The garbage collector would do it late. */
    @Override
    void close();
  }
}
