package org.cusp.report.plot;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Fewer points for the same picture. */
public final class Decimate {
  private Decimate() {}

  /**
   * The indices to keep so that a curve looks the same on a screen of so many columns: of each
   * column the lowest and the highest point, and where the curve breaks one point that is not
   * finite. At most two points a column, and all points if there are no more than two a column
   * anyway.
   *
   * @param place where each point lies across the screen, in [0, 1], never falling
   * @param height the curve's values
   */
  public static int[] columns(double[] place, double[] height, int columns) {
    if (place.length <= 2 * columns) {
      return IntStream.range(0, place.length).toArray();
    }
    int[] kept = new int[2 * columns];
    int count = 0;
    int start = 0;
    while (start < place.length) {
      int end = start + 1;
      while (end < place.length && column(place[end], columns) == column(place[start], columns)) {
        end++;
      }
      int[] extremes = extremes(height, start, end);
      kept[count++] = Math.min(extremes[0], extremes[1]);
      if (extremes[0] != extremes[1]) {
        kept[count++] = Math.max(extremes[0], extremes[1]);
      }
      start = end;
    }
    return Arrays.copyOf(kept, count);
  }

  /**
   * The indices of the first point and of each that lies at least so far from the last one kept.
   *
   * @param place where each point lies, never falling
   */
  public static int[] spaced(double[] place, double distance) {
    int[] kept = new int[place.length];
    int count = 0;
    for (int i = 0; i < place.length; i++) {
      if (count == 0 || place[i] - place[kept[count - 1]] >= distance) {
        kept[count++] = i;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  /** The values at the indices. */
  public static double[] pick(double[] values, int[] indices) {
    return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
  }

  private static int column(double place, int columns) {
    return (int) Math.max(0, Math.min(columns - 1, Math.floor(place * columns)));
  }

  /** Where the lowest and the highest value are; the last one that is not finite, if all are so. */
  private static int[] extremes(double[] height, int start, int end) {
    int lowest = start;
    int highest = start;
    for (int i = start; i < end; i++) {
      if (!(height[i] >= height[lowest])) {
        lowest = i;
      }
      if (!(height[i] <= height[highest])) {
        highest = i;
      }
    }
    return new int[] {lowest, highest};
  }
}
