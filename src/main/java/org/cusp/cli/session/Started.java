package org.cusp.cli.session;

/** The command line, which knows when it began and for whom. */
public interface Started {
  /** Seconds of {@link System#nanoTime} at which budgets begin to count. */
  double started();

  /** Whether it shows how far it is. */
  boolean isShown();
}
