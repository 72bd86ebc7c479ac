package org.cusp.paper.reproduction;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.tensor.Workers;

/**
 * Seconds of work: the processor time of one thread, and that of its workers over their number. It
 * is what this work takes by the wall where there is a core for each worker and nothing else to do;
 * other work on the machine does not lengthen it. Java's own threads, which compile and collect,
 * are not counted.
 */
public final class WorkClock implements Deadline.Clock {
  /** Whose seconds are meant where a page does not say otherwise. */
  public static final int CORES = 2;

  private static final double NANOSECONDS = 1e9;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Thread caller = Thread.currentThread();
  private final Workers workers;

  /**
   * Of the thread that makes it.
   *
   * @param workers that work for it and for nobody else
   * @throws InvalidInput where the system does not say what a thread has used
   */
  public WorkClock(Workers workers) {
    if (!threads.isThreadCpuTimeSupported()) {
      throw new InvalidInput("this Java does not know the processor time of a thread");
    }
    this.workers = workers;
  }

  @Override
  public double seconds() {
    double shared = 0;
    for (Thread worker : workers.begun()) {
      shared += of(worker);
    }
    return of(caller) + shared / workers.threads();
  }

  private double of(Thread thread) {
    return threads.getThreadCpuTime(thread.getId()) / NANOSECONDS;
  }
}
