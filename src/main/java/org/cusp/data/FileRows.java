package org.cusp.data;

import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.format.MappedNumbers;

/**
 * Rows of a file that stay there.
 *
 * @param numbers of the file
 * @param first number of the first row
 * @param stride from a row to the next
 * @param rows how many there are
 * @param columns numbers of a row
 */
record FileRows(MappedNumbers numbers, long first, int stride, int rows, int columns)
    implements RowBlocks {
  FileRows {
    Check.atLeast(numbers.name() + ": examples", rows, 1);
    Check.atLeast(numbers.name() + ": features", columns, 1);
  }

  @Override
  public void read(int from, int count, double[] out) {
    if (stride == columns) {
      numbers.read(first + (long) from * stride, count * columns, out, 0);
      return;
    }
    for (int i = 0; i < count; i++) {
      numbers.read(first + (long) (from + i) * stride, columns, out, i * columns);
    }
  }

  @Override
  public boolean isHeld() {
    return false;
  }

  @Override
  public RowBlocks chosen(int[] chosen) {
    return RowBlocks.chosenOf(this, chosen);
  }

  /** These, all of which are finite. */
  FileRows requireFinite() {
    if (!numbers.isWhole()) {
      forEach(
          (from, count, values) -> {
            for (int i = 0; i < count * columns; i++) {
              if (!Double.isFinite(values[i])) {
                throw new InvalidInput(
                    numbers.name()
                        + ": row "
                        + (from + i / columns + 1)
                        + ", column "
                        + (i % columns + 1)
                        + " must be finite, got "
                        + values[i]);
              }
            }
          });
    }
    return this;
  }
}
