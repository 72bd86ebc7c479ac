package org.cusp.contract;

import java.util.Locale;

/** The Java heap as a bound: what is known to be too large is refused before it is made. */
public final class Memory {
  private static final double GIGABYTE = 1 << 30;
  private static final double MEGABYTE = 1 << 20;

  private Memory() {}

  /** The largest that the heap can become, in bytes. */
  public static long heap() {
    return Runtime.getRuntime().maxMemory();
  }

  /** The most bytes that one array of a file or a request may take: half the heap. */
  public static long largestArray() {
    return heap() / 2;
  }

  /**
   * Nothing, if so many doubles fit into half the heap.
   *
   * @param what what they are, as the message begins
   */
  public static void requireDoubles(String what, double count) {
    if (count > largestArray() / Double.BYTES) {
      throw new InvalidInput(
          what
              + " needs "
              + shown(Double.BYTES * count)
              + ", more than half of the Java heap of "
              + shown(heap())
              + ": give it more with CUSP_HEAP=8g, or ask for less");
    }
  }

  /** What to do when the memory is full, in one line. */
  public static String advice(String cause) {
    return "out of memory ("
        + cause
        + "): give the Java heap more than its "
        + shown(heap())
        + " with CUSP_HEAP=8g, or take fewer chains, fewer draws, smaller batches or less data";
  }

  /** A number of bytes for people, such as {@code 1.5 GB}. */
  public static String shown(double bytes) {
    return bytes >= GIGABYTE
        ? String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE)
        : String.format(Locale.ROOT, "%.0f MB", Math.ceil(bytes / MEGABYTE));
  }
}
