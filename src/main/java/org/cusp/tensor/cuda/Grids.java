package org.cusp.tensor.cuda;

import org.cusp.tensor.Precision;

/** Over how many blocks a chain's work is spread, and the sums of blocks that leave parts. */
final class Grids {
  static final int THREADS = 256;

  /** A thread of a sum takes at least so many entries, so that few partial sums are left. */
  private static final int ENTRIES = 8;

  private static final int MOST_BLOCKS = 1024;
  private static final int MOST_PARTIALS = 256;

  private final CudaDevice device;
  private final Scratch partials;

  Grids(CudaDevice device) {
    this.device = device;
    this.partials = new Scratch(device);
  }

  /** Blocks for so many entries of a chain. */
  int entries(long size) {
    return (int) Math.max(1, Math.min(MOST_BLOCKS, (size + THREADS - 1) / THREADS));
  }

  /** A block for each, as far as they go; the rest take turns. */
  int blocks(int count) {
    return Math.min(MOST_BLOCKS, count);
  }

  /** Blocks for a sum over so many entries; it depends on nothing else. */
  int partials(long size) {
    return Math.min(MOST_PARTIALS, entries(size / ENTRIES));
  }

  /** Where the partial sums of so many blocks go. */
  long partialsOf(int chains, int blocks) {
    return blocks == 1 ? 0 : partials.of((long) chains * blocks * Double.BYTES);
  }

  /** Adds the partial sums up. */
  void finish(long from, int blocks, boolean kept, long sums, int chains) {
    device
        .launch()
        .with(from)
        .with(blocks)
        .with(kept ? 1 : 0)
        .with(sums)
        .on(device.kernel("finish", Precision.FLOAT64), 1, chains, THREADS);
  }
}
