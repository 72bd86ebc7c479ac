package org.cusp.report;

import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * The draws behind one LLC estimate. The arrays are kept as they are given and must not be changed
 * afterwards.
 *
 * @param step optimiser steps done at the checkpoint, from 0
 * @param nBeta inverse temperature times the number of data
 * @param deltaLoss {@code [chain][draw]}: the loss per datum less the loss at the checkpoint; a
 *     chain that left the finite numbers holds NaN or infinity from there on
 * @param burnIn how many of the leading draws the estimate leaves out
 */
public record Trace(long step, double nBeta, double[][] deltaLoss, int burnIn) {
  public Trace {
    Check.atLeast("step", step, 0);
    Check.positive("nBeta", nBeta);
    Check.atLeast("number of chains", deltaLoss.length, 1);
    int draws = Check.atLeast("number of draws", deltaLoss[0].length, 1);
    for (int chain = 1; chain < deltaLoss.length; chain++) {
      if (deltaLoss[chain].length != draws) {
        throw new InvalidInput(
            "chain %d of step %d has %d draws, chain 0 has %d: all must have the same number"
                .formatted(chain, step, deltaLoss[chain].length, draws));
      }
    }
    Check.inRange("burnIn", burnIn, 0, draws);
  }

  int chains() {
    return deltaLoss.length;
  }

  int draws() {
    return deltaLoss[0].length;
  }

  /** True if every draw of the chain is finite. */
  boolean isFinite(int chain) {
    for (double value : deltaLoss[chain]) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
