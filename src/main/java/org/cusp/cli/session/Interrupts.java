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

  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "cusp-interrupt");

  public static Interrupts listen() {
    Interrupts interrupts = new Interrupts();
    Runtime.getRuntime().addShutdownHook(interrupts.hook);
    return interrupts;
  }

  public boolean requested() {
    return requested.get();
  }

  private void request() {
    requested.set(true);
    try {
      if (!finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("cusp: gave up waiting for the work in hand");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested.get()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
