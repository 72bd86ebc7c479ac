package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.model.likelihood.PerPosition.Datum;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenLayersTest {
  private static final int V = 6;
  private static final int T = 4;

  private static LayerNetwork network(Likelihood likelihood, Shape inputs, Object... layers) {
    return new LayerNetwork(inputs, Layers.read("", "layers.", List.of(layers)), likelihood);
  }

  private static LayerNetwork ofTokens(Object... layers) {
    Likelihood each = new Likelihood.Categorical(V);
    return network(new PerPosition(each, T, Datum.SEQUENCE), Shape.vector(T), layers);
  }

  private static final Object EMBEDDING = Map.of("embedding", Map.of("vocabulary", V, "width", 3));

  private static Stream<LayerNetwork> networks() {
    Object noBias = Map.of("dense", Map.of("outputs", V, "bias", false));
    Object block = Map.of("residual", List.of(Map.of("dense", 3), "tanh"));
    return Stream.of(
        ofTokens(EMBEDDING, noBias),
        ofTokens(EMBEDDING, Map.of("positions", 7), block, Map.of("dense", V)),
        ofTokens(
            Map.of(
                "tied",
                Map.of(
                    "vocabulary",
                    V,
                    "width",
                    3,
                    "layers",
                    List.of(Map.of("positions", T), block)))),
        network(
            new PerPosition(new Likelihood.Gaussian(2, 0.7), 3, Datum.TOKEN),
            new Shape(List.of(5, 2)),
            Map.of("dense", 4),
            "tanh",
            Map.of("select", Map.of("positions", List.of(0, 4, 2), "components", List.of(3, 1)))),
        network(
            new Likelihood.Gaussian(1, 1),
            new Shape(List.of(5, 2)),
            Map.of("dense", 4),
            Map.of("select", Map.of("position", 3, "components", List.of(2)))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAgreeWithCentralDifferences(LayerNetwork model) {
    LayerContract.gradientsAgreeWithCentralDifferences(model);
    LayerContract.everyTensorMayBeFreeAlone(model);
  }

  /** Counts of pairs say the loss: - sum over pairs of count log p / count. */
  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void theLossOfTheBigramModelIsThatOfTheCounts(KernelProvider provider) {
    DataSet data = Examples.data(new PerPosition(new Likelihood.Categorical(V), T, Datum.WHOLE), T);
    int[] labels = ((Targets.Sequences) data.targets()).labels();
    double[][] counts = new double[V][V];
    double[] after = new double[V];
    for (int i = 0; i < labels.length; i++) {
      counts[(int) data.x()[i]][labels[i]]++;
      after[(int) data.x()[i]]++;
    }
    // The embedding is the identity; the dense layer has the log-probabilities, smoothed by one.
    double[] w = new double[2 * V * V];
    double expected = 0;
    for (int a = 0; a < V; a++) {
      w[a * V + a] = 1;
      for (int b = 0; b < V; b++) {
        double logP = Math.log((counts[a][b] + 1) / (after[a] + V));
        w[V * V + b * V + a] = logP;
        expected -= counts[a][b] * logP / labels.length;
      }
    }
    LayerNetwork model =
        ofTokens(
            Map.of("embedding", Map.of("vocabulary", V, "width", V)),
            Map.of("dense", Map.of("outputs", V, "bias", false)));
    try (Workers workers = new Workers(1)) {
      DataLosses losses = DataLosses.at(model, w, data, Precision.FLOAT64, provider, workers);
      assertThat(losses.mean()).isCloseTo(expected, within(1e-14));
      assertThat(losses.perDatum()).hasSize(data.n());
      assertThat(losses.accuracy()).isEqualTo(right(counts, w, labels, data.x()));
    }
  }

  /** The share of labels that are the likeliest after their token; of equals the first. */
  private static double right(double[][] counts, double[] w, int[] labels, double[] tokens) {
    double right = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] row = counts[(int) tokens[i]];
      int best = 0;
      for (int b = 1; b < V; b++) {
        best = row[b] > row[best] ? b : best;
      }
      right += best == labels[i] ? 1 : 0;
    }
    return right / labels.length;
  }

  /** Without layers between them, tied logits are E E^T: symmetric in token and prediction. */
  @Test
  void tiedLogitsAreProductsOfRows() {
    LayerNetwork model =
        ofTokens(Map.of("tied", Map.of("vocabulary", V, "width", 2, "layers", List.of("dropout"))));
    assertThat(model.size()).isEqualTo(2 * V);
    double[] e = Examples.normals(3, 2 * V);
    DataSet data = Examples.data(model.likelihood(), T);
    int[] labels = ((Targets.Sequences) data.targets()).labels();
    double[] expected = new double[data.n()];
    for (int i = 0; i < labels.length; i++) {
      int a = (int) data.x()[i];
      double z = 0;
      for (int b = 0; b < V; b++) {
        z += Math.exp(e[2 * a] * e[2 * b] + e[2 * a + 1] * e[2 * b + 1]);
      }
      int b = labels[i];
      expected[i / T] += (Math.log(z) - e[2 * a] * e[2 * b] - e[2 * a + 1] * e[2 * b + 1]) / T;
    }
    double[] found =
        Examples.evaluate(model, KernelProvider.best().create(), List.of(e)).losses()[0];
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-13));
    }
  }

  @Test
  void whatDoesNotFitIsNamed() {
    LayerNetwork model = ofTokens(EMBEDDING, Map.of("dense", V));
    double[] tokens = {0, 1, 2, 3, 5, 6, 0, 1};
    Targets targets = new Targets.Sequences(new int[8], 2, T);
    assertThatThrownBy(() -> model.requireInputs(new DataSet("d", 2, T, tokens, targets)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "d: token of row 2, position 2 must be a whole number in [0, 5] (the vocabulary is 6),"
                + " got 6");
    assertThatThrownBy(() -> ofTokens(EMBEDDING, Map.of("positions", 3), Map.of("dense", V)))
        .hasMessage("layers.1 (positions): has vectors for 3 positions, the sequences have " + T);
    assertThatThrownBy(
            () ->
                network(
                    new Likelihood.Gaussian(1, 1),
                    Shape.vector(T),
                    EMBEDDING,
                    Map.of("select", Map.of("position", 4))))
        .hasMessage("layers.1 (select): position must be in [0, 3] of the shape [4, 3], got 4");
    assertThatThrownBy(
            () ->
                ofTokens(
                    Map.of(
                        "tied",
                        Map.of(
                            "vocabulary", V, "width", 3, "layers", List.of(Map.of("dense", 2))))))
        .hasMessage("layers.0 (tied): its layers must give vectors of width 3, they give [4, 2]");
  }
}
