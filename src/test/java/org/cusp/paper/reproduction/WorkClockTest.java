package org.cusp.paper.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

class WorkClockTest {
  private static final double WORK = 0.2;

  private static void compute() {
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    end += (long) (WORK * 1e9);
    while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Two halves side by side are one; a wait is nothing, however long; a caller's own is whole. */
  @Test
  void workIsCountedAndWaitingIsNot() {
    try (Workers workers = new Workers(2)) {
      WorkClock clock = new WorkClock(workers);
      double start = clock.seconds();
      workers.run(2, i -> compute());
      double shared = clock.seconds() - start;
      assertThat(shared).isBetween(WORK, 1.3 * WORK);
      LockSupport.parkNanos((long) (3e9 * WORK));
      assertThat(clock.seconds() - start - shared).isLessThan(0.5 * WORK);
      double before = clock.seconds();
      compute();
      assertThat(clock.seconds() - before).isBetween(WORK, 1.3 * WORK);
    }
  }

  /** Another's work is not that of this thread. */
  @Test
  void whatOthersDoIsNotCounted() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      WorkClock clock = new WorkClock(workers);
      double start = clock.seconds();
      Thread other = new Thread(WorkClockTest::compute);
      other.start();
      other.join();
      assertThat(clock.seconds() - start).isLessThan(0.5 * WORK);
    }
  }
}
