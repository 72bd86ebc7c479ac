package org.cusp.tensor;

/** Which data the rows of a batch are. */
public sealed interface Rows {
  /** The number of the datum in row {@code row} of a chain's batch; on the host. */
  int at(int chain, int row);

  /**
   * Data {@code from, from + 1, ...}, the same for all chains.
   *
   * @param from at least 0
   */
  record From(int from) implements Rows {
    @Override
    public int at(int chain, int row) {
      return from + row;
    }
  }

  /**
   * Data of these numbers.
   *
   * @param numbers [chains, batch], or one row for all chains
   */
  record Chosen(IntSlab numbers) implements Rows {
    @Override
    public int at(int chain, int row) {
      return numbers.ints(numbers.rowOf(chain))[row];
    }
  }
}
