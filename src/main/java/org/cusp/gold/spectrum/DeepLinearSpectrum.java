package org.cusp.gold.spectrum;

import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Mean energies of a deep linear network with a standard Gaussian prior at all temperatures of a
 * ladder, by {@link DeepLinearChain}. Each of the chains starts from the prior and climbs the
 * ladder; at each rung it forgets the one before during a burn-in of a fifth of its draws. Errors
 * are Monte Carlo standard errors over all chains.
 *
 * @param widths inputs, hidden ..., outputs
 * @param rank of the true map, all of whose singular values are 1
 */
record DeepLinearSpectrum(List<Integer> widths, int rank) {
  private static final int CHAINS = 4;
  private static final int LEAST_SWEEPS = 1_000;
  private static final double WORK = 2_000_000;

  /** What a sweep costs beside its parameters, in parameters. */
  private static final double OVERHEAD = 40;

  /** Temperatures below the fitted ones are shown only: they get a fraction of the sweeps. */
  private static final int SHARE_BELOW = 4;

  DeepLinearSpectrum {
    widths = List.copyOf(widths);
    Check.atLeast("number of widths", widths.size(), 3);
    widths.forEach(width -> Check.atLeast("width", width, 1));
    Check.atLeast("rank", rank, 0);
    int smallest = widths.stream().min(Integer::compare).orElseThrow();
    if (rank > smallest) {
      throw new InvalidInput(
          "rank must be in [0, "
              + smallest
              + "], the smallest width, for K to have zeros; got "
              + rank);
    }
  }

  /** The number of weights. */
  int parameters() {
    int sum = 0;
    for (int l = 0; l + 1 < widths.size(); l++) {
      sum += widths.get(l) * widths.get(l + 1);
    }
    return sum;
  }

  /** The energies with as many sweeps as half a minute allows. */
  List<SpectrumPoint> points(List<Double> ladder, long seed) {
    requireMemory();
    return points(ladder, (int) Math.max(LEAST_SWEEPS, WORK / (parameters() + OVERHEAD)), seed);
  }

  /** A layer, what is above and below it and their Gram matrices, for each chain. */
  private void requireMemory() {
    double widest = widths.stream().max(Integer::compare).orElseThrow();
    double layers = widths.size() - 1.0;
    double numbers = CHAINS * (2 * layers + 6) * widest * widest;
    Memory.requireDoubles("the spectrum of layers up to " + (int) widest + " wide", (long) numbers);
  }

  /** The energies from so many sweeps of each chain at each temperature. */
  List<SpectrumPoint> points(List<Double> ladder, int sweeps, long seed) {
    requireMemory();
    int[] shape = widths.stream().mapToInt(w -> w).toArray();
    double[][][] energies =
        ladder.stream()
            .map(
                t -> new double[CHAINS][t < Spectrum.LOWEST_FITTED ? sweeps / SHARE_BELOW : sweeps])
            .toArray(double[][][]::new);
    IntStream.range(0, CHAINS)
        .parallel()
        .forEach(
            c ->
                climb(
                    new Draws(RandomStream.of(seed, Purpose.NOISE, c)),
                    shape,
                    ladder,
                    c,
                    energies));
    return SpectrumPoint.of(ladder, energies);
  }

  private void climb(Draws draws, int[] shape, List<Double> ladder, int c, double[][][] energies) {
    DeepLinearChain chain = new DeepLinearChain(shape, rank, draws);
    for (int rung = 0; rung < energies.length; rung++) {
      int sweeps = energies[rung][c].length;
      for (int sweep = -sweeps / 5; sweep < sweeps; sweep++) {
        double energy = chain.sweep(ladder.get(rung));
        if (sweep >= 0) {
          energies[rung][c][sweep] = energy;
        }
      }
    }
  }
}
