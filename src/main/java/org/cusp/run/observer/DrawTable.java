package org.cusp.run.observer;

import java.util.Arrays;
import org.cusp.contract.Check;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * Some numbers of every draw of every chain. Chains may be written to from different threads; once
 * they rest, all is read in the order of chains and draws.
 */
public final class DrawTable implements HasState {
  private static final int FIRST_CAPACITY = 256;

  private final double[][][] numbers;

  /** Draws of each chain that were put. */
  private final int[] put;

  /** So many numbers of each draw. */
  public DrawTable(int columns, int chains) {
    this.numbers = new double[Check.atLeast("columns", columns, 1)][chains][0];
    this.put = new int[chains];
  }

  /** The numbers of a draw; NaN those of the draws before it that were not put. */
  public void put(int chain, int draw, double... row) {
    Check.equal("numbers of a draw", row.length, numbers.length);
    for (int column = 0; column < numbers.length; column++) {
      reserve(column, chain, draw);
      numbers[column][chain][draw] = row[column];
    }
    put[chain] = Math.max(put[chain], draw + 1);
  }

  private void reserve(int column, int chain, int draw) {
    double[] old = numbers[column][chain];
    if (draw < old.length) {
      return;
    }
    double[] larger =
        Arrays.copyOf(old, Math.max(draw + 1, Math.max(FIRST_CAPACITY, 2 * old.length)));
    Arrays.fill(larger, old.length, larger.length, Double.NaN);
    numbers[column][chain] = larger;
  }

  @Override
  public void state(State at) {
    for (int column = 0; column < numbers.length; column++) {
      State part = at.in("column" + column);
      for (int chain = 0; chain < put.length; chain++) {
        double[] now = Arrays.copyOf(numbers[column][chain], put[chain]);
        double[] found = part.numbers("chain" + chain, now);
        if (found != now) {
          numbers[column][chain] = found.clone();
        }
      }
    }
    for (int chain = 0; chain < put.length; chain++) {
      put[chain] = (int) at.whole("put" + chain, put[chain]);
    }
  }

  /** One number of draws {@code from .. to - 1}, [chain][draw]; NaN where none was put. */
  public double[][] column(int column, int from, int to) {
    double[][] all = new double[numbers[column].length][];
    for (int chain = 0; chain < all.length; chain++) {
      if (to > from) {
        reserve(column, chain, to - 1);
      }
      all[chain] = Arrays.copyOfRange(numbers[column][chain], from, to);
    }
    return all;
  }
}
