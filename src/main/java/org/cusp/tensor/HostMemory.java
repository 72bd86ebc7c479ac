package org.cusp.tensor;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** The memory of the host without ND4J, where the library is not on the class path. */
public record HostMemory() implements Memory {
  @Override
  public String name() {
    return "host";
  }

  @Override
  public Block allocate(Precision precision, int rows, int columns) {
    long count = (long) rows * columns;
    Pointer start =
        precision == Precision.FLOAT32 ? new FloatPointer(count) : new DoublePointer(count);
    Pointer.memset(start, 0, count * precision.bytes());
    return new HostBlock(start, precision, rows, columns);
  }
}
