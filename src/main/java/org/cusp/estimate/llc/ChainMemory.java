package org.cusp.estimate.llc;

import java.util.Locale;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.Posterior;

/** What chains take of the memory. */
final class ChainMemory {
  private static final int VECTORS_OF_A_CHAIN = 6;
  private static final int NUMBERS_OF_DRAWS = 3 * 256;

  private ChainMemory() {}

  /**
   * Refuses chains that would not fit: a number that was asked for is not lowered in silence. A
   * chain holds its parameters, gradient, momentum and where it came from, and its first draws.
   */
  static void requireFitting(Posterior posterior, int chains) {
    double ofChain = 8.0 * (VECTORS_OF_A_CHAIN * posterior.size() + NUMBERS_OF_DRAWS);
    long most = (long) (Runtime.getRuntime().maxMemory() / ofChain);
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
