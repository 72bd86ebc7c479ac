package org.cusp.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanOutputs;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small random networks with batch normalisation as torch stores them, against the logits of plain
 * PyTorch code (benchmarks/image_files.py).
 */
class ImageFilesTest {
  private static final Path ALL = Path.of("src/test/resources/org/cusp/foreign/images");
  private static final double EPS = 1e-5;

  private static Architecture architecture(String name) {
    Path torch = ALL.resolve(name).resolve("model.pt");
    Path file = Files.exists(torch) ? torch : ALL.resolve(name).resolve("model.onnx");
    return Recogniser.of(Contents.read(file));
  }

  @ParameterizedTest
  @CsvSource({
    "mlp-before, mlp with batch norm 5-4-6-3, tanh, batch norm before activations",
    "mlp-after, mlp with batch norm 5-4-6-3, relu, batch norm after activations",
    "resnet18, 'ResNet-18: stem 7x7, blocks [2, 2, 2, 2], 10 outputs', relu, 32 x 32 pixels",
    "resnet-bottleneck, 'ResNet-17: stem 7x7, blocks [1, 2, 1, 1], 10 outputs', relu, 32 x 32 pixels",
    "resnext, 'ResNet-8: stem 7x7, blocks [1, 1], 5 outputs', relu, 32 x 32 pixels"
  })
  void outputsAreThoseOfPyTorch(String name, String words, String activation, String reading) {
    Architecture architecture = architecture(name);
    assertThat(architecture.name()).isEqualTo(words);
    assertThat(architecture.missing()).noneMatch(missing -> missing.contains("cannot"));
    Network network = architecture.function().orElseThrow();
    Evaluation found = evaluation(name, network);
    assertThat(found.relativeDifference()).isLessThan(1e-9);
    assertThat(found.activation()).isEqualTo(activation);
    assertThat(found.reading()).isEqualTo(reading);
    Layered layers =
        network.alternatives().stream()
            .filter(other -> other.inWords().equals(Optional.of(reading)))
            .map(Layered.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(difference(name, layers, activation, Precision.FLOAT32)).isBetween(1e-9, 1e-4);
  }

  private static Evaluation evaluation(String name, Network network) {
    Path folder = ALL.resolve(name);
    try (Workers workers = new Workers(1)) {
      return Evaluation.of(
          network,
          new Evaluation.Asked(
              folder.resolve("x.npy").toString(),
              Optional.empty(),
              Optional.of(folder.resolve("logits.npy")),
              Optional.empty(),
              EPS),
          workers);
    }
  }

  /** The largest difference of the layers that are sampled, over the largest output. */
  private static double difference(
      String name, Layered layers, String activation, Precision precision) {
    Plan plan = layers.plan(Nonlinearity.named(activation), EPS);
    NumericArray x = Npy.read(ALL.resolve(name).resolve("x.npy"));
    double[] expected = Npy.read(ALL.resolve(name).resolve("logits.npy")).values();
    int n = x.shape()[0];
    try (Workers workers = new Workers(1)) {
      double[] found =
          PlanOutputs.of(plan, layers.file().tensors(), x.values(), n, precision, workers);
      assertThat(found).hasSameSizeAs(expected);
      double difference = 0;
      double largest = 0;
      int width = found.length / n;
      for (int i = 0; i < found.length; i++) {
        // Both relative to the first output of the row: a constant on all logits changes nothing.
        int first = i - i % width;
        double right = expected[i] - expected[first];
        difference = Math.max(difference, Math.abs(found[i] - found[first] - right));
        largest = Math.max(largest, Math.abs(right));
      }
      return difference / largest;
    }
  }

  /** The file gives probabilities; logits are what is compared and sampled. */
  @Test
  void theLastSoftmaxIsLeftToTheLikelihood() {
    Architecture architecture = architecture("softmax-onnx");
    assertThat(architecture.notes()).anyMatch(note -> note.contains("outputs are logits here"));
    Network graph = architecture.function().orElseThrow();
    assertThat(evaluation("softmax-onnx", graph).relativeDifference()).isLessThan(1e-9);
    Layered layers = architecture.layered().orElseThrow();
    assertThat(difference("softmax-onnx", layers, "relu", Precision.FLOAT64)).isLessThan(1e-12);
  }

  /** A graph's steps, and the layers that are sampled in their place; they end before softmax. */
  @ParameterizedTest
  @CsvSource("cnn-onnx")
  void layersOfAGraphAreItsFunction(String name) {
    Architecture architecture = architecture(name);
    assertThat(architecture.missing()).containsExactlyElementsOf(Recogniser.DATA);
    Network.Graph graph = (Network.Graph) architecture.function().orElseThrow();
    assertThat(graph.givesProbabilities()).isTrue();
    assertThat(evaluation(name, graph).relativeDifference()).isLessThan(1e-9);
    Layered layers = architecture.layered().orElseThrow();
    assertThat(difference(name, layers, "relu", Precision.FLOAT64)).isLessThan(1e-12);
    assertThat(difference(name, layers, "relu", Precision.FLOAT32)).isBetween(1e-9, 1e-4);
    assertThat(layers.plan(Nonlinearity.RELU, EPS).names())
        .containsEntry("layers.0.weight", "0.weight")
        .containsEntry("layers.4.bias", "4.bias");
  }

  /** Sums of branches, activations in pieces, a mean pool without its padding. */
  @Test
  void branchesOfAGraphAreSums() {
    Architecture architecture = architecture("branches-onnx");
    assertThat(architecture.missing()).containsExactlyElementsOf(Recogniser.DATA);
    Network graph = architecture.function().orElseThrow();
    assertThat(evaluation("branches-onnx", graph).relativeDifference()).isLessThan(1e-9);
    Layered layers = architecture.layered().orElseThrow();
    assertThat(difference("branches-onnx", layers, "relu", Precision.FLOAT64)).isLessThan(1e-9);
    assertThat(difference("branches-onnx", layers, "relu", Precision.FLOAT32))
        .isBetween(1e-9, 1e-4);
    assertThat(layers.plan(Nonlinearity.RELU, EPS).text())
        .contains("leaky-relu: 0.1", "residual: [", "elu", "silu", "gelu-tanh", "relu6", "softplus")
        .contains("count-padding: false");
  }

  /** The same network by its graph and by the names of its tensors. */
  @Test
  void aGraphIsItsTwin() {
    Contents torch = Contents.read(ALL.resolve("resnet-onnx/model.pt"));
    Contents onnx = Contents.read(ALL.resolve("resnet-onnx/model.onnx"));
    Architecture graph = Recogniser.of(onnx);
    assertThat(graph.name()).isEqualTo(Recogniser.of(torch).name()).startsWith("ResNet-8:");
    Layered layers = graph.layered().orElseThrow();
    assertThat(difference("resnet-onnx", layers, "relu", Precision.FLOAT64)).isLessThan(1e-9);
    Plan twin = Recogniser.of(torch).layered().orElseThrow().plan(Nonlinearity.RELU, EPS);
    Plan own = layers.plan(Nonlinearity.RELU, EPS);
    assertThat(own.layers()).isEqualTo(twin.layers());
    assertThat(own.names().keySet()).isEqualTo(twin.names().keySet());
    assertThat(own.weights(layers.file().tensors()))
        .isEqualTo(twin.weights(Recogniser.of(torch).layered().orElseThrow().file().tensors()));
  }
}
