package org.cusp.cli.session;

/** The command line, which knows when its process began. */
public interface Started {
  /** Seconds of {@link System#nanoTime} at which budgets begin to count. */
  double started();
}
