package org.cusp.cli.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C as a request: the hook of the dying JVM waits until the work in hand is put away, so that
 * files are whole and nothing done is lost.
 */
public final class Interrupts implements AutoCloseable {
  private static final int GRACE_SECONDS = 20;

  private final int grace;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "cusp-interrupt");

  private Interrupts(int grace) {
    this.grace = grace;
  }

  public static Interrupts listen() {
    return listen(GRACE_SECONDS);
  }

  /** The work in hand has so many seconds. */
  static Interrupts listen(int grace) {
    Interrupts interrupts = new Interrupts(grace);
    try {
      Runtime.getRuntime().addShutdownHook(interrupts.hook);
    } catch (IllegalStateException e) {
      // The process is on its way out already.
      interrupts.requested.set(true);
    }
    return interrupts;
  }

  /** Whether the process is to end, or the thread that asks: one of several attempts at a piece. */
  public boolean requested() {
    return requested.get() || Thread.currentThread().isInterrupted();
  }

  private void request() {
    requested.set(true);
    try {
      if (!finished.await(grace, TimeUnit.SECONDS)) {
        System.err.println("cusp: did not wait for the work in hand; what was kept is there");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      if (!requested.get()) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    } catch (IllegalStateException e) {
      // It has just been told to end: the hook is running, and does not wait any more.
    }
  }
}
