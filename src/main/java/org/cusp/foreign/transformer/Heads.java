package org.cusp.foreign.transformer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.cusp.foreign.plan.Slice;

/** Heads of attention that a file may have. */
final class Heads {
  private static final int NARROWEST = 4;

  private Heads() {}

  /** Numbers of heads that divide the width into at least 4 each, those nearest to usual first. */
  static List<Integer> dividing(int width, int usualWidth) {
    List<Integer> found = new ArrayList<>();
    for (int heads = 1; heads * NARROWEST <= width; heads++) {
      if (width % heads == 0) {
        found.add(heads);
      }
    }
    double usual = Math.log(Math.max(1, (double) width / usualWidth));
    found.sort(Comparator.comparingDouble(heads -> Math.abs(Math.log(heads) - usual)));
    return found.isEmpty() ? List.of(1) : List.copyOf(found);
  }

  /** The keys of an attention by the biases that there are. */
  static void biases(Map<String, Object> keys, Map<String, Slice> own) {
    boolean inner = own.containsKey("query.bias");
    boolean output = own.containsKey("output.bias");
    if (!inner) {
      keys.put("bias", false);
    }
    if (inner != output) {
      keys.put("outputBias", output);
    }
  }

  /** The part of a head that is turned, such that so many of its numbers are. */
  static double turned(int numbers, int width) {
    double share = numbers / (double) width;
    return (int) (width * share) < numbers ? Math.nextUp(share) : share;
  }
}
