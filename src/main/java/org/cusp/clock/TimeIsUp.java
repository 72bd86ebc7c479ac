package org.cusp.clock;

/**
 * Thrown where work is given up because its deadline has passed. Whoever set the deadline catches
 * it and says what is known by then; no user ever sees it.
 */
public final class TimeIsUp extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TimeIsUp() {
    super("the deadline has passed", null, false, false);
  }
}
