package org.cusp.estimate.along;

import java.util.Arrays;
import org.cusp.run.DrawsFile;

/**
 * A checkpoint around which there are draws.
 *
 * @param step of training
 * @param isEstimate whether the verdict does not reject its LLC
 * @param draws all of them, burn-in included
 */
public record Visited(long step, boolean isEstimate, DrawsFile draws) {
  /** nBeta (L(w) - L(w*)) of a chain at a draw; NaN where it is frozen. */
  double energy(int chain, int draw) {
    return draws.nBeta() * draws.deltaLoss()[chain][draw];
  }

  int chains() {
    return draws.deltaLoss().length;
  }

  /** Draws of a chain, burn-in included. */
  int recorded() {
    return draws.deltaLoss()[0].length;
  }

  /** The part of the draws that is burn-in. */
  double burnInShare() {
    return draws.burnIn() / (double) recorded();
  }

  boolean isComplete(int chain) {
    return Arrays.stream(draws.deltaLoss()[chain]).allMatch(Double::isFinite);
  }
}
