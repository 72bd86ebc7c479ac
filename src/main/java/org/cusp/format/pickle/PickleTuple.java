package org.cusp.format.pickle;

import java.util.List;

/** A Python tuple; None is null. */
public record PickleTuple(List<Object> items) {
  /** The item, or None where the tuple is shorter. */
  public Object at(int index) {
    return index < items.size() ? items.get(index) : null;
  }

  /** Not by content: a pickle's tuples may contain themselves. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "a tuple of " + items.size();
  }
}
