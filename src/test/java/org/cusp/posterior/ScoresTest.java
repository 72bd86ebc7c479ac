package org.cusp.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.Mlp;
import org.cusp.model.likelihood.Density;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/**
 * The mean outer product of scores against the Fisher information of one linear layer without
 * biases at one input x: (diag(p) - p p') x x' of classes, x x' / sigma^2 of normals, p (1 - p) x
 * x' of events. Entries are means of 40,000 terms; each is allowed 4.5 standard errors, and there
 * are 36 + 16 + 16 of them: one fails by chance once in 2,000 seeds.
 */
class ScoresTest {
  private static final int ROWS = 40_000;
  private static final double[] X = {1.5, -0.7};
  private static final double[] W = {0.3, -0.2, 0.9, 0.4, -0.5, 0.1};

  private static DataSet data(Targets targets) {
    return new DataSet("one", 1, 2, X, targets);
  }

  private static void compare(Likelihood likelihood, Targets targets, double[][] ofOutputs) {
    int outputs = likelihood.outputs();
    Mlp model = new Mlp(List.of(2, outputs), Activation.IDENTITY, likelihood, Mlp.Biases.ABSENT);
    double[] w = Arrays.copyOf(W, 2 * outputs);
    Posterior posterior = new Posterior(model, data(targets), w, 5, 1);
    KernelProvider kernels = KernelProvider.best();
    try (Workers workers = new Workers(2);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, kernels, workers)) {
      MatrixStack rows =
          new Scores(shared, kernels, workers, 7).at(new double[][] {w, w, w}, ROWS, 0);
      try (Slab memory = rows.slab()) {
        compare(memory, w.length, ofOutputs);
      }
    }
  }

  private static void compare(Slab rows, int size, double[][] ofOutputs) {
    double[] all = rows.getRow(0);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < ROWS; row++) {
          double term = all[row * size + i] * all[row * size + j];
          sum += term;
          squares += term * term;
        }
        double mean = sum / ROWS;
        double se = Math.sqrt((squares / ROWS - mean * mean) / ROWS);
        double exact = ofOutputs[i / 2][j / 2] * X[i % 2] * X[j % 2];
        assertThat(mean).as("entry %d, %d", i, j).isCloseTo(exact, within(4.5 * se + 1e-12));
      }
    }
  }

  private static double output(int k) {
    return W[2 * k] * X[0] + W[2 * k + 1] * X[1];
  }

  @Test
  void classes() {
    double[] p = new double[3];
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      p[k] = Math.exp(output(k));
      sum += p[k];
    }
    double[][] fisher = new double[3][3];
    for (int k = 0; k < 3; k++) {
      for (int l = 0; l < 3; l++) {
        fisher[k][l] = (k == l ? p[k] / sum : 0) - p[k] / sum * p[l] / sum;
      }
    }
    compare(new Likelihood.Categorical(3), new Targets.Classes(new int[] {1}, 3), fisher);
  }

  @Test
  void normals() {
    double[][] fisher = {{1 / 0.49, 0}, {0, 1 / 0.49}};
    compare(new Likelihood.Gaussian(2, 0.7), new Targets.Values(new double[] {9, -9}, 2), fisher);
  }

  @Test
  void events() {
    double[][] fisher = new double[2][2];
    for (int k = 0; k < 2; k++) {
      double p = 1 / (1 + Math.exp(-output(k)));
      fisher[k][k] = p * (1 - p);
    }
    compare(new Likelihood.Bernoulli(2), new Targets.Values(new double[] {1, 0}, 2), fisher);
  }

  @Test
  void aDensityHasNoTargetsToDraw() {
    RandomStream stream = RandomStream.of(1, Purpose.REFERENCE, 0);
    assertThatThrownBy(() -> new Density(1).draw(new double[] {0}, stream, 0))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("density");
  }
}
