package org.cusp.problem;

import org.cusp.data.DataSet;
import org.cusp.model.Evaluator;
import org.cusp.model.Model;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/** Losses and gradients of a model through its evaluator, and points to take them at. */
public final class Evaluation {
  private Evaluation() {}

  /** The losses of all data at one parameter. */
  static double[] losses(Model model, DataSet data, double[] w) {
    try (TensorData tensors =
            TensorData.of(data, KernelProvider.best().memory(), Precision.FLOAT64);
        Slab slab = Slab.row(KernelProvider.best().memory(), Precision.FLOAT64, w);
        Slab losses = slab.doublesBeside(1, data.n());
        Evaluator evaluator = model.evaluator(KernelProvider.best().create(), slab, data.n())) {
      evaluator.losses(tensors.slice(0, data.n()), losses);
      return losses.getRow(0);
    }
  }

  /** The gradient of the mean loss of all data, of the second of two chains. */
  static double[] gradient(KernelProvider kernels, Model model, DataSet data, double[] w) {
    try (TensorData tensors =
            TensorData.of(data, KernelProvider.best().memory(), Precision.FLOAT64);
        Slab slab = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, 2, w.length);
        Slab gradient = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, 2, w.length);
        Slab losses = slab.doublesBeside(2, data.n());
        Evaluator evaluator = model.evaluator(kernels.create(), slab, data.n())) {
      slab.setRow(1, w);
      Batch batch = tensors.slice(0, data.n());
      evaluator.lossesAndGradient(batch, gradient, losses);
      return gradient.getRow(1);
    }
  }

  public static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** K_n(w) of a data set. */
  public static double kn(Problem problem, DataSet data, double[] w) {
    return mean(losses(problem.model(), data, w))
        - mean(losses(problem.model(), data, problem.truth()));
  }

  /** The truth moved by N(0, distance^2). */
  public static double[] near(Problem problem, double distance, long seed) {
    double[] w = problem.truth().clone();
    RandomStream stream = RandomStream.of(seed, Purpose.START, 0);
    for (int i = 0; i < w.length; i++) {
      w[i] += distance * stream.normal(0, i);
    }
    return w;
  }

  /** A function of a parameter. */
  interface Scalar {
    double at(double[] w);
  }

  static double[] centralDifferences(Scalar function, double[] w, double step) {
    double[] differences = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      double[] up = w.clone();
      double[] down = w.clone();
      up[i] += step;
      down[i] -= step;
      differences[i] = (function.at(up) - function.at(down)) / (2 * step);
    }
    return differences;
  }

  static double relativeDistance(double[] a, double[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      norm += b[i] * b[i];
    }
    return Math.sqrt(difference / norm);
  }
}
