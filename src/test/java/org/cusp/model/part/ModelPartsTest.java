package org.cusp.model.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.LayerNetwork;
import org.cusp.model.Model;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.junit.jupiter.api.Test;

/** What short names hold, counted by hand. */
class ModelPartsTest {
  private static final int WIDTH = 8;
  private static final int HEADS = 4;
  private static final int HEAD = 2;

  private static Map<String, Object> of(String name, Object value) {
    return Map.of(name, value);
  }

  private static Map<String, Object> residual(Object... layers) {
    return of("residual", List.of(layers));
  }

  /** Two layers, the second with two heads of keys and values, tied. */
  static LayerNetwork transformer() {
    Object attention = of("attention", HEADS);
    Object grouped = of("attention", Map.of("heads", HEADS, "keyValueHeads", 2, "bias", false));
    Object inner =
        List.of(
            of("positions", 5),
            residual("layer-norm", attention),
            residual("layer-norm", of("dense", 12), "relu", of("dense", WIDTH)),
            residual(of("sum", List.of(List.of("rms-norm", grouped), List.of(of("dense", WIDTH))))),
            "layer-norm");
    return new LayerNetwork(
        Shape.vector(5),
        Layers.read(
            "model.",
            "layers.",
            List.of(of("tied", Map.of("vocabulary", 7, "width", WIDTH, "layers", inner)))),
        new PerPosition(new Likelihood.Categorical(7), 5, PerPosition.Datum.SEQUENCE));
  }

  private static BitSet part(Model model, String name) {
    return new ModelParts(model, Map.of()).chosen(name);
  }

  private static int size(String name) {
    return part(transformer(), name).cardinality();
  }

  @Test
  void partsOfATransformer() {
    assertThat(size("embed")).isEqualTo(7 * WIDTH + 5 * WIDTH);
    assertThat(size("unembed")).isEqualTo(2 * WIDTH);
    assertThat(size("l0h1")).isEqualTo(4 * HEAD * WIDTH + 3 * HEAD);
    assertThat(size("l0 attn")).isEqualTo(4 * WIDTH * WIDTH + 4 * WIDTH);
    assertThat(size("l0 mlp")).isEqualTo(2 * 12 * WIDTH + 12 + WIDTH);
    assertThat(size("l0")).isEqualTo(size("l0 attn") + size("l0 mlp") + 4 * WIDTH);
    assertThat(size("l1h3")).isEqualTo(4 * HEAD * WIDTH);
    assertThat(size("l1mlp")).isEqualTo(WIDTH * WIDTH + WIDTH);
    assertThat(size("l1")).isEqualTo(size("l1 attn") + size("l1 mlp") + WIDTH);
    assertThat(size("embed, unembed, l0, l1")).isEqualTo(transformer().size());
    assertThat(new ModelParts(transformer(), Map.of()).names())
        .containsExactly(
            "embed", "l0", "l0 attn", "l0h0", "l0h1", "l0h2", "l0h3", "l0 mlp", "l1", "l1 attn",
            "l1h0", "l1h1", "l1h2", "l1h3", "l1 mlp", "unembed");
  }

  /** All of an attention but what is added at the end is of one head, or of those that share it. */
  @Test
  void headsAreApart() {
    LayerNetwork model = transformer();
    BitSet all = new BitSet();
    for (int head = 0; head < HEADS; head++) {
      BitSet one = part(model, "l0h" + head);
      assertThat(one.intersects(all)).isFalse();
      all.or(one);
    }
    BitSet attention = part(model, "l0 attn");
    attention.andNot(all);
    assertThat(attention.cardinality()).isEqualTo(WIDTH);
    assertThat(attention).isEqualTo(part(model, "*.output.bias"));
    BitSet shared = part(model, "l1h0");
    shared.and(part(model, "l1h1"));
    assertThat(shared.cardinality()).isEqualTo(2 * HEAD * WIDTH);
    assertThat(part(model, "l1h0").intersects(part(model, "l1h2"))).isFalse();
  }

  /** W is [4, 3] and b [4]: unit 2 has a row of W and a number of b. */
  @Test
  void unitsOfALayer() {
    LayerNetwork model =
        new LayerNetwork(
            Shape.vector(3),
            Layers.read("model.", "layers.", List.of(of("dense", 4))),
            new Likelihood.Gaussian(4, 1));
    assertThat(part(model, "layers.0[2]").stream()).containsExactly(6, 7, 8, 14);
    assertThatThrownBy(() -> part(model, "layers.0[4]"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("layers.0.weight has places 0 to 3");
    assertThatThrownBy(() -> part(model, "l0h1"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no tensor of the model matches 'l0h1'");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> size("l2")).hasMessageContaining("the model has the layers l0 to l1");
    assertThatThrownBy(() -> size("l0h4")).hasMessageContaining("the layer has the heads 0 to 3");
  }
}
