package org.cusp.data;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.numerics.Vectors;

/**
 * Made data. Each generator is a pure function of its arguments and of the numbers that its sources
 * give: {@code normal} standard normal ones, {@code uniform} ones in [0, 1). Examples are drawn in
 * order, for each example first the inputs and then the noise of its targets. Examples with classes
 * take the classes in turn: example i has class i mod classes.
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
    checkSizes(n, inputs);
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

  /** Linear regression: {@code y = weights . x + noise e}, as {@link #teacher}. */
  public static DataSet linear(int n, double[] weights, double noise, DoubleSupplier normal) {
    return teacher(n, weights.length, 1, x -> new double[] {Vectors.dot(weights, x)}, noise, normal)
        .named("linear");
  }

  /**
   * Gaussian blobs: the centre of each class is {@code separation} times a standard normal vector
   * (all centres are drawn first), an example its centre plus a standard normal vector.
   */
  public static DataSet blobs(
      int n, int features, int classes, double separation, DoubleSupplier normal) {
    checkSizes(n, features);
    Check.nonNegative("separation", separation);
    double[] centres = new double[Check.atLeast("classes", classes, 2) * features];
    Arrays.setAll(centres, i -> separation * normal.getAsDouble());
    double[] x = new double[n * features];
    Arrays.setAll(
        x,
        i -> {
          int label = i / features % classes;
          return centres[label * features + i % features] + normal.getAsDouble();
        });
    return new DataSet("blobs", n, features, x, inTurn(n, classes));
  }

  /**
   * Concentric rings in the plane: class c lies on the circle of radius 1 + c at a uniform angle,
   * plus normal noise of standard deviation {@code noise} in each coordinate.
   */
  public static DataSet rings(
      int n, int classes, double noise, DoubleSupplier normal, DoubleSupplier uniform) {
    return plane(
        "rings",
        n,
        classes,
        noise,
        normal,
        label -> new double[] {1.0 + label, 2 * Math.PI * uniform.getAsDouble()});
  }

  /**
   * Spirals in the plane: an example of class c has a uniform radius r in [0, 1) and the angle
   * {@code 2 pi (turns r + c / classes)}, plus normal noise in each coordinate.
   */
  public static DataSet spirals(
      int n,
      int classes,
      double turns,
      double noise,
      DoubleSupplier normal,
      DoubleSupplier uniform) {
    Check.finite("turns", turns);
    return plane(
        "spirals",
        n,
        classes,
        noise,
        normal,
        label -> {
          double radius = uniform.getAsDouble();
          return new double[] {radius, 2 * Math.PI * (turns * radius + (double) label / classes)};
        });
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

  /** Exclusive or: the four pairs of bits, in the order 00 01 10 11, and their sum modulo 2. */
  public static DataSet xor() {
    return new DataSet(
        "xor",
        4,
        2,
        new double[] {0, 0, 0, 1, 1, 0, 1, 1},
        new Targets.Classes(new int[] {0, 1, 1, 0}, 2));
  }

  /** Where an example of a class lies before noise. */
  private interface Polar {
    /** The radius and the angle. */
    double[] of(int label);
  }

  private static DataSet plane(
      String name, int n, int classes, double noise, DoubleSupplier normal, Polar polar) {
    checkSizes(n, 2);
    Check.atLeast("classes", classes, 2);
    Check.nonNegative("noise", noise);
    double[] x = new double[2 * n];
    for (int row = 0; row < n; row++) {
      double[] point = polar.of(row % classes);
      x[2 * row] = point[0] * Math.cos(point[1]) + noise * normal.getAsDouble();
      x[2 * row + 1] = point[0] * Math.sin(point[1]) + noise * normal.getAsDouble();
    }
    return new DataSet(name, n, 2, x, inTurn(n, classes));
  }

  private static Targets inTurn(int n, int classes) {
    int[] labels = new int[n];
    Arrays.setAll(labels, row -> row % classes);
    return new Targets.Classes(labels, classes);
  }

  private static void checkSizes(int n, int features) {
    Check.atLeast("n", n, 2);
    Check.atLeast("features", features, 1);
    if ((long) n * features > Integer.MAX_VALUE - 8) {
      throw new InvalidInput("n times features must be below 2^31 - 8, got " + (long) n * features);
    }
  }
}
