package org.cusp.estimate.influence;

/**
 * Batches of consecutive draws within chains, all of one length.
 *
 * @param chains their numbers in the store
 * @param first draw of each chain that is in a batch
 * @param length draws of a batch
 * @param perChain batches of a chain
 */
public record Batches(int[] chains, int first, int length, int perChain) {
  /** So many in all where the draws allow. */
  static final int WANTED = 64;

  /** Autocorrelation times in a batch. */
  static final double TIMES = 4;

  /** Batches of all chains. */
  public int count() {
    return chains.length * perChain;
  }

  /** The first draw of a batch of a chain, by its number from 0 in it. */
  public int start(int batch) {
    return first + batch * length;
  }

  /**
   * A batch that knows nothing of this one: of another chain; of a single chain, or where there is
   * no further chain, a part of it away.
   *
   * @param shift from 1: which of them
   * @return the place of the chain in the list, and the number of the batch in it
   */
  int[] stranger(int chain, int batch, int shift) {
    int apart = shift % chains.length;
    int away = shift / chains.length + (apart == 0 ? perChain / 3 : 0);
    return new int[] {(chain + apart) % chains.length, (batch + away) % perChain};
  }
}
