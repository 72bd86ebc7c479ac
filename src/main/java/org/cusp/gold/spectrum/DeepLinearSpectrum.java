package org.cusp.gold.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;
import org.cusp.numerics.Matrices;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.state.Bookmark;
import org.cusp.state.HasState;
import org.cusp.state.State;

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

  /** In the same units: some hundredths of a second. */
  private static final double WORK_BETWEEN_TURNS = 20_000;

  private static final int BURN_IN_SHARE = 5;

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
  List<SpectrumPoint> points(List<Double> ladder, long seed, Bookmark bookmark) {
    requireMemory();
    return points(ladder, (int) Math.max(LEAST_SWEEPS, sweepsOf(WORK)), seed, bookmark);
  }

  private double sweepsOf(double work) {
    return work / (parameters() + OVERHEAD);
  }

  /** A layer, what is above and below it and their Gram matrices, for each chain. */
  private void requireMemory() {
    double widest = widths.stream().max(Integer::compare).orElseThrow();
    double layers = widths.size() - 1.0;
    double numbers = CHAINS * (2 * layers + 6) * widest * widest;
    Memory.requireDoubles("the spectrum of layers up to " + (int) widest + " wide", (long) numbers);
  }

  /** The energies from so many sweeps of each chain at each temperature. */
  List<SpectrumPoint> points(List<Double> ladder, int sweeps, long seed, Bookmark bookmark) {
    requireMemory();
    List<Climb> climbs = new ArrayList<>();
    for (int c = 0; c < CHAINS; c++) {
      Climb climb = new Climb(ladder, sweeps, RandomStream.of(seed, Purpose.NOISE, c));
      bookmark.holds("chain " + c, climb);
      climbs.add(climb);
    }
    int block = (int) Math.max(1, sweepsOf(WORK_BETWEEN_TURNS));
    while (climbs.stream().anyMatch(climb -> !climb.isDone())) {
      climbs.parallelStream().forEach(climb -> climb.goOn(block));
      bookmark.turn();
    }
    double[][][] energies = new double[ladder.size()][CHAINS][];
    for (int rung = 0; rung < energies.length; rung++) {
      for (int c = 0; c < CHAINS; c++) {
        energies[rung][c] = climbs.get(c).energies[rung];
      }
    }
    return SpectrumPoint.of(ladder, energies);
  }

  /** A chain on its way up the ladder. */
  private final class Climb implements HasState {
    private final List<Double> ladder;
    private final Draws draws;
    private final DeepLinearChain chain;
    private double[][] energies;
    private int rung;
    private int sweep;

    Climb(List<Double> ladder, int sweeps, RandomStream stream) {
      this.ladder = ladder;
      this.draws = new Draws(stream);
      this.chain = new DeepLinearChain(widths.stream().mapToInt(w -> w).toArray(), rank, draws);
      this.energies =
          ladder.stream()
              .map(t -> new double[t < Spectrum.LOWEST_FITTED ? sweeps / SHARE_BELOW : sweeps])
              .toArray(double[][]::new);
      this.sweep = first();
    }

    @Override
    public void state(State at) {
      draws.state(at);
      chain.state(at.in("layers"));
      energies = Matrices.copy(at.rows("energies", energies));
      rung = (int) at.whole("rung", rung);
      sweep = (int) at.whole("sweep", sweep);
    }

    boolean isDone() {
      return rung == energies.length;
    }

    /** At a new rung, below 0 in the burn-in. */
    private int first() {
      return -energies[rung].length / BURN_IN_SHARE;
    }

    void goOn(int sweeps) {
      for (int i = 0; i < sweeps && !isDone(); i++) {
        double energy = chain.sweep(ladder.get(rung));
        if (sweep >= 0) {
          energies[rung][sweep] = energy;
        }
        sweep++;
        if (sweep == energies[rung].length) {
          rung++;
          sweep = isDone() ? 0 : first();
        }
      }
    }
  }
}
