package org.cusp.state;

/**
 * Thrown between two pieces of work where the user, or the machine, has asked the process to end
 * and all that the rest depends on is kept. The message says what was kept.
 */
public final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Stopped(String message) {
    super(message, null, false, false);
  }
}
