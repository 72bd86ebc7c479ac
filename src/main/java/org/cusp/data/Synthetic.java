package org.cusp.data;

import java.util.Arrays;
import java.util.List;
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

  /**
   * Regression in context: of each sequence {@code w ~ N(0, I)}, and of each of its pairs {@code x
   * ~ N(0, I)} and {@code y = w x + N(0, variance)}. The input is tokens (0, x_1), (y_1, 0), (0,
   * x_2), ..., 2 pairs x (dimension + 1) numbers, the targets are the y.
   *
   * <p>Source: A. Raventos, M. Paul, F. Chen, S. Ganguli, "Pretraining task diversity and the
   * emergence of non-Bayesian in-context learning for regression", NeurIPS 2023, arXiv:2306.15063,
   * with a Gaussian prior of tasks.
   *
   * @param variance of the noise, at least 0
   */
  public static DataSet inContextRegression(
      int sequences, int pairs, int dimension, double variance, DoubleSupplier normal) {
    Check.atLeast("sequences", sequences, 2);
    Check.atLeast("pairs", pairs, 1);
    Check.atLeast("dimension", dimension, 1);
    Check.nonNegative("noise", variance);
    int width = dimension + 1;
    double deviation = Math.sqrt(variance);
    double[] x = new double[Math.multiplyExact(sequences, Math.multiplyExact(2 * pairs, width))];
    double[] y = new double[sequences * pairs];
    double[] w = new double[dimension];
    for (int pair = 0, at = 0; pair < y.length; pair++, at += 2 * width) {
      if (pair % pairs == 0) {
        Arrays.setAll(w, j -> normal.getAsDouble());
      }
      double sum = 0;
      for (int j = 0; j < dimension; j++) {
        x[at + 1 + j] = normal.getAsDouble();
        sum += w[j] * x[at + 1 + j];
      }
      y[pair] = sum + deviation * normal.getAsDouble();
      x[at + width] = y[pair];
    }
    String name = "in-context regression, " + pairs + " pairs of dimension " + dimension;
    Shape shape = new Shape(List.of(2 * pairs, width));
    return new DataSet(name, sequences, shape, x, new Targets.Values(y, pairs));
  }
}
