package org.cusp.report.figures.chains;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
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
            String.format(
                Locale.ROOT,
                "chain %d of step %d has %d draws, chain 0 has %d: all must have the same number",
                chain,
                step,
                deltaLoss[chain].length,
                draws));
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

  /** Indices of the chains whose draws are all finite; the others take no part in the estimate. */
  int[] finiteChains() {
    return IntStream.range(0, chains()).filter(this::isFinite).toArray();
  }

  /** How many draws of a chain are left after the burn-in. */
  int kept() {
    return draws() - burnIn;
  }

  /** nBeta dL of the first draws after the burn-in, of the finite chains: {@code [chain][draw]}. */
  double[][] energies(int first) {
    return Arrays.stream(finiteChains())
        .mapToObj(
            chain ->
                Arrays.stream(deltaLoss[chain], burnIn, burnIn + first)
                    .map(delta -> nBeta * delta)
                    .toArray())
        .toArray(double[][]::new);
  }

  /**
   * At most so many numbers of draws, evenly spaced, at which to follow how an estimate settles;
   * the last is all that is kept. Empty where nothing is kept or no chain is finite.
   */
  int[] stages(int most) {
    int count = finiteChains().length == 0 ? 0 : Math.min(most, kept());
    return IntStream.rangeClosed(1, count).map(i -> (int) ((long) i * kept() / count)).toArray();
  }

  /** True if nBeta dL is finite at every draw of the chain. */
  boolean isFinite(int chain) {
    for (double value : deltaLoss[chain]) {
      if (!Double.isFinite(nBeta * value)) {
        return false;
      }
    }
    return true;
  }
}
