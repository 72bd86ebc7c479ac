package org.cusp.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.cusp.contract.Check;

/**
 * A fixed number of threads that share out numbered tasks. Which thread runs which task is left
 * open, so tasks must not depend on it; then results do not depend on the number of threads.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService pool;
  private final List<Thread> begun = new CopyOnWriteArrayList<>();

  public Workers(int threads) {
    this.threads = Check.atLeast("threads", threads, 1);
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "cusp-worker");
              thread.setDaemon(true);
              begun.add(thread);
              return thread;
            });
  }

  /** As many threads as the machine has processors. */
  public static int defaultThreads() {
    return Runtime.getRuntime().availableProcessors();
  }

  public int threads() {
    return threads;
  }

  /** Those of the threads that have begun, for whoever counts what they do. */
  public List<Thread> begun() {
    return List.copyOf(begun);
  }

  /**
   * Runs tasks {@code 0 .. count - 1}; returns when all are done; one task runs in the caller.
   * Threads that get none help those that have one ({@link Crew}).
   */
  public void run(int count, IntConsumer task) {
    Crew crew = new Crew((threads + count - 1) / count, pool);
    if (count == 1) {
      crew.during(() -> task.accept(0));
      return;
    }
    List<Future<?>> running = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int number = i;
      running.add(pool.submit(() -> crew.during(() -> task.accept(number))));
    }
    Throwable failure = null;
    for (Future<?> future : running) {
      try {
        await(future);
      } catch (RuntimeException | Error e) {
        failure = failure == null ? e : failure;
      }
    }
    rethrow(failure);
  }

  private static void await(Future<?> future) {
    boolean interrupted = false;
    while (true) {
      try {
        future.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        rethrow(e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tasks throw nothing that is checked; an error, such as a full memory, stays what it is. */
  static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
