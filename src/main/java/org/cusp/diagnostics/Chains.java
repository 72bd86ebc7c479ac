package org.cusp.diagnostics;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.cusp.contract.InvalidInput;

/** Shapes of {@code double[chain][draw]}: checks, halves, element-wise maps. */
final class Chains {
  /** The fewest draws whose halves still have a variance. */
  static final int MINIMUM_DRAWS = 4;

  private Chains() {}

  /** The draws, if there is at least one chain and all chains are equally long. */
  static double[][] rectangular(double[][] draws) {
    if (draws.length == 0) {
      throw new InvalidInput("draws must hold at least one chain, got none");
    }
    for (int chain = 1; chain < draws.length; chain++) {
      if (draws[chain].length != draws[0].length) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "chain %d must have %d draws like chain 0, got %d",
                chain,
                draws[0].length,
                draws[chain].length));
      }
    }
    return draws;
  }

  /** Whether a diagnostic of these draws is defined: long enough, finite and not constant. */
  static boolean areInformative(double[][] draws) {
    return rectangular(draws)[0].length >= MINIMUM_DRAWS && areFinite(draws) && !areEqual(draws);
  }

  /** Whether no draw is NaN or infinite. */
  static boolean areFinite(double[][] draws) {
    return Arrays.stream(draws).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  /**
   * Whether all draws of all chains have one value. Exact, without a tolerance: the scale of the
   * draws is not known here, and differences of losses may be tiny.
   */
  static boolean areEqual(double[][] draws) {
    double first = draws[0][0];
    return Arrays.stream(draws).flatMapToDouble(Arrays::stream).allMatch(x -> x == first);
  }

  /**
   * Each chain cut into its first and its second half, as chains 2c and 2c + 1. The middle draw of
   * an odd number is left out.
   */
  static double[][] split(double[][] draws) {
    double[][] halves = new double[2 * draws.length][];
    double[][] first = firstHalf(draws);
    double[][] second = secondHalf(draws);
    for (int chain = 0; chain < draws.length; chain++) {
      halves[2 * chain] = first[chain];
      halves[2 * chain + 1] = second[chain];
    }
    return halves;
  }

  static double[][] firstHalf(double[][] draws) {
    return window(draws, 0, draws[0].length / 2);
  }

  static double[][] secondHalf(double[][] draws) {
    int length = draws[0].length;
    return window(draws, length - length / 2, length);
  }

  /** A function applied to each draw. */
  static double[][] map(double[][] draws, DoubleUnaryOperator function) {
    return Arrays.stream(draws)
        .map(chain -> Arrays.stream(chain).map(function).toArray())
        .toArray(double[][]::new);
  }

  /** All draws, chain after chain. */
  static double[] pooled(double[][] draws) {
    return Arrays.stream(draws).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[][] window(double[][] draws, int from, int to) {
    return Arrays.stream(draws)
        .map(chain -> Arrays.copyOfRange(chain, from, to))
        .toArray(double[][]::new);
  }
}
