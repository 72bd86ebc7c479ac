package org.cusp.verdict;

import java.util.Locale;
import java.util.Optional;

/** What one rule has to say, in words a person can act on. */
record Finding(Level level, String text) {
  /** From mildest to gravest. */
  enum Level {
    CAUTION,
    DOUBTFUL,
    REJECTED
  }

  static Optional<Finding> caution(String format, Object... arguments) {
    return of(Level.CAUTION, format, arguments);
  }

  static Optional<Finding> doubtful(String format, Object... arguments) {
    return of(Level.DOUBTFUL, format, arguments);
  }

  static Optional<Finding> rejected(String format, Object... arguments) {
    return of(Level.REJECTED, format, arguments);
  }

  static Optional<Finding> of(Level level, String format, Object... arguments) {
    return Optional.of(new Finding(level, String.format(Locale.ROOT, format, arguments)));
  }
}
