package org.cusp.bench.table;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Precision;

/** The kernels of another, whose tensor memory is counted as it is taken. */
record CountedMemory(KernelProvider of, AtomicLong bytes) implements KernelProvider {
  CountedMemory(KernelProvider of) {
    this(of, new AtomicLong());
  }

  long taken() {
    return bytes.get();
  }

  @Override
  public String id() {
    return of.id();
  }

  @Override
  public Optional<String> obstacle() {
    return of.obstacle();
  }

  @Override
  public Kernels create() {
    return of.create();
  }

  @Override
  public boolean prefersWidePasses() {
    return of.prefersWidePasses();
  }

  @Override
  public Memory memory() {
    return new Counted(of.memory(), bytes);
  }

  private record Counted(Memory memory, AtomicLong bytes) implements Memory {
    @Override
    public String name() {
      return memory.name();
    }

    @Override
    public Block allocate(Precision precision, int rows, int columns) {
      int size = precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
      bytes.addAndGet((long) size * rows * columns);
      return memory.allocate(precision, rows, columns);
    }

    @Override
    public Ints allocateInts(int rows, int columns) {
      bytes.addAndGet((long) Integer.BYTES * rows * columns);
      return memory.allocateInts(rows, columns);
    }
  }
}
