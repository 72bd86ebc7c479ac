package org.cusp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The bytes that this thread allocates. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Bytes that a task allocates in this thread, whether it ends or throws. */
  public static long of(Runnable task) {
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    try {
      task.run();
    } catch (RuntimeException e) {
      // What it allocated counts all the same.
    }
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }
}
