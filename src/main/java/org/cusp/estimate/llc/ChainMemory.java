package org.cusp.estimate.llc;

import java.util.Locale;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.Posterior;

/** What chains take of the memory. */
final class ChainMemory {
  private static final int VECTORS_OF_A_CHAIN = 6;
  private static final int NUMBERS_OF_DRAWS = 3 * 256;

  private ChainMemory() {}

  /** Of one chain. */
  static long bytes(Posterior posterior) {
    return (long) Double.BYTES * (VECTORS_OF_A_CHAIN * (long) posterior.size() + NUMBERS_OF_DRAWS);
  }

  /**
   * Refuses chains that would not fit: a number that was asked for is not lowered in silence. A
   * chain holds its parameters, gradient, momentum and where it came from, and its first draws.
   */
  static void requireFitting(Posterior posterior, int chains) {
    long most = Runtime.getRuntime().maxMemory() / bytes(posterior);
    if (chains > most) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "--chains (llc.chains in a spec): %d chains of %d parameters do not fit into memory,"
                  + " %d would; CUSP_HEAP=4g gives more",
              chains,
              posterior.size(),
              most));
    }
  }
}
