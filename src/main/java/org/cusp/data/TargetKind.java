package org.cusp.data;

import java.util.OptionalInt;

/** Whether targets are classes or numbers. */
public sealed interface TargetKind {
  /**
   * Whole numbers from 0 that name classes.
   *
   * @param count how many classes there are; if not given, the largest label plus one
   */
  record Classes(OptionalInt count) implements TargetKind {}

  /** Real numbers, for regression. */
  record Values() implements TargetKind {}

  /** As many classes as the largest label says. */
  static TargetKind classes() {
    return new Classes(OptionalInt.empty());
  }

  /** So many classes. */
  static TargetKind classes(int count) {
    return new Classes(OptionalInt.of(count));
  }

  /** Real numbers. */
  static TargetKind values() {
    return new Values();
  }
}
