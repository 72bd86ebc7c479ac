package org.cusp.tensor.nd4j;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.cusp.tensor.HostBlock;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The tensors of ND4J, in the memory of its backend. On a CPU every kernel can work on them in
 * place; on an accelerator the host's copy may be stale, and numbers go through ND4J.
 */
public record Nd4jMemory() implements Memory {
  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Block allocate(Precision precision, int rows, int columns) {
    INDArray array = Nd4j.createUninitializedDetached(typeOf(precision), rows, columns);
    array.assign(0);
    return Backend.isCpu()
        ? new OnHost(array, precision, rows, columns)
        : new OnDevice(array, columns);
  }

  static DataType typeOf(Precision precision) {
    return precision == Precision.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
  }

  /** The tensor that a slab is. */
  static INDArray arrayOf(Slab slab) {
    if (slab.block() instanceof OnHost block) {
      return block.array;
    }
    if (slab.block() instanceof OnDevice block) {
      return block.array;
    }
    throw new IllegalStateException("the slab lies in memory that ND4J does not own");
  }

  /** An ND4J view of one matrix; writes reach the slab. */
  static INDArray view(MatrixStack stack, int chain) {
    Slab slab = stack.slab();
    long start = (long) slab.rowOf(chain) * slab.columns() + stack.offset();
    return Nd4j.create(
        arrayOf(slab).data(),
        new long[] {stack.rows(), stack.columns()},
        new long[] {stack.columns(), 1},
        start,
        'c');
  }

  private static final class OnHost extends HostBlock {
    private final INDArray array;

    private OnHost(INDArray array, Precision precision, int rows, int columns) {
      super(start(array, precision), precision, rows, columns);
      this.array = array;
    }

    private static Pointer start(INDArray array, Precision precision) {
      Pointer base = array.data().pointer();
      return precision == Precision.FLOAT32 ? new FloatPointer(base) : new DoublePointer(base);
    }

    @Override
    public void close() {
      array.close();
    }
  }

  private static final class OnDevice implements Block {
    private final INDArray array;
    private final int columns;

    private OnDevice(INDArray array, int columns) {
      this.array = array;
      this.columns = columns;
    }

    private INDArray part(long from, int length) {
      long column = from % columns;
      return array.get(
          NDArrayIndex.point(from / columns), NDArrayIndex.interval(column, column + length));
    }

    @Override
    public void load(long from, double[] out, int length) {
      for (int done = 0; done < length; ) {
        int part = Math.min(columns - (int) ((from + done) % columns), length - done);
        System.arraycopy(part(from + done, part).toDoubleVector(), 0, out, done, part);
        done += part;
      }
    }

    @Override
    public void store(long from, double[] values, int length) {
      part(from, length).assign(Nd4j.createFromArray(Arrays.copyOf(values, length)));
    }

    @Override
    public void close() {
      array.close();
    }
  }
}
