package org.cusp.paper.reproduction;

/** How much of a reproduction to run. */
public enum Size {
  /** A small version, in a minute or two. */
  QUICK,
  /** What the tables in {@code papers/} hold. */
  FULL;

  /** The one of two values that goes with this size. */
  public <T> T of(T full, T quick) {
    return this == FULL ? full : quick;
  }
}
