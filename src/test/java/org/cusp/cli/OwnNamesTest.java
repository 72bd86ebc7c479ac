package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network written by hand in numpy: its names, and its biases as rows or columns. */
class OwnNamesTest {
  private static final String SPEC =
      """
      name: hand
      data: {source: npz, path: d.npz, kind: values}
      model: {type: mlp, widths: [2, 2, 1], activation: tanh, likelihood: gaussian, sigma: 1.0}
      """;

  private static final double[] X = {1, 0, 0, 1, -1, 2};
  private static final double[] Y = {0.5, -1, 2};
  private static final double[] W1 = {0.5, -0.25, 1, 0.75};
  private static final double[] B1 = {0.1, -0.2};
  private static final double[] W2 = {1.5, -0.5};
  private static final double B2 = 0.3;

  @TempDir Path folder;

  @BeforeEach
  void data() {
    new TinyNetwork(folder).write("spec.yaml", SPEC);
    Npz.write(
        folder.resolve("d.npz"),
        Map.of(
            "x", new NumericArray(new int[] {3, 2}, X), "y", new NumericArray(new int[] {3, 1}, Y)),
        Npz.Packing.STORED);
  }

  private Path weights(String first, String second, int[] bias, int[] last) {
    Map<String, NumericArray> arrays = new HashMap<>();
    arrays.put(first + "1", new NumericArray(new int[] {2, 2}, W1));
    arrays.put(second + "1", new NumericArray(bias, B1));
    arrays.put(first + "2", new NumericArray(new int[] {1, 2}, W2));
    arrays.put(second + "2", new NumericArray(last, new double[] {B2}));
    Path file = folder.resolve("w.npz");
    Npz.write(file, arrays, Npz.Packing.STORED);
    return file;
  }

  /** The mean loss, with the second layer's weights multiplied by so much. */
  private static double loss(double factor) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double f = B2;
      for (int k = 0; k < 2; k++) {
        double a = W1[2 * k] * X[2 * i] + W1[2 * k + 1] * X[2 * i + 1] + B1[k];
        f += factor * W2[k] * Math.tanh(a);
      }
      sum += ((Y[i] - f) * (Y[i] - f) + Math.log(2 * Math.PI)) / 2;
    }
    return sum / 3;
  }

  private JsonNode losses(Path weights, String... more) throws Exception {
    String[] words = {"compare", weights.toString(), "--spec", folder + "/spec.yaml", "--json"};
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    CommandRun run = CommandRun.of(all);
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out()).get("results").get(0).get("losses");
  }

  private static void isNear(JsonNode loss, double expected) {
    assertThat(loss.get("value").asDouble()).isCloseTo(expected, Offset.offset(1e-5));
  }

  @ParameterizedTest
  @CsvSource({"W, b", "fc.weight, fc.bias", "w_, bias_", "layer_w, layer_b"})
  void biasesAreVectorsHoweverTheyLie(String first, String second) throws Exception {
    int[][] shapes = {{2}, {1, 2}, {2, 1}};
    int[][] lasts = {{1}, {1, 1}, {1, 1}};
    for (int i = 0; i < shapes.length; i++) {
      Path file = weights(first, second, shapes[i], lasts[i]);
      JsonNode losses = losses(file, "--ablate", first + "2");
      isNear(losses.get("lossA"), loss(1));
      isNear(losses.get("lossB"), loss(0));
    }
  }

  @Test
  void ablationTakesTheNamesOfTheFileAndOfTheModel() throws Exception {
    Path file = weights("W", "b", new int[] {2}, new int[] {1});
    isNear(losses(file, "--ablate", "layers.1.weight").get("lossB"), loss(0));
    isNear(losses(file, "--ablate", "W2,W2").get("lossB"), loss(0));
    CommandRun wrong =
        CommandRun.of(
            "compare", file.toString(), "--spec", folder + "/spec.yaml", "--ablate", "W3");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("no tensor of the model matches 'W3'");
  }
}
