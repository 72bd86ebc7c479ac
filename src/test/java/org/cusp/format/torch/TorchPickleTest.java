package org.cusp.format.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.WeightsSeeds;
import org.cusp.format.WeightsFile;
import org.cusp.format.pickle.PickleBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views of a storage of the numbers 1 to 6, and what is no state dictionary. */
class TorchPickleTest {
  @TempDir Path folder;

  private WeightsFile read(PickleBytes pickle) {
    try {
      Path file = folder.resolve("w.pt");
      Files.write(file, WeightsSeeds.torchZip(pickle.stop()));
      return WeightsFile.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PickleBytes tuple(PickleBytes pickle, int... numbers) {
    pickle.op('(');
    for (int number : numbers) {
      pickle.number(number);
    }
    return pickle.op('t');
  }

  private static PickleBytes view(
      PickleBytes pickle, String type, int offset, int[] shape, int[] strides) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").op('(', '(').text("storage");
    pickle.global("torch", type).text("0").text("cpu").number(6).op('t', 'Q');
    pickle.number(offset);
    tuple(pickle, shape);
    tuple(pickle, strides);
    return pickle.raw(0x89).op('}', 't', 'R');
  }

  private static PickleBytes dict() {
    return new PickleBytes().op('}', '(');
  }

  private static final String FLOATS = "FloatStorage";

  @Test
  void transposedShiftedAndTiedViews() {
    PickleBytes pickle = dict();
    view(pickle.text("t"), FLOATS, 0, new int[] {3, 2}, new int[] {1, 3});
    view(pickle.text("s"), FLOATS, 2, new int[] {2}, new int[] {3});
    view(pickle.text("u"), FLOATS, 0, new int[] {3, 2}, new int[] {1, 3});
    WeightsFile file = read(pickle.op('u'));
    assertThat(file.content().tensors().get("t").values()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(file.content().tensors().get("s").values()).containsExactly(3, 6);
    assertThat(file.content().tensors().get("u")).isSameAs(file.content().tensors().get("t"));
  }

  @Test
  void viewsBeyondTheirStorageAreRefused() {
    PickleBytes far = view(dict().text("t"), FLOATS, 5, new int[] {2}, new int[] {1}).op('u');
    assertThatThrownBy(() -> read(far)).hasMessageContaining("beyond its storage of 6");
    int[] huge = {1 << 30, 1 << 30, 1 << 30};
    PickleBytes wide = view(dict().text("t"), FLOATS, 0, huge, new int[] {9, 9, 9}).op('u');
    assertThatThrownBy(() -> read(wide)).isInstanceOf(InvalidInput.class);
    PickleBytes repeated =
        view(dict().text("t"), FLOATS, 0, new int[] {1000, 6}, new int[] {0, 1}).op('u');
    assertThatThrownBy(() -> read(repeated)).hasMessageContaining("repeats the 6 numbers");
  }

  /** Of four axes, one number long in all but two. */
  @Test
  void manyViewsOfOneStorage() {
    PickleBytes pickle = dict().text("0");
    view(pickle, FLOATS, 0, new int[] {6}, new int[] {1}).op('q').raw(1);
    for (int i = 1; i <= 300; i++) {
      view(pickle.text("v" + i), FLOATS, 0, new int[] {1, 1, i % 3 + 1, 2}, new int[] {i, 1, 2, 1});
    }
    WeightsFile file = read(pickle.op('u'));
    assertThat(file.content().tensors()).hasSize(301);
    assertThat(file.content().tensors().get("v2").values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void typesThatAreNotReadAreNamedWhereATensorNeedsThem() {
    PickleBytes complex =
        view(dict().text("t"), "ComplexFloatStorage", 0, new int[] {1}, new int[] {1}).op('u');
    assertThatThrownBy(() -> read(complex))
        .hasMessageContaining("tensor 't' depends on 'torch.ComplexFloatStorage'");
  }

  @Test
  void aWholeModuleIsRefusedByItsClassWithTheWayOut() {
    PickleBytes module = new PickleBytes().op('(').text("module").global("mine", "Net");
    module.text("net.py").text("class Net").op('t', 'Q', ')').raw(0x81).op('}', '(').text("w");
    view(module, FLOATS, 0, new int[] {6}, new int[] {1}).op('u', 'b');
    assertThatThrownBy(() -> read(module))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'mine.Net'")
        .hasMessageContaining("torch.save(m.state_dict()");
  }
}
