package org.cusp.sampler.search;

import java.util.Arrays;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * The width of the widest direction of a posterior, from the positions of all chains: the largest
 * standard deviation of a parameter over the chains and a window of transitions. It bounds what a
 * trajectory must cross, and the localisation bounds it: 1/sqrt(gamma).
 *
 * <p>A quarter of the period of that direction, pi/2 times its width, is the longest trajectory
 * worth making. The gradient of a criterion such as ChEES (Hoffman, Radul, Sountsov, AISTATS 2021)
 * is too noisy with eight chains and thousands of parameters (docs/decisions/0006).
 */
public final class WidthSearch implements HasState {
  private final double bound;
  private final double[] sums;
  private final double[] squares;
  private int count;
  private double width;

  /**
   * For so many parameters.
   *
   * @param bound the width that the localisation allows; infinite without one
   */
  public WidthSearch(int parameters, double bound) {
    this.bound = bound;
    this.width = bound;
    this.sums = new double[parameters];
    this.squares = new double[parameters];
  }

  /** Takes in where a chain is, relative to w*. */
  public void learn(double[] w, double[] centre) {
    for (int i = 0; i < sums.length; i++) {
      double distance = w[i] - centre[i];
      sums[i] += distance;
      squares[i] += distance * distance;
    }
    count++;
  }

  /** Ends a window without drawing a conclusion from it. */
  public void forgetWindow() {
    Arrays.fill(sums, 0);
    Arrays.fill(squares, 0);
    count = 0;
  }

  /** Ends a window: its width is the width from now on. */
  public void endWindow() {
    double largest = 0;
    for (int i = 0; i < sums.length; i++) {
      double mean = sums[i] / count;
      largest = Math.max(largest, squares[i] / count - mean * mean);
    }
    forgetWindow();
    width = largest > 0 ? Math.min(bound, Math.sqrt(largest)) : bound;
  }

  @Override
  public void state(State at) {
    System.arraycopy(at.numbers("sums", sums), 0, sums, 0, sums.length);
    System.arraycopy(at.numbers("squares", squares), 0, squares, 0, squares.length);
    count = (int) at.whole("count", count);
    width = at.number("width", width);
  }

  /** Time of the longest trajectory. */
  public double trajectoryLength() {
    return Math.PI / 2 * width;
  }
}
