package org.cusp.data;

import java.util.OptionalInt;

/** What targets are: classes, sequences of them, numbers, or events. */
public sealed interface TargetKind {
  /**
   * Whole numbers from 0 that name classes.
   *
   * @param count how many classes there are; if not given, the largest label plus one
   */
  record Classes(OptionalInt count) implements TargetKind {}

  /**
   * A class at each position of an example.
   *
   * @param count how many classes there are; if not given, the largest label plus one
   */
  record Sequences(OptionalInt count) implements TargetKind {}

  /** Real numbers, for regression. */
  record Values() implements TargetKind {}

  /** Events that happened (1) or did not (0), each a column of numbers. */
  record Binary() implements TargetKind {}

  /** As many classes as the largest label says. */
  static TargetKind classes() {
    return new Classes(OptionalInt.empty());
  }

  /** So many classes. */
  static TargetKind classes(int count) {
    return new Classes(OptionalInt.of(count));
  }

  /** A class at each position, as many classes as the largest label says. */
  static TargetKind sequences() {
    return new Sequences(OptionalInt.empty());
  }

  /** Real numbers. */
  static TargetKind values() {
    return new Values();
  }

  /** Events. */
  static TargetKind binary() {
    return new Binary();
  }
}
