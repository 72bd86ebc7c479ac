package org.cusp.estimate.influence;

import org.cusp.estimate.influence.CovarianceBlock.Range;

/**
 * Whose influence on what is asked. The columns of the store are the n data, then the queries where
 * these are not the data themselves, then the mean loss of all queries.
 *
 * @param data n
 * @param queries m
 * @param datumOf the number of the datum that each query is; -1 where it is none
 * @param ofThemselves whether every datum is a query
 */
public record Questions(int data, int queries, int[] datumOf, boolean ofThemselves) {
  /** Every datum is a query. */
  static Questions ofThemselves(int n) {
    int[] same = new int[n];
    java.util.Arrays.setAll(same, i -> i);
    return new Questions(n, n, same, true);
  }

  /** Numbers of a matrix of all entries. */
  public double entries() {
    return (double) data * queries;
  }

  /** Columns of the store. */
  public int columns() {
    return meanColumn() + 1;
  }

  /** Where the mean loss of the queries stands. */
  int meanColumn() {
    return ofThemselves ? data : data + queries;
  }

  private int firstQuery() {
    return ofThemselves ? 0 : data;
  }

  /** The columns of some queries. */
  Range ofQueries(int from, int count) {
    return new Range(firstQuery() + from, count);
  }

  public Range allQueries() {
    return ofQueries(0, queries);
  }

  /** Whether an entry is a datum and itself. */
  boolean isSelf(int datum, int query) {
    return datumOf[query] == datum;
  }
}
