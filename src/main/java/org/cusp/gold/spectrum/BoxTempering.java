package org.cusp.gold.spectrum;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cusp.numerics.Matrices;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.state.Bookmark;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * Mean energies on the cube [-1, 1]^d under {@code exp(-t K(w))} at all temperatures of a ladder,
 * by Metropolis moves ({@link BoxMove}) and exchanges of neighbouring temperatures (C. J. Geyer,
 * Markov chain Monte Carlo maximum likelihood, Interface 1991): a state reaches a far part of the
 * zero set by way of the hot end. Errors from the effective sample size of independent replicates.
 */
final class BoxTempering {
  private static final int REPLICATES = 4;
  private static final int BURN_IN = 1_000;
  private static final int SWEEPS = 6_000;
  private static final int MOVES = 10;

  private final ToDoubleFunction<double[]> k;
  private final int dimension;
  private final List<Double> ladder;

  BoxTempering(ToDoubleFunction<double[]> k, int dimension, List<Double> ladder) {
    this.k = k;
    this.dimension = dimension;
    this.ladder = ladder;
  }

  List<SpectrumPoint> points(long seed, Bookmark bookmark) {
    double[][][] energies = new double[ladder.size()][REPLICATES][];
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
      Replicate one = new Replicate(new Draws(RandomStream.of(seed, Purpose.NOISE, replicate)));
      bookmark.holds("replicate " + replicate, one);
      one.run(bookmark);
      for (int rung = 0; rung < energies.length; rung++) {
        energies[rung][replicate] = one.energies[rung];
      }
    }
    return SpectrumPoint.of(ladder, energies);
  }

  /** A state at every temperature, and what they have been. */
  private final class Replicate implements HasState {
    private final Draws draws;
    private final BoxMove move;
    private final double[] proposal = new double[dimension];
    private double[][] w = new double[ladder.size()][dimension];
    private double[] value = new double[ladder.size()];
    private double[][] energies = new double[ladder.size()][SWEEPS];
    private int sweep = -BURN_IN;

    Replicate(Draws draws) {
      this.draws = draws;
      this.move = new BoxMove(draws);
      for (int rung = 0; rung < w.length; rung++) {
        for (int i = 0; i < dimension; i++) {
          w[rung][i] = 2 * draws.uniform() - 1;
        }
        value[rung] = k.applyAsDouble(w[rung]);
      }
    }

    @Override
    public void state(State at) {
      draws.state(at);
      sweep = (int) at.whole("sweep", sweep);
      w = Matrices.copy(at.rows("w", w));
      value = at.numbers("value", value).clone();
      energies = Matrices.copy(at.rows("energies", energies));
    }

    void run(Bookmark bookmark) {
      while (sweep < SWEEPS) {
        sweep();
        sweep++;
        bookmark.turn();
      }
    }

    private void sweep() {
      for (int rung = 0; rung < w.length; rung++) {
        for (int step = 0; step < MOVES; step++) {
          step(rung);
        }
      }
      exchange();
      for (int rung = 0; sweep >= 0 && rung < w.length; rung++) {
        energies[rung][sweep] = ladder.get(rung) * value[rung];
      }
    }

    private void step(int rung) {
      double jacobian = move.propose(w[rung], proposal);
      double next = jacobian == Double.NEGATIVE_INFINITY ? Double.NaN : k.applyAsDouble(proposal);
      double ratio = jacobian - ladder.get(rung) * (next - value[rung]);
      if (Math.log(draws.uniform()) < ratio) {
        System.arraycopy(proposal, 0, w[rung], 0, dimension);
        value[rung] = next;
      }
    }

    private void exchange() {
      for (int rung = Math.floorMod(sweep, 2); rung + 1 < w.length; rung += 2) {
        double ratio = (ladder.get(rung + 1) - ladder.get(rung)) * (value[rung + 1] - value[rung]);
        if (Math.log(draws.uniform()) < ratio) {
          double[] state = w[rung];
          w[rung] = w[rung + 1];
          w[rung + 1] = state;
          double energy = value[rung];
          value[rung] = value[rung + 1];
          value[rung + 1] = energy;
        }
      }
    }
  }
}
