package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;
import org.cusp.model.Model;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final String TEXT =
      """
      seed: 3
      data: {source: digits}
      model: {type: mlp, widths: [2, 3, 2], precision: float64}
      """;
  private static final Spec SPEC = SpecReader.parse(TEXT, Path.of(""), "net.yaml");
  private static final Model MODEL = SPEC.model().build();

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("w.safetensors");
  }

  private static double[] numbers(int count) {
    return IntStream.range(0, count).mapToDouble(i -> i + 0.1).toArray();
  }

  private Checkpoint foreign(Object... namesAndShapes) {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < namesAndShapes.length; i += 2) {
      int[] shape = (int[]) namesAndShapes[i + 1];
      int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
      double[] values = new double[size];
      Arrays.fill(values, i / 2);
      tensors.put((String) namesAndShapes[i], NamedTensor.float32(shape, values));
    }
    Safetensors.write(file(), new TensorFile(Map.of(), tensors));
    return Checkpoint.read(file());
  }

  @Test
  void roundTrip() {
    double[] w = numbers(MODEL.size());
    Checkpoint.of(SPEC, 100, 1.5, w).write(file());
    Checkpoint read = Checkpoint.read(file());
    assertThat(read.weightsFor(MODEL).values()).isEqualTo(w);
    assertThat(read.weightsFor(MODEL).notes()).isEmpty();
    assertThat(read.step()).hasValue(100);
    assertThat(read.modelSpec().orElseThrow().build()).isEqualTo(MODEL);
    assertThat(read.content().metadata())
        .containsEntry("format", "cusp")
        .containsEntry("name", "net")
        .containsEntry("seed", "3")
        .containsEntry("epoch", "1.5")
        .containsEntry("spec", TEXT);
    assertThat(read.content().tensors().keySet())
        .containsExactly("layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias");
    assertThat(read.content().tensors().get("layers.0.weight").shape()).containsExactly(3, 2);
    assertThat(read.content().tensors().get("layers.0.weight").dtype()).isEqualTo("F64");
  }

  @Test
  void sequentialNetworksOfPyTorchAreTakenByOrder() {
    Checkpoint checkpoint =
        foreign(
            "10.bias", new int[] {2},
            "10.weight", new int[] {2, 3},
            "2.bias", new int[] {3},
            "2.weight", new int[] {3, 2});
    CheckpointWeights weights = checkpoint.weightsFor(MODEL);
    // Values are the places in the file: 2.weight is the fourth, and so on.
    assertThat(weights.values()).containsExactly(3, 3, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 0, 0);
    assertThat(weights.notes().get(0))
        .contains("2.weight as layers.0.weight", "10.bias as layers.1.bias");
    assertThat(checkpoint.step()).isEmpty();
    assertThat(checkpoint.modelSpec()).isEmpty();
  }

  @Test
  void foreignTensorsOfOtherShapesAreRefused() {
    Checkpoint checkpoint =
        foreign(
            "fc1.weight", new int[] {3, 2},
            "fc1.bias", new int[] {3},
            "fc2.weight", new int[] {3, 2},
            "fc2.bias", new int[] {2});
    assertThatThrownBy(() -> checkpoint.weightsFor(MODEL))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(
            file() + ": lacks tensors layers.0.weight [3, 2], layers.0.bias [3]")
        .hasMessageEndingWith(
            "found fc1.weight [3, 2], fc1.bias [3], fc2.weight [3, 2], fc2.bias [2]");
  }

  @Test
  void aLargerNetworkIsNotTakenForASmallerOne() {
    Checkpoint checkpoint =
        foreign(
            "layers.0.weight", new int[] {3, 2},
            "layers.0.bias", new int[] {3},
            "layers.1.weight", new int[] {2, 3},
            "layers.1.bias", new int[] {2},
            "layers.2.weight", new int[] {2, 2});
    assertThatThrownBy(() -> checkpoint.weightsFor(MODEL))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(file() + ": has tensors that the model lacks: layers.2.weight;");
  }

  @Test
  void aWrongShapeIsNamed() {
    Checkpoint checkpoint =
        foreign(
            "layers.0.weight", new int[] {2, 3},
            "layers.0.bias", new int[] {3},
            "layers.1.weight", new int[] {2, 3},
            "layers.1.bias", new int[] {2});
    assertThatThrownBy(() -> checkpoint.weightsFor(MODEL))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(file() + ": tensor layers.0.weight must have shape [3, 2], found [2, 3]");
  }

  @Test
  void numbersThatAreNotFiniteAreNamed() {
    double[] w = numbers(MODEL.size());
    w[7] = Double.NaN;
    Checkpoint.of(SPEC, 1, 0, w).write(file());
    assertThatThrownBy(() -> Checkpoint.read(file()).weightsFor(MODEL))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(file() + ": tensor layers.0.bias, number 2 must be finite, found NaN");
    w[7] = 0;
    w[16] = Double.POSITIVE_INFINITY;
    Checkpoint.of(SPEC, 1, 0, w).write(file());
    assertThatThrownBy(() -> Checkpoint.read(file()).weightsFor(MODEL))
        .hasMessage(file() + ": tensor layers.1.bias, number 2 must be finite, found Infinity");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Checkpoint.read(file()))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(file() + ": cannot be read (no such file)");
  }
}
