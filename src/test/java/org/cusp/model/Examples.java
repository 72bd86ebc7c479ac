package org.cusp.model;

import java.util.Arrays;
import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;

/** Small data and models, and losses and gradients of several chains on them, in double. */
final class Examples {
  static final int FEATURES = 5;
  static final int OUTPUTS = 3;
  static final int BATCH = 9;
  private static final double STEP = 1e-5;
  private static final RandomStream STREAM = RandomStream.of(4, Purpose.INPUTS, 0);

  private Examples() {}

  /**
   * What an evaluator gives.
   *
   * @param losses [chain][datum]
   * @param gradients [chain][parameter]
   */
  record Evaluation(double[][] losses, double[][] gradients) {
    double meanLoss(int chain) {
      return Arrays.stream(losses[chain]).average().orElseThrow();
    }
  }

  /** y_k = a_k tanh(b x_k + c x_(k+1)), parameters named hidden.b, hidden.c and a. */
  static AnalyticModel analytic() {
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("hidden.b", 1);
    space.add("hidden.c", 1);
    space.add("a", OUTPUTS);
    return new AnalyticModel(
        "bumps", space.build(), FEATURES, new Likelihood.Gaussian(OUTPUTS, 0.7), new Bumps());
  }

  private static final class Bumps implements AnalyticFunction {
    @Override
    public void outputs(double[] w, double[] x, double[] y, double[] out) {
      for (int k = 0; k < out.length; k++) {
        out[k] = w[2 + k] * Math.tanh(w[0] * x[k] + w[1] * x[k + 1]);
      }
    }

    @Override
    public void addGradient(
        double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
      for (int k = 0; k < cotangent.length; k++) {
        double value = Math.tanh(w[0] * x[k] + w[1] * x[k + 1]);
        double slope = cotangent[k] * w[2 + k] * (1 - value * value);
        gradient[0] += slope * x[k];
        gradient[1] += slope * x[k + 1];
        gradient[2 + k] += cotangent[k] * value;
      }
    }
  }

  static DataSet data(Likelihood likelihood) {
    return data(likelihood, FEATURES);
  }

  /** The same with so many inputs. */
  static DataSet data(Likelihood likelihood, int features) {
    double[] x = new double[BATCH * features];
    STREAM.normals(0, 0, x, x.length);
    if (likelihood instanceof Likelihood.Categorical) {
      int[] labels = new int[BATCH];
      Arrays.setAll(labels, i -> i % OUTPUTS);
      return new DataSet("classes", BATCH, features, x, new Targets.Classes(labels, OUTPUTS));
    }
    if (likelihood instanceof PerPosition each
        && each.each() instanceof Likelihood.Categorical of) {
      Arrays.setAll(x, i -> (i * i + i / features) % of.classes());
      int[] labels = new int[BATCH * each.positions()];
      Arrays.setAll(labels, i -> (3 * i + i / 7) % of.classes());
      Targets targets = new Targets.Sequences(labels, of.classes(), each.positions());
      return new DataSet("tokens", BATCH, features, x, targets);
    }
    double[] y = new double[BATCH * likelihood.outputs()];
    STREAM.normals(1, 0, y, y.length);
    return new DataSet("values", BATCH, features, x, new Targets.Values(y, likelihood.outputs()));
  }

  /** Normal numbers, others for every {@code which}. */
  static double[] normals(int which, int count) {
    double[] values = new double[count];
    STREAM.normals(10L + which, 0, values, count);
    return values;
  }

  /** All chains on all data of {@link #data}. */
  static Evaluation evaluate(Model model, Kernels kernels, List<double[]> chains) {
    int count = chains.size();
    try (TensorData tensors =
            TensorData.of(
                data(model.likelihood(), model.inputs()),
                KernelProvider.best().memory(),
                Precision.FLOAT64);
        Slab w =
            Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, count, model.size());
        Slab gradient =
            Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, count, model.size());
        Slab losses = w.doublesBeside(count, BATCH);
        Evaluator evaluator = model.evaluator(kernels, w, BATCH)) {
      double[][] found = new double[count][];
      double[][] gradients = new double[count][];
      for (int chain = 0; chain < count; chain++) {
        w.setRow(chain, chains.get(chain));
      }
      evaluator.lossesAndGradient(tensors.slice(0, BATCH), gradient, losses);
      for (int chain = 0; chain < count; chain++) {
        gradients[chain] = gradient.getRow(chain);
        found[chain] = losses.getRow(chain);
      }
      return new Evaluation(found, gradients);
    }
  }

  /** The gradient of the mean loss by central differences, from losses without gradient. */
  static double[] differences(Model model, Kernels kernels, double[] at) {
    double[] result = new double[at.length];
    try (TensorData tensors =
            TensorData.of(
                data(model.likelihood(), model.inputs()),
                KernelProvider.best().memory(),
                Precision.FLOAT64);
        Slab w = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, 1, model.size());
        Evaluator evaluator = model.evaluator(kernels, w, BATCH)) {
      Batch batch = tensors.slice(0, BATCH);
      for (int i = 0; i < at.length; i++) {
        double up = meanLoss(evaluator, batch, w, at, i, STEP);
        result[i] = (up - meanLoss(evaluator, batch, w, at, i, -STEP)) / (2 * STEP);
      }
    }
    return result;
  }

  private static double meanLoss(
      Evaluator evaluator, Batch batch, Slab w, double[] at, int i, double shift) {
    double[] moved = at.clone();
    moved[i] += shift;
    w.setRow(0, moved);
    try (Slab losses = w.doublesBeside(1, BATCH)) {
      evaluator.losses(batch, losses);
      return Arrays.stream(losses.getRow(0)).average().orElseThrow();
    }
  }

  /** |a - b| / |b|. */
  static double distance(double[] a, double[] b) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < b.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      norm += b[i] * b[i];
    }
    return Math.sqrt(difference / norm);
  }
}
