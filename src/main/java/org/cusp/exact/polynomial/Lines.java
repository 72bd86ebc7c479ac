package org.cusp.exact.polynomial;

import java.util.List;
import java.util.stream.Stream;

/** Lists of text lines. */
final class Lines {
  private Lines() {}

  static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
