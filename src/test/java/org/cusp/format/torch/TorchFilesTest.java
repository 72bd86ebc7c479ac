package org.cusp.format.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.cusp.SharedFiles;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that others wrote, with the values that their README states (computed with NumPy). */
class TorchFilesTest {
  private static WeightsFile read(String name) {
    return WeightsFile.read(SharedFiles.path("data/checkpoints/" + name));
  }

  private static NamedTensor tensor(String file, String name) {
    return read(file).content().tensors().get(name);
  }

  private static double sum(NamedTensor tensor) {
    return Arrays.stream(tensor.values()).sum();
  }

  @Test
  void legacyFilesWithStoragesOfTheirOwnAndShared() {
    Map<String, NamedTensor> three = read("tiny_legacy_three.pt").content().tensors();
    assertThat(three.keySet()).containsExactly("view1", "view2", "view3");
    assertThat(sum(three.get("view1"))).isCloseTo(2.174583, within(1e-6));
    assertThat(sum(three.get("view2"))).isCloseTo(-0.007533, within(1e-6));
    assertThat(sum(three.get("view3"))).isCloseTo(0.330186, within(1e-6));
    assertThat(tensor("tiny_legacy_views.pt", "tensor1").values())
        .containsExactly(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    assertThat(tensor("tiny_legacy_views.pt", "tensor2").values())
        .containsExactly(50, 51, 52, 53, 54, 55, 56, 57, 58, 59);
  }

  @Test
  void typesOfNumbers() {
    assertThat(tensor("tiny_float16.pt", "tensor").values()).containsExactly(1.5, -2.25, 3.125);
    assertThat(tensor("tiny_bfloat16.pt", "tensor").values()).containsExactly(1.5, -2.5, 3.5);
    assertThat(tensor("tiny_mixed.pt", "float32").values()).containsExactly(1, 2);
    assertThat(tensor("tiny_mixed.pt", "int64").values()).containsExactly(100, 200);
    assertThat(tensor("tiny_mixed.pt", "bool").values()).containsExactly(1, 0);
    assertThat(tensor("tiny_mixed.pt", "float64").values()).containsExactly(1.1, 2.2);
    assertThat(tensor("tiny_bfloat16.pt", "tensor").dtype()).isEqualTo("BF16");
  }

  @Test
  void stridesAreHonoured() {
    NamedTensor fortran = tensor("tiny_fortran.pth", "tensor_fortran");
    assertThat(fortran.shape()).containsExactly(2, 3, 4);
    assertThat(Arrays.copyOf(fortran.values(), 6)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(sum(fortran)).isEqualTo(300);
  }

  @Test
  void wrappersAreOpenedAndOptimizersLeft() {
    WeightsFile wrapped = read("tiny_wrapped.pt");
    assertThat(wrapped.content().tensors().keySet())
        .containsExactly("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
    assertThat(sum(wrapped.content().tensors().get("fc1.weight")))
        .isCloseTo(-4.601656, within(1e-6));
    assertThat(sum(wrapped.content().tensors().get("fc2.weight")))
        .isCloseTo(1.436880, within(1e-6));
    assertThat(wrapped.notes())
        .containsExactly(
            "weights taken from 'model_state_dict'; not read beside it: 'optimizer_state_dict',"
                + " 'epoch', 'loss'");
    WeightsFile config = read("tiny_with_config.pt");
    assertThat(config.content().tensors().keySet())
        .containsExactly("fc1.weight", "fc1.bias", "fc2.weight");
    assertThat(config.content().tensors().get("fc1.weight").values()[0])
        .isCloseTo(0.272945, within(1e-6));
    assertThat(read("chemprop_lightning.pt").content().tensors()).hasSize(16);
    assertThat(tensor("chemprop_lightning.pt", "message_passing.W_i.weight").shape())
        .containsExactly(300, 86);
  }

  @Test
  void aPrefixOfAllNamesIsLeftOutAndSaid() {
    WeightsFile resnet = read("resnet20_cifar.th");
    assertThat(resnet.content().tensors()).hasSize(97).containsKey("conv1.weight");
    assertThat(resnet.notes()).anyMatch(note -> note.contains("module."));
    long trainable =
        resnet.content().tensors().entrySet().stream()
            .filter(entry -> !entry.getKey().contains("running"))
            .mapToLong(entry -> entry.getValue().values().length)
            .sum();
    assertThat(trainable).isEqualTo(269722);
  }

  @Test
  void arraysOfAPlainPickle() {
    assertThat(read("mnist_sigmoid.pkl").format()).isEqualTo("pickle");
    assertThat(tensor("mnist_sigmoid.pkl", "W1").shape()).containsExactly(784, 50);
    assertThat(tensor("mnist_sigmoid.pkl", "b3").shape()).containsExactly(10);
  }

  @ParameterizedTest
  @CsvSource({
    "char_rnn_module_2017.pt, is a tar archive, torch.load",
    "tiny_tar_multi.tar, is a tar archive, torch.load",
    "actuator_lstm_torchscript.pt, is TorchScript, torch.jit.load"
  })
  void whatIsNoStateDictIsRefusedWithTheWayOut(String file, String what, String way) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(what)
        .hasMessageContaining(way)
        .hasMessageContaining("torch.save(");
  }
}
