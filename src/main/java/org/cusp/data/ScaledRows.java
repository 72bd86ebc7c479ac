package org.cusp.data;

/**
 * Rows that are scaled when they are read.
 *
 * @param base as they are
 */
record ScaledRows(RowBlocks base, FittedScaling scaling) implements RowBlocks {
  @Override
  public int rows() {
    return base.rows();
  }

  @Override
  public int columns() {
    return base.columns();
  }

  @Override
  public void read(int from, int count, double[] out) {
    base.read(from, count, out);
    scaling.apply(out, count, out);
  }

  @Override
  public boolean isHeld() {
    return false;
  }

  @Override
  public RowBlocks chosen(int[] rows) {
    RowBlocks chosen = base.chosen(rows);
    if (!chosen.isHeld()) {
      return new ScaledRows(chosen, scaling);
    }
    double[] values = chosen.all("").clone();
    scaling.apply(values, chosen.rows(), values);
    return RowBlocks.of(values, columns());
  }
}
