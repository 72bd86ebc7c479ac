package org.cusp.model.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cusp.data.Shape;
import org.cusp.model.LayerNetwork;
import org.cusp.model.Model;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.junit.jupiter.api.Test;

/** The tree holds every parameter once, and its names mean what stands under them. */
class PartTreeTest {
  private static final Map<String, String> IN_FILE =
      Map.of(
          "layers.0.weight", "features.conv1.weight",
          "layers.0.bias", "features.conv1.bias",
          "layers.2.weight", "features.conv2.weight",
          "layers.2.bias", "features.conv2.bias",
          "layers.5.weight", "fc.weight",
          "layers.5.bias", "fc.bias");

  /** Two convolutions, a batch normalisation whose statistics are no parameters, a dense layer. */
  private static LayerNetwork images() {
    List<Object> layers =
        List.of(
            Map.of("conv2d", Map.of("outputs", 2, "kernel", 3)),
            "relu",
            Map.of("conv2d", Map.of("outputs", 4, "kernel", 3)),
            "relu",
            "flatten",
            Map.of("dense", 5));
    return new LayerNetwork(
        new Shape(List.of(1, 6, 6)),
        Layers.read("model.", "layers.", layers),
        new Likelihood.Categorical(5));
  }

  private static List<String> names(PartTree tree) {
    return tree.parts().stream().map(PartTree::name).toList();
  }

  private static PartTree at(PartTree tree, String name) {
    return nodes(tree).filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  private static Stream<PartTree> nodes(PartTree tree) {
    return Stream.concat(Stream.of(tree), tree.parts().stream().flatMap(PartTreeTest::nodes));
  }

  /** Each part has places of its own, together those of what holds them; names mean the same. */
  private static void holdsTogether(Model model, Map<String, String> inFile) {
    PartTree tree = PartTree.of(model, inFile);
    assertThat(tree.size()).isEqualTo(model.size());
    ModelParts parts = new ModelParts(model, inFile);
    for (PartTree node : nodes(tree).toList()) {
      List<String> means = new ArrayList<>(List.of(node.name(), node.also()));
      means.removeIf(String::isEmpty);
      means.forEach(name -> assertThat(parts.chosen(name)).as(name).isEqualTo(node.places()));
      BitSet union = new BitSet();
      node.parts().forEach(part -> union.or(part.places()));
      if (!node.parts().isEmpty()) {
        assertThat(union).as(node.name()).isEqualTo(node.places());
        assertThat(node.parts().stream().mapToInt(PartTree::size).sum()).isEqualTo(node.size());
      }
    }
  }

  @Test
  void aTransformerByWhatItsPartsAreFor() {
    LayerNetwork model = ModelPartsTest.transformer();
    holdsTogether(model, Map.of());
    PartTree tree = PartTree.of(model, Map.of());
    assertThat(names(tree)).containsExactly("embed", "l0", "l1", "unembed");
    assertThat(names(at(tree, "l0 attn")))
        .containsExactly("l0h0", "l0h1", "l0h2", "l0h3", "layers.0.1.1.output.bias");
    assertThat(names(at(tree, "l1 attn"))).containsExactly("l1h0,l1h1", "l1h2,l1h3");
    assertThat(names(at(tree, "l0 mlp")))
        .containsExactly(
            "layers.0.2.1.weight", "layers.0.2.1.bias", "layers.0.2.3.weight", "layers.0.2.3.bias");
    BitSet head = new ModelParts(model, Map.of()).chosen("l0h1");
    assertThat(at(tree, "l0").count(head)).isEqualTo(head.cardinality());
    assertThat(at(tree, "l0h2").count(head)).isZero();
  }

  @Test
  void otherNetworksByTheNamesOfTheFile() {
    holdsTogether(images(), Map.of());
    holdsTogether(images(), IN_FILE);
    PartTree own = PartTree.of(images(), Map.of());
    assertThat(names(own)).containsExactly("layers.0", "layers.2", "layers.5");
    PartTree theirs = PartTree.of(images(), IN_FILE);
    assertThat(names(theirs)).containsExactly("features", "fc");
    assertThat(names(at(theirs, "features"))).containsExactly("features.conv1", "features.conv2");
    assertThat(at(theirs, "features.conv2").also()).isEqualTo("layers.2");
    assertThat(at(theirs, "features").size()).isEqualTo(2 * 9 + 2 + 4 * 2 * 9 + 4);
    assertThat(at(theirs, "features").also()).isEmpty();
  }

  /** Scale and shift are parameters, mean and variance are not. */
  @Test
  void runningStatisticsAreNoParameters() {
    LayerNetwork model =
        new LayerNetwork(
            Shape.vector(3),
            Layers.read("model.", "layers.", List.of(Map.of("dense", 4), "batch-norm")),
            new Likelihood.Gaussian(4, 1));
    PartTree tree = PartTree.of(model, Map.of());
    assertThat(tree.size()).isEqualTo(3 * 4 + 4 + 4 + 4);
    assertThat(names(at(tree, "layers.1"))).containsExactly("layers.1.weight", "layers.1.bias");
  }
}
