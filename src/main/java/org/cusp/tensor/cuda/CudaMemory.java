package org.cusp.tensor.cuda;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cusp.contract.InvalidInput;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/** The memory of the card. What is loaded or stored is copied, and waits for all work before it. */
public record CudaMemory() implements Memory {
  private static final double GIBIBYTE = 1L << 30;

  /** Bytes that are in use, by the number of rows of the blocks: the chains of a run, mostly. */
  private static final Map<Integer, Long> HELD = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "cuda";
  }

  /**
   * @throws InvalidInput where the card has not so much left, with the number of chains that fit
   */
  @Override
  public Block allocate(Precision precision, int rows, int columns) {
    CudaDevice device = CudaDevice.get();
    long size = (long) rows * columns * precision.bytes();
    synchronized (device) {
      return new OnCard(device, reserve(device, size, rows), size, precision, rows);
    }
  }

  @Override
  public Ints allocateInts(int rows, int columns) {
    CudaDevice device = CudaDevice.get();
    long size = (long) rows * columns * Integer.BYTES;
    synchronized (device) {
      return new IntsOnCard(device, reserve(device, size, rows), size, rows);
    }
  }

  /** The address of so many bytes that are 0. */
  private static long reserve(CudaDevice device, long size, int rows) {
    long address = device.allocate(size);
    if (address == 0) {
      throw new InvalidInput(full(device, size, rows));
    }
    device.clear(address, size);
    HELD.merge(rows, size, Long::sum);
    return address;
  }

  private static String full(CudaDevice device, long size, int rows) {
    long[] memory = device.memory();
    String message =
        String.format(
            Locale.ROOT,
            "the memory of the GPU is full: %.2f GiB more are needed, %.2f of %.2f are free",
            size / GIBIBYTE,
            memory[0] / GIBIBYTE,
            memory[1] / GIBIBYTE);
    if (rows == 1) {
      return message;
    }
    long held = HELD.getOrDefault(rows, 0L);
    double fraction = (double) (held + memory[0]) / (held + size);
    long fit = (long) (rows * Math.min(1, fraction));
    return message + "; of " + rows + " chains at a time at most " + fit + " fit";
  }

  /** The address of the first number of the first matrix. */
  static long address(MatrixStack stack) {
    return address(stack.slab()) + (long) stack.offset() * stack.slab().precision().bytes();
  }

  /** From one matrix to the next, in numbers; 0 where there is one for all chains. */
  static long stride(MatrixStack stack) {
    return stride(stack.slab());
  }

  static long address(Slab slab) {
    if (slab.block() instanceof OnCard block) {
      return block.address;
    }
    throw new IllegalStateException("a slab in " + slab.memory().name() + " memory, not the GPU's");
  }

  static long address(IntSlab slab) {
    if (slab.block() instanceof IntsOnCard block) {
      return block.address;
    }
    throw new IllegalStateException("whole numbers in other memory than the GPU's");
  }

  static long stride(IntSlab slab) {
    return slab.rows() == 1 ? 0 : slab.columns();
  }

  static long stride(Slab slab) {
    return slab.rows() == 1 ? 0 : slab.columns();
  }

  private static final class OnCard implements Block {
    private final CudaDevice device;
    private final long address;
    private final long size;
    private final Precision precision;
    private final int rows;
    private boolean open = true;

    OnCard(CudaDevice device, long address, long size, Precision precision, int rows) {
      this.device = device;
      this.address = address;
      this.size = size;
      this.precision = precision;
      this.rows = rows;
    }

    @Override
    public void load(long from, double[] out, int length) {
      int bytes = precision.bytes();
      synchronized (device) {
        device.enter();
        device.download(
            address + from * bytes,
            (long) length * bytes,
            (buffer, start, part) -> {
              int first = (int) (start / bytes);
              if (precision == Precision.FLOAT64) {
                buffer.asDoubleBuffer().get(out, first, part / bytes);
                return;
              }
              FloatBuffer floats = buffer.asFloatBuffer();
              for (int i = 0; i < part / bytes; i++) {
                out[first + i] = floats.get(i);
              }
            });
      }
    }

    /** Sent once, then doubled there. */
    @Override
    public void storeAll(int rows, double[] values) {
      store(0, values, values.length);
      long row = (long) values.length * precision.bytes();
      synchronized (device) {
        device.enter();
        for (long done = 1; done < rows; done *= 2) {
          device.copy(address, address + done * row, Math.min(done, rows - done) * row);
        }
      }
    }

    @Override
    public void store(long from, double[] values, int length) {
      int bytes = precision.bytes();
      synchronized (device) {
        device.enter();
        device.upload(
            address + from * bytes,
            (long) length * bytes,
            (buffer, start, part) -> {
              int first = (int) (start / bytes);
              if (precision == Precision.FLOAT64) {
                DoubleBuffer doubles = buffer.asDoubleBuffer();
                doubles.put(values, first, part / bytes);
                return;
              }
              FloatBuffer floats = buffer.asFloatBuffer();
              for (int i = 0; i < part / bytes; i++) {
                floats.put(i, (float) values[first + i]);
              }
            });
      }
    }

    @Override
    public void close() {
      synchronized (device) {
        if (open) {
          open = false;
          device.free(address);
          HELD.merge(rows, -size, Long::sum);
        }
      }
    }
  }

  private static final class IntsOnCard implements Ints {
    private static final long NONE = -1;

    private final CudaDevice device;
    private final long address;
    private final long size;
    private final int rows;
    private boolean open = true;
    private long keys;
    private long ahead = NONE;
    private int aheadFrom;

    IntsOnCard(CudaDevice device, long address, long size, int rows) {
      this.device = device;
      this.address = address;
      this.size = size;
      this.rows = rows;
    }

    @Override
    public void shuffle(int columns, int from, int n, RandomStream[] streams, long epoch) {
      synchronized (device) {
        device.enter();
        if (ahead != NONE && from == aheadFrom) {
          device.join();
          boolean done = epoch == ahead;
          ahead = NONE;
          if (done) {
            return;
          }
        }
        shuffle(device.launch(), columns, from, n, streams, epoch);
      }
    }

    /** Beside the work on the stream: threads that walk through an epoch leave most of the card. */
    @Override
    public void shuffleAhead(int columns, int from, int n, RandomStream[] streams, long epoch) {
      synchronized (device) {
        device.enter();
        keys(streams);
        shuffle(device.fork(), columns, from, n, streams, epoch);
        device.forked();
        ahead = epoch;
        aheadFrom = from;
      }
    }

    private void shuffle(
        Launch launch, int columns, int from, int n, RandomStream[] streams, long epoch) {
      launch
          .with(address + (long) from * Integer.BYTES)
          .with((long) columns)
          .with(n)
          .with(streams.length)
          .with(keys(streams))
          .with((int) epoch)
          .on(device.kernel("shuffle", Precision.FLOAT32), streams.length, 1, 1);
    }

    /** Those of the first call hold for all. */
    private long keys(RandomStream[] streams) {
      if (keys == 0) {
        keys = new Scratch(device).ofLongs(keysOf(streams));
      }
      return keys;
    }

    private static long[] keysOf(RandomStream[] streams) {
      return Arrays.stream(streams).mapToLong(RandomStream::key).toArray();
    }

    @Override
    public void load(long from, int[] out, int length) {
      synchronized (device) {
        device.enter();
        device.download(
            address + from * Integer.BYTES,
            (long) length * Integer.BYTES,
            (buffer, start, part) ->
                buffer.asIntBuffer().get(out, (int) (start / Integer.BYTES), part / Integer.BYTES));
      }
    }

    @Override
    public void store(long from, int[] values, int length) {
      synchronized (device) {
        device.enter();
        device.upload(
            address + from * Integer.BYTES,
            (long) length * Integer.BYTES,
            (buffer, start, part) ->
                buffer
                    .asIntBuffer()
                    .put(values, (int) (start / Integer.BYTES), part / Integer.BYTES));
      }
    }

    @Override
    public void close() {
      synchronized (device) {
        if (open) {
          open = false;
          if (ahead != NONE) {
            device.join();
          }
          if (keys != 0) {
            device.free(keys);
          }
          device.free(address);
          HELD.merge(rows, -size, Long::sum);
        }
      }
    }
  }
}
