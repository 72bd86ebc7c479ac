package org.cusp.data;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * Made data, pure functions of their arguments and of the standard normal numbers that a source
 * gives. Examples are drawn in order, for each example first the inputs and then the noise of its
 * targets.
 */
public final class Synthetic {
  private Synthetic() {}

  /**
   * Regression on a known function: {@code x ~ N(0, I)}, {@code y = f(x) + noise e}, {@code e ~
   * N(0, I)}.
   *
   * @param function from {@code inputs} numbers to {@code outputs} numbers
   * @param noise the standard deviation of each output's noise, at least 0
   */
  public static DataSet teacher(
      int n,
      int inputs,
      int outputs,
      UnaryOperator<double[]> function,
      double noise,
      DoubleSupplier normal) {
    Check.atLeast("n", n, 2);
    Check.atLeast("features", inputs, 1);
    if ((long) n * inputs > Integer.MAX_VALUE - 8) {
      throw new InvalidInput("n times features must be below 2^31 - 8, got " + (long) n * inputs);
    }
    Check.atLeast("outputs", outputs, 1);
    Check.nonNegative("noise", noise);
    double[] x = new double[n * inputs];
    double[] y = new double[n * outputs];
    for (int row = 0; row < n; row++) {
      double[] input = new double[inputs];
      Arrays.setAll(input, i -> normal.getAsDouble());
      double[] output = function.apply(input.clone());
      Check.equal("outputs of the teacher", output.length, outputs);
      System.arraycopy(input, 0, x, row * inputs, inputs);
      for (int i = 0; i < outputs; i++) {
        y[row * outputs + i] = output[i] + noise * normal.getAsDouble();
      }
    }
    return new DataSet("teacher", n, inputs, x, new Targets.Values(y, outputs));
  }

  /**
   * Addition modulo p, the whole table: row {@code a p + b} has the inputs (one-hot a, one-hot b),
   * 2 p numbers, and the class (a + b) mod p.
   *
   * @param modulus p, in [2, 812] (the table has 2 p^3 numbers)
   */
  public static DataSet modularAddition(int modulus) {
    int p = Check.inRange("modulus", modulus, 2, 812);
    double[] x = new double[p * p * 2 * p];
    int[] labels = new int[p * p];
    for (int row = 0; row < p * p; row++) {
      int a = row / p;
      int b = row % p;
      x[row * 2 * p + a] = 1;
      x[row * 2 * p + p + b] = 1;
      labels[row] = (a + b) % p;
    }
    return new DataSet("modular addition", p * p, 2 * p, x, new Targets.Classes(labels, p));
  }
}
