package org.cusp.foreign.plan;

/**
 * What a file may leave open.
 *
 * @param activation as a layer is named
 * @param eps of batch normalisations
 * @param length of the sequences of a network that takes several; 0 for the longest
 */
public record Open(String activation, double eps, int length) {
  private static final int MOST_UNSAID = 1024;

  /** Where nothing was said. */
  public static final Open USUAL = new Open("relu", 1e-5, 0);

  /** The length, where the longest is this; where none was said, no more than memory likes. */
  public int lengthUpTo(int longest) {
    return length == 0 ? Math.min(longest, MOST_UNSAID) : length;
  }
}
