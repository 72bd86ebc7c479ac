package org.cusp.tensor.cuda;

import org.cusp.contract.InvalidInput;

/** Memory of the card that one operation leaves to the next; it grows and is never given back. */
final class Scratch {
  private final CudaDevice device;
  private long address;
  private long size;

  Scratch(CudaDevice device) {
    this.device = device;
  }

  /** The address of at least so many bytes; what was in them is lost where they had to grow. */
  long of(long bytes) {
    if (bytes > size) {
      // What was captured goes on with the memory that it was captured with.
      size = Math.max(bytes, 2 * size);
      address = device.allocate(size);
      if (address == 0) {
        size = 0;
        throw new InvalidInput(
            "the memory of the GPU is full: " + bytes + " bytes more are needed");
      }
    }
    return address;
  }

  /** Puts these numbers there; the address of the first. */
  long ofDoubles(double[] values) {
    long bytes = (long) values.length * Double.BYTES;
    long start = of(bytes);
    device.upload(
        start,
        bytes,
        (buffer, from, part) ->
            buffer.asDoubleBuffer().put(values, (int) (from / Double.BYTES), part / Double.BYTES));
    return start;
  }

  /** Puts these numbers there; the address of the first. */
  long ofLongs(long[] values) {
    long bytes = (long) values.length * Long.BYTES;
    long start = of(bytes);
    device.upload(
        start,
        bytes,
        (buffer, from, part) ->
            buffer.asLongBuffer().put(values, (int) (from / Long.BYTES), part / Long.BYTES));
    return start;
  }

  /** The first numbers that are there. */
  double[] doubles(int count) {
    double[] values = new double[count];
    device.download(
        address,
        (long) count * Double.BYTES,
        (buffer, from, part) ->
            buffer.asDoubleBuffer().get(values, (int) (from / Double.BYTES), part / Double.BYTES));
    return values;
  }
}
