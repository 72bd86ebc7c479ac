package org.cusp.tensor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * The thread that runs a task of {@link Workers}, with those that have no task of their own where
 * tasks are fewer than threads: one chain on two cores, four on sixteen. Kernels ask for it to cut
 * what is large; what a part computes must not depend on who computes it, nor on into how many
 * parts the whole is cut.
 */
public final class Crew {
  private static final Crew ALONE = new Crew(1, Runnable::run);
  private static final ThreadLocal<Crew> CURRENT = ThreadLocal.withInitial(() -> ALONE);

  private final int size;
  private final Executor others;

  /**
   * @param size threads, the one that asks among them
   * @param others runs what the others do, sooner or later
   */
  Crew(int size, Executor others) {
    this.size = size;
    this.others = others;
  }

  /** That of the calling thread. */
  public static Crew current() {
    return CURRENT.get();
  }

  /** At most so many parts are worked on at once. */
  public int size() {
    return size;
  }

  /** Runs something as the work of this crew. */
  void during(Runnable task) {
    Crew before = CURRENT.get();
    CURRENT.set(this);
    try {
      task.run();
    } finally {
      CURRENT.set(before);
    }
  }

  /**
   * Runs parts {@code 0 .. count - 1}; returns when all are done. Whoever is free takes the next
   * one, the caller too, so that nobody is waited for who has not begun.
   */
  public void run(int count, IntConsumer part) {
    if (size == 1 || count == 1) {
      for (int i = 0; i < count; i++) {
        part.accept(i);
      }
      return;
    }
    Shared shared = new Shared(count, part);
    for (int i = 1; i < Math.min(size, count); i++) {
      others.execute(shared);
    }
    shared.run();
    shared.await();
  }

  private static final class Shared implements Runnable {
    private final int count;
    private final IntConsumer part;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch open;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Shared(int count, IntConsumer part) {
      this.count = count;
      this.part = part;
      this.open = new CountDownLatch(count);
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        try {
          part.accept(i);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          open.countDown();
        }
      }
    }

    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          open.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Workers.rethrow(failure.get());
    }
  }
}
