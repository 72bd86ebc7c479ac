package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsFileTest {
  @TempDir Path folder;

  private Path path(String name) {
    return folder.resolve(name);
  }

  @Test
  void anNpzKeepsTheOrderOfItsArrays() {
    LinkedHashMap<String, NumericArray> arrays = new LinkedHashMap<>();
    arrays.put("z", new NumericArray(new int[] {2, 1}, new double[] {1, 2}));
    arrays.put("a", NumericArray.vector(3));
    Npz.write(path("w.safetensors"), arrays, Npz.Packing.DEFLATED);
    WeightsFile read = WeightsFile.read(path("w.safetensors"));
    assertThat(read.format()).isEqualTo("npz");
    assertThat(read.order()).isEqualTo(WeightsFile.Order.KEPT);
    assertThat(read.content().tensors().keySet()).containsExactly("z", "a");
    assertThat(read.content().tensors().get("z").shape()).containsExactly(2, 1);
    assertThat(read.content().tensors().get("z").values()).containsExactly(1, 2);
  }

  @Test
  void safetensorsAreInTheOrderOfTheirBytesWhichSaysNothing() throws Exception {
    String header =
        """
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},\
        "b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
    byte[] json = header.getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[8 + json.length + 8];
    whole[0] = (byte) json.length;
    System.arraycopy(json, 0, whole, 8, json.length);
    Files.write(path("w.npz"), whole);
    WeightsFile read = WeightsFile.read(path("w.npz"));
    assertThat(read.format()).isEqualTo("safetensors");
    assertThat(read.order()).isEqualTo(WeightsFile.Order.LOST);
    assertThat(read.content().tensors().keySet()).containsExactly("b", "a");
  }

  @Test
  void anNpyIsOneArray() {
    Npy.writeFloat32(path("w"), new NumericArray(new int[] {1, 2}, new double[] {1.5, 2}));
    WeightsFile read = WeightsFile.read(path("w"));
    assertThat(read.format()).isEqualTo("npy");
    assertThat(read.content().tensors().get("array").dtype()).isEqualTo("F32");
    assertThat(read.content().tensors().get("array").values()).containsExactly(1.5, 2);
  }

  @Test
  void otherFilesAreRefusedByName() throws Exception {
    Files.writeString(path("w.txt"), "1,2,3\n");
    assertThatThrownBy(() -> WeightsFile.read(path("w.txt")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(path("w.txt") + ": is no file of weights (.safetensors, .npz");
    Npz.write(path("none.npz"), Map.of(), Npz.Packing.STORED);
    assertThat(WeightsFile.read(path("none.npz")).content().tensors()).isEmpty();
  }
}
