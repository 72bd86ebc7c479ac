package org.cusp.tensor.parity;

import java.util.Arrays;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.Slab;

/** Rows of data that are chosen. */
final class Numbers {
  private Numbers() {}

  /** Other data for each chain. */
  static IntSlab of(Slab like, Shape s, int count) {
    IntSlab numbers = IntSlab.zeros(like.memory(), s.chains(), count);
    for (int chain = 0; chain < s.chains(); chain++) {
      int[] row = new int[count];
      int of = chain;
      Arrays.setAll(row, i -> (7 * of + 5 * i + 2) % s.rows());
      numbers.setRow(chain, row);
    }
    return numbers;
  }
}
