package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.TensorFile;
import org.cusp.format.WeightsFile.Order;
import org.cusp.model.Model;
import org.cusp.spec.SpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every tensor of a file is filled with its own number, so that where it went can be read off. */
class TensorMatchTest {
  private static Model mlp(String widths) {
    return model("mlp", widths);
  }

  private static Model model(String type, String widths) {
    String text =
        """
        data: {source: digits}
        model: {type: %s, widths: %s, precision: float64}
        """
            .formatted(type, widths);
    return SpecReader.parse(text, Path.of(""), "net.yaml").model().build();
  }

  /** A file of tensors such as {@code "fc.weight 3x2"}; the k-th is full of the number k. */
  private static Checkpoint file(Order order, String... tensors) {
    LinkedHashMap<String, NamedTensor> named = new LinkedHashMap<>();
    for (int k = 0; k < tensors.length; k++) {
      String[] parts = tensors[k].split(" ");
      int[] shape = Arrays.stream(parts[1].split("x")).mapToInt(Integer::parseInt).toArray();
      double[] values = new double[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
      Arrays.fill(values, k);
      named.put(parts[0], NamedTensor.float64(shape, values));
    }
    return new Checkpoint("F", order, new TensorFile(Map.of(), named));
  }

  /** The number of the file's tensor that each tensor of the model was filled from. */
  private static List<Integer> taken(CheckpointWeights weights, Model model) {
    List<Integer> numbers = new ArrayList<>();
    model
        .parameters()
        .tensors()
        .forEach(
            tensor -> {
              double first = weights.values()[tensor.offset()];
              for (int i = 0; i < tensor.size(); i++) {
                assertThat(weights.values()[tensor.offset() + i]).isEqualTo(first);
              }
              numbers.add((int) first);
            });
    return numbers;
  }

  private static List<Integer> taken(Checkpoint file, Model model) {
    return taken(file.weightsFor(model), model);
  }

  private static void assertRefused(Checkpoint file, Model model, String... words) {
    assertThatThrownBy(() -> file.weightsFor(model))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("F: ")
        .hasMessageContainingAll(words);
  }

  @Test
  void shapesDecideWhateverTheNamesMean() {
    Checkpoint file =
        file(
            Order.LOST,
            "output.weight 8x6",
            "output.bias 8",
            "input.weight 3x8",
            "input.bias 3",
            "zz.weight 8x8",
            "zz.bias 8");
    assertThat(taken(file, mlp("[6, 8, 8, 3]"))).containsExactly(0, 1, 4, 5, 2, 3);
  }

  @Test
  void numbersDecideAmongEqualShapesAsNumbers() {
    Model model = mlp("[4, 4, 4, 4]");
    assertThat(
            taken(
                file(
                    Order.LOST,
                    "net.10.bias 4",
                    "net.10.weight 4x4",
                    "net.2.bias 4",
                    "net.2.weight 4x4",
                    "net.0.bias 4",
                    "net.0.weight 4x4"),
                model))
        .containsExactly(5, 4, 3, 2, 1, 0);
    assertThat(taken(file(Order.LOST, "b1 4", "b2 4", "b3 4", "W1 4x4", "W2 4x4", "W3 4x4"), model))
        .containsExactly(3, 0, 4, 1, 5, 2);
    assertThat(
            taken(
                file(
                    Order.LOST,
                    "intercepts_0 4",
                    "intercepts_1 4",
                    "intercepts_2 4",
                    "coefs_0 4x4",
                    "coefs_1 4x4",
                    "coefs_2 4x4"),
                model))
        .containsExactly(3, 0, 4, 1, 5, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"input,hidden,output", "first,middle,last", "fc1,fc2,out", "enc.0,enc.1,dec.0"})
  void wordsAreNoOrder(String names) {
    String[] layers = names.split(",");
    String[] tensors = new String[6];
    for (int i = 0; i < 3; i++) {
      tensors[2 * i] = layers[i] + ".weight 4x4";
      tensors[2 * i + 1] = layers[i] + ".bias 4";
    }
    Model model = mlp("[4, 4, 4, 4]");
    assertRefused(
        file(Order.LOST, tensors),
        model,
        "do not fix the order of the layers",
        String.join(", ", layers),
        "; or ",
        "--order",
        "tensors:");
    assertThat(taken(file(Order.KEPT, tensors), model)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void anOrderThatSortingMayHaveMadeIsNone() {
    assertRefused(
        file(Order.KEPT, "a.bias 4", "a.weight 4x4", "b.bias 4", "b.weight 4x4"),
        mlp("[4, 4, 4]"),
        "do not fix the order");
  }

  @Test
  void anOrderThatContradictsShapesOrNumbersIsNone() {
    assertRefused(
        file(
            Order.KEPT,
            "out.weight 2x4",
            "out.bias 2",
            "b.weight 4x4",
            "b.bias 4",
            "a.weight 4x4",
            "a.bias 4"),
        mlp("[4, 4, 4, 2]"),
        "do not fix the order");
    assertRefused(
        file(
            Order.KEPT,
            "fc2.weight 4x4",
            "fc2.bias 4",
            "fc1.weight 4x4",
            "fc1.bias 4",
            "head.weight 4x4",
            "head.bias 4"),
        mlp("[4, 4, 4, 4]"),
        "do not fix the order");
  }

  @Test
  void numbersThatContradictShapesAreRefused() {
    assertRefused(
        file(Order.LOST, "fc1.weight 3x4", "fc1.bias 3", "fc2.weight 4x2", "fc2.bias 4"),
        mlp("[2, 4, 3]"),
        "shapes fit one order of the layers, the numbers in their names say another: fc2, fc1");
  }

  @Test
  void matricesThatAreInputsByOutputsAreTransposed() {
    Checkpoint kernels =
        file(
            Order.LOST,
            "Dense_0/kernel 3x3",
            "Dense_0/bias 3",
            "Dense_1/kernel 3x3",
            "Dense_1/bias 3");
    kernels.content().tensors().get("Dense_0/kernel").values()[1] = 7;
    double[] w = kernels.weightsFor(mlp("[3, 3, 3]")).values();
    assertThat(w[3]).isEqualTo(7);
    assertThat(w[1]).isEqualTo(0);
    CheckpointWeights products =
        file(Order.LOST, "W1 2x3", "W2 3x2").weightsFor(model("deep-linear", "[2, 3, 2]"));
    assertThat(taken(products, model("deep-linear", "[2, 3, 2]"))).containsExactly(0, 1);
    assertThat(products.notes().get(0)).contains("transposed");
  }

  /** With all layers square only the names say which way round a matrix is. */
  @Test
  void kernelsAreTransposedAndWeightsBesideThemAreNot() {
    Model model = model("deep-linear", "[2, 2, 2]");
    Checkpoint file = file(Order.LOST, "l.1.kernel 2x2", "l.2.weight 2x2");
    file.content().tensors().get("l.1.kernel").values()[1] = 7;
    file.content().tensors().get("l.2.weight").values()[1] = 8;
    TensorOrder asked = TensorOrder.parse("--order", "l.1,l.2");
    for (TensorOrder order : List.of(TensorOrder.NONE, asked)) {
      CheckpointWeights weights = file.weightsFor(model, order);
      assertThat(weights.values()).containsExactly(0, 0, 7, 0, 1, 8, 1, 1);
      assertThat(weights.notes().get(0)).contains("its kernels (inputs x outputs) transposed");
    }
  }

  @Test
  void namesThatDoNotSayWhichWayRoundSquareMatricesAreIsSaid() {
    String open = "square matrices as outputs x inputs";
    Checkpoint unsaid = file(Order.LOST, "W1 4x4", "W2 3x4");
    Model model = model("deep-linear", "[4, 4, 3]");
    assertThat(unsaid.weightsFor(model).notes().get(0)).contains(open);
    Checkpoint said = file(Order.LOST, "a1.weight 4x4", "a2.weight 3x4");
    assertThat(said.weightsFor(model).notes().get(0)).doesNotContain(open);
    Checkpoint turned = file(Order.LOST, "W1 4x4", "W2 4x3");
    assertThat(turned.weightsFor(model).notes().get(0)).doesNotContain(open).contains("transposed");
  }

  /**
   * hidden as 2 x 3 and out as 3 x 2 are 2-3-2 as inputs x outputs, and out, hidden the other way.
   */
  @Test
  void twoOrdersThatBothWaysRoundFitAreRefused() {
    Model model = model("deep-linear", "[2, 3, 2]");
    Checkpoint file = file(Order.LOST, "hidden 2x3", "out 3x2");
    assertRefused(
        file,
        model,
        "outputs x inputs their order is out, hidden",
        "inputs x outputs it is hidden, out");
    CheckpointWeights asked = file.weightsFor(model, TensorOrder.parse("--order", "hidden,out"));
    assertThat(taken(asked, model)).containsExactly(0, 1);
    assertThat(asked.notes().get(0)).contains("transposed");
    CheckpointWeights other = file.weightsFor(model, TensorOrder.parse("--order", "out,hidden"));
    assertThat(taken(other, model)).containsExactly(1, 0);
    assertThat(other.notes().get(0)).doesNotContain("transposed");
  }

  @Test
  void moreLayersThanTheModelHasAreToBeChosen() {
    Checkpoint file = file(Order.LOST, "a.weight 2x2", "b.weight 2x2", "aux.weight 2x2");
    assertRefused(file, model("deep-linear", "[2, 2, 2]"), "--order NAME,NAME,...");
  }

  @Test
  void whatIsNoParameterIsLeftOutAndSaid() {
    CheckpointWeights weights =
        file(
                Order.LOST,
                "model.fc1.weight 3x2",
                "model.fc1.bias 3",
                "model.fc2.weight 2x3",
                "model.fc2.bias 2",
                "optimizer.state.0.exp_avg 3x2",
                "fc1.weight.momentum_buffer 3x2",
                "empty 0",
                "step 1")
            .weightsFor(mlp("[2, 3, 2]"));
    assertThat(taken(weights, mlp("[2, 3, 2]"))).containsExactly(0, 1, 2, 3);
    assertThat(weights.notes())
        .anyMatch(
            note ->
                note.contains(
                    "optimizer.state.0.exp_avg, fc1.weight.momentum_buffer (of an optimiser),"
                        + " empty (empty), step (a counter)"));
    assertThat(weights.names()).containsEntry("layers.1.bias", "model.fc2.bias");
  }

  @Test
  void layersThatTheModelLacksAreNamed() {
    String[] network = {
      "layers.0.weight 3x2", "layers.0.bias 3", "layers.1.weight 2x3", "layers.1.bias 2"
    };
    Map<String, String> needs =
        Map.of(
            "bn.running_mean 3", "needs BatchNorm",
            "batch_stats/bn/mean 3", "needs BatchNorm",
            "fc.weight_g 3x1", "needs weight normalisation",
            "fc.weight_mask 3x2", "needs a mask on its weights");
    needs.forEach(
        (tensor, words) -> {
          String[] more = Arrays.copyOf(network, 5);
          more[4] = tensor;
          assertRefused(file(Order.KEPT, more), mlp("[2, 3, 2]"), words, tensor.split(" ")[0]);
        });
    String[] more = Arrays.copyOf(network, 5);
    more[4] = "ln.weight 3";
    assertRefused(file(Order.KEPT, more), mlp("[2, 3, 2]"), "the model lacks: ln.weight");
  }

  @Test
  void theUsersOrderDecides() {
    Model model = mlp("[4, 4, 4]");
    Checkpoint file = file(Order.LOST, "a.weight 4x4", "a.bias 4", "b.weight 4x4", "b.bias 4");
    assertThat(taken(file.weightsFor(model, TensorOrder.parse("--order", "b, a")), model))
        .containsExactly(2, 3, 0, 1);
    TensorOrder tensors = TensorOrder.parse("--order", "b.weight,a.bias,a.weight,b.bias");
    assertThat(taken(file.weightsFor(model, tensors), model)).containsExactly(2, 1, 0, 3);
    TensorOrder map = new TensorOrder(List.of(), Map.of("layers.0", "b", "layers.1", "a"));
    assertThat(taken(file.weightsFor(model, map), model)).containsExactly(2, 3, 0, 1);
    assertThatThrownBy(() -> file.weightsFor(model, TensorOrder.parse("--order", "a,c")))
        .hasMessage("F: has no 'c'; it has a, b");
    assertThatThrownBy(() -> file.weightsFor(model, TensorOrder.parse("--order", "a")))
        .hasMessage("F: --order must name 2 layers or 4 tensors, got 1");
    assertThatThrownBy(() -> TensorOrder.parse("--order", "a,a"))
        .hasMessage("--order must name each tensor or layer of the file once, got 'a,a'");
    TensorOrder unknown = new TensorOrder(List.of(), Map.of("layers.7", "a"));
    assertThatThrownBy(() -> file.weightsFor(model, unknown))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("layers.");
  }

  @Test
  void aHundredLayersAreMatchedOrRefusedAtOnce() {
    String widths = "[4" + ", 4".repeat(100) + "]";
    String[] numbered = new String[200];
    String[] words = new String[200];
    for (int i = 0; i < 100; i++) {
      numbered[198 - 2 * i] = "net." + i + ".weight 4x4";
      numbered[199 - 2 * i] = "net." + i + ".bias 4";
      String word = "" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
      words[2 * i] = word + ".weight 4x4";
      words[2 * i + 1] = word + ".bias 4";
    }
    Model model = mlp(widths);
    List<Integer> taken = taken(file(Order.LOST, numbered), model);
    assertThat(taken.subList(0, 4)).containsExactly(198, 199, 196, 197);
    assertRefused(file(Order.LOST, words), model, "do not fix the order", "or others");
  }
}
