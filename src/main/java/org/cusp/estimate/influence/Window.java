package org.cusp.estimate.influence;

import java.util.Arrays;
import org.cusp.run.Draws;
import org.cusp.tensor.dense.Matrix;

/**
 * The draws of a {@link LossStore} that count.
 *
 * @param chains their numbers in the store
 * @param first draw of each that counts
 * @param draws of each
 */
public record Window(LossStore store, int[] chains, int first, int draws) {
  private static final int ROWS = 256;
  private static final int LEAST_DRAWS = 16;

  /**
   * The draws that count, of chains that completed.
   *
   * @param firstNumber of the first draw in the store
   * @param further share of the draws after the burn-in that is burn-in too
   * @throws org.cusp.contract.InvalidInput where there are too few
   */
  public static Window of(LossStore store, Draws draws, int firstNumber, double further) {
    int more = more(draws, further);
    int count = draws.plan().draws() - more;
    if (draws.completeChains().length == 0 || count < LEAST_DRAWS) {
      throw new TooFewDraws(
          "no chain has the "
              + LEAST_DRAWS
              + " draws from which covariances can be told: a larger --budget, or --draws");
    }
    return new Window(store, draws.completeChains(), first(draws, firstNumber) + more, count);
  }

  /** How many draws a share of those after the burn-in is. */
  public static int more(Draws draws, double share) {
    return (int) (share * draws.plan().draws());
  }

  /** The place of the first draw after the burn-in among those that were seen. */
  public static int first(Draws draws, int firstNumber) {
    return Math.max(0, draws.plan().burnIn() - firstNumber);
  }

  /** Some columns, [column][chain][draw]. */
  public double[][][] columns(int from, int count) {
    double[][][] found = new double[count][chains.length][draws];
    for (int chain = 0; chain < chains.length; chain++) {
      Matrix all = store.block(chains[chain], new LossStore.Part(first, draws, from, count));
      for (int draw = 0; draw < draws; draw++) {
        for (int i = 0; i < count; i++) {
          found[i][chain][draw] = all.values()[draw * count + i];
        }
      }
    }
    return found;
  }

  /**
   * Means and standard deviations over all draws.
   *
   * @param mean of each column
   * @param sd of each column, divisor the number of draws
   */
  public record Moments(double[] mean, double[] sd) {}

  /** Of every column, in two passes over the draws. */
  public Moments moments() {
    double[] mean = sums(new double[store.columns()], false);
    double[] squares = sums(mean, true);
    return new Moments(mean, Arrays.stream(squares).map(Math::sqrt).toArray());
  }

  /** The mean of the columns, or of their squared distances from what is given. */
  private double[] sums(double[] from, boolean squared) {
    int columns = store.columns();
    double[] sums = new double[columns];
    for (int chain : chains) {
      for (int draw = 0; draw < draws; draw += ROWS) {
        int rows = Math.min(ROWS, draws - draw);
        double[] part =
            store.block(chain, new LossStore.Part(first + draw, rows, 0, columns)).values();
        for (int i = 0; i < part.length; i++) {
          double x = part[i] - from[i % columns];
          sums[i % columns] += squared ? x * x : x;
        }
      }
    }
    double all = (double) chains.length * draws;
    return Arrays.stream(sums).map(sum -> sum / all).toArray();
  }

  /**
   * Batches of consecutive draws: about {@code 64} in all, each at least four times as long as the
   * slowest column takes to forget, but at least two in a chain.
   *
   * @param autocorrelationTime of the slowest, in draws
   */
  public Batches batches(double autocorrelationTime) {
    int wanted = (Batches.WANTED + chains.length - 1) / chains.length;
    int most = (int) (draws / Math.max(1, Batches.TIMES * autocorrelationTime));
    int perChain = Math.max(2, Math.min(wanted, most));
    int length = draws / perChain;
    return new Batches(chains, first + draws - perChain * length, length, perChain);
  }
}
