package org.cusp.data;

import java.util.List;

/**
 * Rows of several files, one file after the other.
 *
 * @param parts of as many columns each
 */
record JoinedRows(List<RowBlocks> parts) implements RowBlocks {
  @Override
  public int rows() {
    return parts.stream().mapToInt(RowBlocks::rows).sum();
  }

  @Override
  public int columns() {
    return parts.get(0).columns();
  }

  @Override
  public void read(int from, int count, double[] out) {
    int first = 0;
    int done = 0;
    for (RowBlocks part : parts) {
      int begin = Math.max(from, first);
      int end = Math.min(from + count, first + part.rows());
      if (begin < end) {
        double[] block = new double[(end - begin) * columns()];
        part.read(begin - first, end - begin, block);
        System.arraycopy(block, 0, out, done * columns(), block.length);
        done += end - begin;
      }
      first += part.rows();
    }
  }

  @Override
  public boolean isHeld() {
    return false;
  }

  @Override
  public RowBlocks chosen(int[] rows) {
    return RowBlocks.chosenOf(this, rows);
  }
}
