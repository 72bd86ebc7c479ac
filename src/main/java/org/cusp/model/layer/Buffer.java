package org.cusp.model.layer;

import java.util.function.Supplier;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/** Working memory for batches up to the capacity, a row for each datum. */
public final class Buffer {
  private final Supplier<Slab> memory;
  private final int width;
  private MatrixStack rows;

  Buffer(Supplier<Slab> memory, int width) {
    this.memory = memory;
    this.width = width;
  }

  /** Of which nobody will ask for rows. */
  public static Buffer none() {
    return new Buffer(
        () -> {
          throw new IllegalStateException("nothing is passed back here");
        },
        1);
  }

  /** For a batch of this size; the same object as long as the size is. */
  public MatrixStack rows(int size) {
    if (rows == null || rows.rows() != size) {
      rows = MatrixStack.of(memory.get(), 0, size, width);
    }
    return rows;
  }
}
