package org.cusp.estimate.along;

/**
 * Checkpoints along which the LLC does one thing.
 *
 * @param from step of its first checkpoint
 * @param to step of its last
 * @param kind plateau, rising or falling
 * @param change between the two, with its error
 */
public record LlcStage(long from, long to, String kind, Change change) {
  static final String PLATEAU = "plateau";
  static final String RISING = "rising";
  static final String FALLING = "falling";
}
