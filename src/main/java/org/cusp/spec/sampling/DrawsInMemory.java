package org.cusp.spec.sampling;

import org.cusp.contract.Memory;

/** Draws that are asked for by number are all kept: those that would not fit are refused before. */
final class DrawsInMemory {
  /** Of a draw: its energy, the growth of the buffer, its ranks and what is sorted for R-hat. */
  private static final double DOUBLES = 8;

  private DrawsInMemory() {}

  /**
   * Nothing, if they fit.
   *
   * @param copies of a chain that each keep their draws
   */
  static void require(String name, int draws, int chains, int copies) {
    Memory.requireDoubles(
        name + ": to keep " + draws + " draws of " + chains + " chains",
        DOUBLES * draws * chains * copies);
  }
}
