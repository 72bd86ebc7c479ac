package org.cusp.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.DeepLinear;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Likelihood;
import org.cusp.model.ParamSpace;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Precision;

/**
 * A deep linear network that learns a deep linear network of rank r: x uniform on [-10, 10]^d, y =
 * W_L ... W_1 x + N(0, sigma^2 I). The true weights are Gaussian of variance 1/fan-in; the rank is
 * lost in one layer, drawn by the seed, which is a product of two Gaussian factors.
 *
 * <p>The exact coefficient is the smallest over all parameters that represent the truth (M. Aoyagi,
 * Neural Networks 172:106132, 2024); at the truth drawn here the local one can be larger.
 */
final class DeepLinearProblem implements ProblemFamily {
  private static final double HALF_WIDTH = 10;

  @Override
  public String name() {
    return "dln";
  }

  @Override
  public String parameters() {
    return "widths (inputs x ... x outputs), rank (default: the smallest width), n (default 10000),"
        + " sigma (default 1)";
  }

  @Override
  public String example() {
    return "dln:widths=10x10x10x10,rank=3,n=100000";
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    text.requireOnly(List.of("widths", "rank", "n", "sigma"));
    List<Integer> widths = text.intListAt("widths");
    int rank = text.intAt("rank", widths.stream().min(Integer::compare).orElseThrow());
    DeepLinear exact = new DeepLinear(widths, rank);
    int n = Check.atLeast("n", text.intAt("n", 10_000), 2);
    double sigma = Check.positive("sigma", text.doubleAt("sigma", 1));
    int outputs = widths.get(widths.size() - 1);
    DeepLinearNetwork model =
        new DeepLinearNetwork(widths, new Likelihood.Gaussian(outputs, sigma));
    double[] truth = truth(model, rank, seed);
    DataSet data = data(text.toString(), model, truth, n, sigma, seed);
    return new Problem(
        text.toString(), model, data, truth, Optional.of(exact.rlct()), Precision.FLOAT64);
  }

  private static double[] truth(DeepLinearNetwork model, int rank, long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.TRUTH, 0);
    double[] w = model.initialise(stream);
    List<ParamSpace.Tensor> layers = model.parameters().tensors();
    int smallest = model.widths().stream().min(Integer::compare).orElseThrow();
    if (rank < smallest) {
      int chosen = (int) (stream.uniform(1, 0) * layers.size());
      fillWithRank(w, layers.get(chosen), rank, stream);
    }
    return w;
  }

  /** Entries of variance 1/fan-in: left factor N(0, 1/rank), right factor N(0, 1/fan-in). */
  private static void fillWithRank(
      double[] w, ParamSpace.Tensor layer, int rank, RandomStream stream) {
    int rows = layer.shape().get(0);
    int columns = layer.shape().get(1);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < rank; k++) {
          sum += stream.normal(2, (long) i * rank + k) * stream.normal(3, (long) k * columns + j);
        }
        w[layer.offset() + i * columns + j] = sum / Math.sqrt((double) Math.max(rank, 1) * columns);
      }
    }
  }

  private static DataSet data(
      String name, DeepLinearNetwork model, double[] truth, int n, double sigma, long seed) {
    int inputs = model.inputs();
    int outputs = model.likelihood().outputs();
    RandomStream inputStream = RandomStream.of(seed, Purpose.INPUTS, 0);
    RandomStream noise = RandomStream.of(seed, Purpose.OUTPUTS, 0);
    double[][] map = product(model, truth);
    double[] x = new double[Math.multiplyExact(n, inputs)];
    double[] y = new double[Math.multiplyExact(n, outputs)];
    Arrays.setAll(x, i -> HALF_WIDTH * (2 * inputStream.uniform(0, i) - 1));
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < outputs; i++) {
        double sum = sigma * noise.normal(0, (long) row * outputs + i);
        for (int j = 0; j < inputs; j++) {
          sum += map[i][j] * x[row * inputs + j];
        }
        y[row * outputs + i] = sum;
      }
    }
    return new DataSet(name, n, inputs, x, new Targets.Values(y, outputs));
  }

  /** W_L ... W_1. */
  private static double[][] product(DeepLinearNetwork model, double[] w) {
    int inputs = model.inputs();
    double[][] map = new double[inputs][inputs];
    for (int i = 0; i < inputs; i++) {
      map[i][i] = 1;
    }
    for (ParamSpace.Tensor layer : model.parameters().tensors()) {
      map = times(w, layer, map);
    }
    return map;
  }

  private static double[][] times(double[] w, ParamSpace.Tensor layer, double[][] right) {
    int rows = layer.shape().get(0);
    int inner = layer.shape().get(1);
    double[][] result = new double[rows][right[0].length];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        double factor = w[layer.offset() + i * inner + k];
        for (int j = 0; j < right[0].length; j++) {
          result[i][j] += factor * right[k][j];
        }
      }
    }
    return result;
  }
}
