package org.cusp.data;

import java.util.Arrays;
import org.cusp.contract.Memory;

/**
 * Numbers of examples, a row for each, which are asked for in blocks: they lie in memory or stay in
 * a file. Any thread may read.
 */
public interface RowBlocks {
  /** Numbers that are looked at together where all are gone through. */
  int BLOCK = 1 << 16;

  /** How many examples there are. */
  int rows();

  /** How many numbers an example has. */
  int columns();

  /**
   * Reads rows {@code from .. from + count - 1}.
   *
   * @param out (Output) row-major, at least count x columns
   */
  void read(int from, int count, double[] out);

  /** Whether all of them lie in memory. */
  boolean isHeld();

  /** The given rows (from 0), in that order. */
  RowBlocks chosen(int[] rows);

  /**
   * All of them, row-major; not to be changed.
   *
   * @param what needs them, as the message begins
   * @throws org.cusp.contract.InvalidInput where they do not fit into memory
   */
  default double[] all(String what) {
    Memory.requireDoubles(what, (double) rows() * columns());
    double[] values = new double[Math.multiplyExact(rows(), columns())];
    read(0, rows(), values);
    return values;
  }

  /** Looks at a block of rows. */
  interface Look {
    /**
     * @param from the first row
     * @param values row-major; more may follow the block's numbers
     */
    void at(int from, int count, double[] values);
  }

  /** Goes through all rows in order, in blocks. */
  default void forEach(Look look) {
    int size = Math.max(1, Math.min(rows(), BLOCK / columns()));
    double[] values = new double[Math.multiplyExact(size, columns())];
    for (int from = 0; from < rows(); from += size) {
      int count = Math.min(size, rows() - from);
      read(from, count, values);
      look.at(from, count, values);
    }
  }

  /** Numbers in memory; taken over, not copied. */
  static RowBlocks of(double[] values, int columns) {
    return new Held(values, columns);
  }

  /** Whole numbers in memory; taken over, not copied. */
  static RowBlocks of(int[] values, int columns) {
    return new HeldWhole(values, columns);
  }

  /** Numbers in memory. */
  record Held(double[] values, int columns) implements RowBlocks {
    @Override
    public int rows() {
      return values.length / columns;
    }

    @Override
    public void read(int from, int count, double[] out) {
      System.arraycopy(values, from * columns, out, 0, count * columns);
    }

    @Override
    public boolean isHeld() {
      return true;
    }

    @Override
    public RowBlocks chosen(int[] rows) {
      return new Held(Rows.gather(values, columns, rows), columns);
    }

    @Override
    public double[] all(String what) {
      return values;
    }
  }

  /** Whole numbers in memory. */
  record HeldWhole(int[] values, int columns) implements RowBlocks {
    @Override
    public int rows() {
      return values.length / columns;
    }

    @Override
    public void read(int from, int count, double[] out) {
      for (int i = 0; i < count * columns; i++) {
        out[i] = values[from * columns + i];
      }
    }

    @Override
    public boolean isHeld() {
      return true;
    }

    @Override
    public RowBlocks chosen(int[] rows) {
      int[] gathered = new int[Math.multiplyExact(rows.length, columns)];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(values, rows[i] * columns, gathered, i * columns, columns);
      }
      return new HeldWhole(gathered, columns);
    }
  }

  /**
   * The chosen rows of some that stay in a file: copied where they are few.
   *
   * @param rows from 0
   */
  static RowBlocks chosenOf(RowBlocks all, int[] rows) {
    if (Residence.fits((long) rows.length * all.columns())) {
      double[] values = new double[Math.multiplyExact(rows.length, all.columns())];
      new Chosen(all, rows).read(0, rows.length, values);
      return new Held(values, all.columns());
    }
    return new Chosen(all, rows);
  }

  /** Chosen rows of others. */
  record Chosen(RowBlocks all, int[] numbers) implements RowBlocks {
    @Override
    public int rows() {
      return numbers.length;
    }

    @Override
    public int columns() {
      return all.columns();
    }

    /** Runs of rows that follow each other are read at once. */
    @Override
    public void read(int from, int count, double[] out) {
      double[] run = from == 0 && count == 1 ? out : new double[count * columns()];
      for (int i = 0; i < count; ) {
        int length = 1;
        while (i + length < count && numbers[from + i + length] == numbers[from + i] + length) {
          length++;
        }
        all.read(numbers[from + i], length, run);
        System.arraycopy(run, 0, out, i * columns(), length * columns());
        i += length;
      }
    }

    @Override
    public boolean isHeld() {
      return false;
    }

    @Override
    public RowBlocks chosen(int[] rows) {
      return chosenOf(all, Arrays.stream(rows).map(row -> numbers[row]).toArray());
    }
  }
}
