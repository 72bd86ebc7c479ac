package org.cusp.tensor;

/**
 * The time that addresses the random numbers and the batch of a step, held in the memory of the
 * provider too. It is set between steps, and brought forward within them by {@link Kernels#tick},
 * so that a step can be repeated without being told the time.
 */
public final class Clock implements AutoCloseable {
  private static final int HIGH = 32;

  private final IntSlab cell;
  private long time;

  private Clock(Memory memory) {
    this.cell = IntSlab.zeros(memory, 1, 2);
  }

  /** At 0. */
  public static Clock in(Memory memory) {
    return new Clock(memory);
  }

  /** Between two steps: written only where it is not the time already. */
  public void set(long t) {
    if (t != time) {
      time = t;
      cell.setRow(0, new int[] {(int) t, (int) (t >>> HIGH)});
    }
  }

  /** The time after all steps that have been asked for. */
  public long time() {
    return time;
  }

  /** For providers: a tick has been made, or will have been before what is asked for next. */
  public void ticked() {
    time++;
  }

  /** [1, 2]: the low and the high 32 bits, for kernels that do not run on the host. */
  public IntSlab cell() {
    return cell;
  }

  @Override
  public void close() {
    cell.close();
  }
}
