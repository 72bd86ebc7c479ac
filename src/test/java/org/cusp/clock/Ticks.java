package org.cusp.clock;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on by a second whenever it is read: then time is how much work was done. */
public final class Ticks implements Deadline.Clock {
  private final AtomicLong read = new AtomicLong();

  @Override
  public double seconds() {
    return read.getAndIncrement();
  }

  /** How often it was read. */
  public long count() {
    return read.get();
  }
}
