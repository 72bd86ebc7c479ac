package org.cusp.data;

/**
 * For each epoch a permutation of 0 .. n - 1, as a pure function: the order in which the rows of a
 * data set are used.
 */
@FunctionalInterface
public interface IndexShuffle {
  /**
   * The row at a position of an epoch.
   *
   * @param epoch from 0
   * @param position in 0 .. n - 1
   */
  int at(long epoch, int position);
}
