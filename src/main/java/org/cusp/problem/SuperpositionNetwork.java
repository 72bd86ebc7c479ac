package org.cusp.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cusp.model.AnalyticFunction;
import org.cusp.problem.law.Nodes;

/**
 * ReLU(W^T W x + b) with c inputs and as many outputs; parameters: the two rows of W, then b.
 *
 * @param columns c
 */
record SuperpositionNetwork(int columns) implements AnalyticFunction {
  /** Gauss-Legendre of this order is exact for degree 5; squared losses are of degree 4. */
  private static final int ORDER = 3;

  @Override
  public void outputs(double[] w, double[] x, double[] y, double[] out) {
    double first = row(w, 0, x);
    double second = row(w, columns, x);
    for (int j = 0; j < columns; j++) {
      out[j] = Math.max(0, w[j] * first + w[columns + j] * second + w[2 * columns + j]);
    }
  }

  @Override
  public void addGradient(
      double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
    double first = row(w, 0, x);
    double second = row(w, columns, x);
    double toFirst = 0;
    double toSecond = 0;
    for (int j = 0; j < columns; j++) {
      if (w[j] * first + w[columns + j] * second + w[2 * columns + j] > 0) {
        gradient[j] += cotangent[j] * first;
        gradient[columns + j] += cotangent[j] * second;
        gradient[2 * columns + j] += cotangent[j];
        toFirst += cotangent[j] * w[j];
        toSecond += cotangent[j] * w[columns + j];
      }
    }
    for (int i = 0; i < columns; i++) {
      gradient[i] += toFirst * x[i];
      gradient[columns + i] += toSecond * x[i];
    }
  }

  private double row(double[] w, int offset, double[] x) {
    double sum = 0;
    for (int i = 0; i < columns; i++) {
      sum += w[offset + i] * x[i];
    }
    return sum;
  }

  /**
   * The law of x = u e_i, i uniform, u uniform on [0, 1], cut where an output of either parameter
   * begins: between the cuts the outputs are linear in u, and the rule is exact.
   */
  Nodes nodes(double[] w, double[] other) {
    List<double[]> points = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      TreeSet<Double> cuts = new TreeSet<>(List.of(0.0, 1.0));
      addCuts(w, i, cuts);
      addCuts(other, i, cuts);
      for (double low : cuts.headSet(1.0)) {
        Nodes panel = Nodes.uniform(low, cuts.higher(low), 1, ORDER);
        for (int k = 0; k < ORDER; k++) {
          double[] x = new double[columns];
          x[i] = panel.points().get(k)[0];
          points.add(x);
          weights.add(panel.weights()[k] * (cuts.higher(low) - low) / columns);
        }
      }
    }
    return new Nodes(points, weights.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private void addCuts(double[] w, int input, TreeSet<Double> cuts) {
    for (int j = 0; j < columns; j++) {
      double slope = w[j] * w[input] + w[columns + j] * w[columns + input];
      double cut = -w[2 * columns + j] / slope;
      if (cut > 0 && cut < 1) {
        cuts.add(cut);
      }
    }
  }
}
