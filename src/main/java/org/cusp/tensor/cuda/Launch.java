package org.cusp.tensor.cuda;

import static org.cusp.tensor.cuda.CudaDevice.ok;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.cusp.tensor.Precision;

/**
 * The arguments of the next launch, in one block that is made once and overwritten: the driver
 * copies them when it launches or captures.
 */
final class Launch {
  private static final int MOST = 32;
  private static final int SLOT = Long.BYTES;

  private final CUstream_st stream;
  private final BytePointer block = new BytePointer((long) MOST * SLOT);
  private final ByteBuffer arguments = block.asByteBuffer().order(ByteOrder.nativeOrder());
  private final PointerPointer<Pointer> slots = new PointerPointer<>(MOST);
  private int count;

  Launch(CUstream_st stream) {
    this.stream = stream;
    for (int i = 0; i < MOST; i++) {
      slots.put(i, new BytePointer(block).position((long) i * SLOT));
    }
  }

  /** An address, or a 64-bit number. */
  Launch with(long value) {
    arguments.putLong(SLOT * count++, value);
    return this;
  }

  Launch with(int value) {
    arguments.putInt(SLOT * count++, value);
    return this;
  }

  Launch with(double value) {
    arguments.putDouble(SLOT * count++, value);
    return this;
  }

  Launch with(float value) {
    arguments.putFloat(SLOT * count++, value);
    return this;
  }

  /** A number of the kernels' precision. */
  Launch with(Precision precision, double value) {
    return precision == Precision.FLOAT32 ? with((float) value) : with(value);
  }

  /** Launches with what was given since the last launch, on blocks of one dimension. */
  void on(CUfunc_st function, int gridX, int gridY, int threads) {
    count = 0;
    ok(
        "cuLaunchKernel",
        cudart.cuLaunchKernel(
            function, gridX, gridY, 1, threads, 1, 1, 0, stream, slots, (PointerPointer<?>) null));
  }
}
