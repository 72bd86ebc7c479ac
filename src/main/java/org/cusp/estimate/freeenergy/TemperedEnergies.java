package org.cusp.estimate.freeenergy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * Energies E = n (L_n(w) - L_n(w_c)) in nats at a ladder of inverse temperatures, drawn from {@code
 * p_b(w)} proportional to {@code phi(w) exp(-b E(w))} with a normalised prior phi. What is to be
 * known of them is
 *
 * <pre>A(b) = -log E_phi exp(-b E),   A(0) = 0,   dA/db = E_b[E].</pre>
 *
 * @param betas the ladder, ascending from 0, the prior itself
 * @param energy [rung][chain][draw]; plus infinity is allowed at the prior only. Chains are
 *     independent of each other, the rungs of one chain are not
 */
public record TemperedEnergies(double[] betas, double[][][] energy) {
  /** Checks shapes, the order of the ladder and that energies are numbers. */
  public TemperedEnergies {
    Check.atLeast("rungs", betas.length, 2);
    Check.equal("rungs of energies", energy.length, betas.length);
    if (betas[0] != 0) {
      throw new InvalidInput("the first inverse temperature must be 0, got " + betas[0]);
    }
    Check.atLeast("chains", energy[0].length, 1);
    Check.atLeast("draws", energy[0][0].length, 4);
    for (int rung = 0; rung < betas.length; rung++) {
      if (rung > 0 && !(betas[rung] > betas[rung - 1])) {
        throw new InvalidInput(
            "inverse temperatures must ascend, got " + betas[rung] + " after " + betas[rung - 1]);
      }
      checkRung(rung, energy);
    }
  }

  /** Whether all energies are numbers, as {@link TemperedEnergies} needs them. */
  static boolean areNumbers(double[][][] energy) {
    return IntStream.range(0, energy.length)
        .allMatch(
            rung ->
                Arrays.stream(energy[rung])
                    .flatMapToDouble(Arrays::stream)
                    .allMatch(e -> isAllowed(rung, e)));
  }

  private static boolean isAllowed(int rung, double e) {
    return rung == 0 ? e > Double.NEGATIVE_INFINITY : Double.isFinite(e);
  }

  private static void checkRung(int rung, double[][][] energy) {
    Check.equal("chains", energy[rung].length, energy[0].length);
    for (double[] chain : energy[rung]) {
      Check.equal("draws of a chain", chain.length, energy[0][0].length);
      for (double e : chain) {
        if (!isAllowed(rung, e)) {
          throw new InvalidInput("energies of rung " + rung + " must be finite, got " + e);
        }
      }
    }
  }

  int rungs() {
    return betas.length;
  }

  int chains() {
    return energy[0].length;
  }

  int draws() {
    return energy[0][0].length;
  }

  /** The inverse temperature of the last rung. */
  double last() {
    return betas[betas.length - 1];
  }

  /** The lowest energy of a rung. */
  double lowest(int rung) {
    double least = Double.POSITIVE_INFINITY;
    for (double[] chain : energy[rung]) {
      for (double e : chain) {
        least = Math.min(least, e);
      }
    }
    return least;
  }
}
