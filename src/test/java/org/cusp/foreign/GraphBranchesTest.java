package org.cusp.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Settings;
import org.cusp.format.NamedTensor;
import org.cusp.format.onnx.OnnxGraph;
import org.cusp.format.onnx.OnnxNode;
import org.junit.jupiter.api.Test;

/** Graphs whose data part and are joined, made by hand; PyTorch's are in ImageFilesTest. */
class GraphBranchesTest {
  private static final double[] X = {-1.5, 0.25, 2};

  private final List<OnnxNode> nodes = new ArrayList<>();
  private final LinkedHashMap<String, NamedTensor> weights = new LinkedHashMap<>();

  private GraphBranchesTest node(String operator, String output, String... inputs) {
    nodes.add(new OnnxNode(operator, "", List.of(inputs), List.of(output), Map.of()));
    return this;
  }

  private void constant(String name, double... values) {
    weights.put(name, new NamedTensor("F64", new int[] {values.length}, values));
  }

  private Network.Graph graph(String output) {
    Map<String, long[]> inputs = Map.of("x", new long[] {1, 3});
    return GraphReader.of(new OnnxGraph(inputs, List.of(output), nodes, weights));
  }

  private double[] value(String output) {
    return Network.apply(graph(output).chain(), X);
  }

  private Optional<Layered> layers(String output) {
    FileTensors file = new FileTensors("file", weights, new Settings("file", Map.of()));
    return GraphLayers.of(file, graph(output)).layers();
  }

  private static double[] of(java.util.function.DoubleUnaryOperator f) {
    return java.util.Arrays.stream(X).map(f).toArray();
  }

  @Test
  void branchesWithinBranchesAreAdded() {
    node("Tanh", "a", "x").node("Relu", "b", "a").node("Add", "c", "b", "a");
    node("Sigmoid", "d", "x").node("Sum", "y", "c", "d", "x");
    assertThat(value("y"))
        .containsExactly(
            of(x -> Math.max(Math.tanh(x), 0) + Math.tanh(x) + 1 / (1 + Math.exp(-x)) + x),
            within(1e-15));
    assertThat(layers("y").orElseThrow().plan(Nonlinearity.RELU, 1e-5).text())
        .isEqualTo("[residual: [sum: [[tanh, residual: [relu]], [sigmoid]]]]");
  }

  /** 2 x and x^2 are functions; the first is no layer. */
  @Test
  void theDataBesideThemselves() {
    node("Add", "twice", "x", "x");
    assertThat(value("twice")).containsExactly(of(x -> 2 * x));
    assertThat(layers("twice")).isEmpty();
    nodes.clear();
    node("Mul", "square", "x", "x");
    assertThat(value("square")).containsExactly(of(x -> x * x));
    assertThat(layers("square").orElseThrow().plan(Nonlinearity.RELU, 1e-5).text())
        .isEqualTo("[quadratic]");
  }

  /** As exporters without an operator for it write GELU, in two orders, constants in 4 bytes. */
  @Test
  void activationsInPiecesAreKnown() {
    constant("root", (float) Math.sqrt(2));
    constant("one", 1);
    constant("half", 0.5);
    node("Div", "a", "x", "root").node("Erf", "b", "a").node("Add", "c", "b", "one");
    node("Mul", "d", "x", "c").node("Mul", "y", "d", "half");
    assertThat(graph("y").chain()).extracting(Step::describe).containsExactly("gelu");
    node("Mul", "e", "c", "half").node("Mul", "z", "x", "e");
    assertThat(graph("z").chain()).extracting(Step::describe).containsExactly("gelu");
    assertThat(graph("b").chain())
        .extracting(Step::describe)
        .containsExactly("batch norm 1", "erf");
    assertThat(layers("b")).isEmpty();
  }

  @Test
  void whatNoLayersCanSayIsNamed() {
    node("Relu", "a", "x").node("Tanh", "b", "a").node("Concat", "c", "a", "b");
    assertThatThrownBy(() -> graph("c"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("operator Concat joins branches: sums of branches alone are read");
    // a is in both branches of z, and c joins it with b before.
    node("Sigmoid", "s", "x").node("Add", "m", "a", "s").node("Add", "z", "m", "b");
    assertThatThrownBy(() -> graph("z"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("operator Relu (a) feeds branches that are not joined in one place");
    node("Softmax", "p", "x").node("Mul", "q", "p", "x");
    assertThatThrownBy(() -> graph("q"))
        .hasMessage("operator Mul joins branches: products are read of activations alone");
    assertThatThrownBy(() -> graph("absent"))
        .hasMessage("no operator makes the output absent of the input");
    node("Relu", "r", "later").node("Relu", "later", "x");
    assertThatThrownBy(() -> graph("r")).hasMessage("operator Relu: nothing before it makes later");
  }

  /** Neither time nor the stack grows with how deep a file nests. */
  @Test
  void nestedBranchesHaveAnEnd() {
    String at = "x";
    for (int depth = 0; depth < 20_000; depth++) {
      node("Relu", "r" + depth, at);
      at = "r" + depth;
    }
    for (int depth = 19_998; depth >= 0; depth--) {
      node("Add", "s" + depth, "r" + depth, at);
      at = "s" + depth;
    }
    String last = at;
    assertThatThrownBy(() -> graph(last)).hasMessageStartingWith("branches within branches, 65");
  }
}
