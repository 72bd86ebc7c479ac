package org.cusp.format.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.format.NamedTensor;
import org.cusp.format.Source;
import org.cusp.format.WeightsFile;

/**
 * The graph of an ONNX file.
 *
 * @param inputs what it is fed with, weights not among them; a length that is left open is -1
 * @param outputs names
 * @param nodes in an order in which they can be computed
 * @param weights its initializers by name
 */
public record OnnxGraph(
    Map<String, long[]> inputs,
    List<String> outputs,
    List<OnnxNode> nodes,
    LinkedHashMap<String, NamedTensor> weights) {
  /** The name of the format. */
  public static final String FORMAT = "ONNX";

  private static final int IR_VERSION = 0x08;
  private static final int NEWEST_VERSION = 64;
  private static final List<Integer> NEXT = List.of(0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42);

  /** Whether a file may be ONNX: it has no magic number, but begins with its version. */
  public static boolean recognises(byte[] head) {
    return head.length > 3
        && head[0] == IR_VERSION
        && head[1] > 0
        && head[1] < NEWEST_VERSION
        && NEXT.contains((int) head[2]);
  }

  /** The weights of a file. */
  public static WeightsFile readWeights(Path file) {
    return WeightsFile.ordered(FORMAT, read(file).weights(), List.of());
  }

  /**
   * Reads a file; numbers that lie in other files beside it too.
   *
   * @throws org.cusp.contract.InvalidInput if it is damaged
   */
  public static OnnxGraph read(Path file) {
    return Source.readPlain(file, source -> read(file, source));
  }

  private static OnnxGraph read(Path file, Source source) throws IOException {
    String where = file.toString();
    byte[] bytes = source.in().readAllBytes();
    List<ProtoFields> graphs = ProtoFields.of(where, ByteBuffer.wrap(bytes)).messages(7);
    if (graphs.isEmpty()) {
      throw ProtoFields.damaged(where, "it has no graph");
    }
    ProtoFields graph = graphs.get(graphs.size() - 1);
    OnnxTensor.Place place = new OnnxTensor.Place(file);
    LinkedHashMap<String, NamedTensor> weights = new LinkedHashMap<>();
    for (ProtoFields initializer : graph.messages(5)) {
      OnnxTensor tensor = OnnxTensor.of(initializer, place);
      weights.put(tensor.name(), tensor.values());
    }
    List<OnnxNode> nodes = new ArrayList<>();
    graph.messages(1).forEach(node -> nodes.add(OnnxNode.of(node, place)));
    Map<String, long[]> inputs = new LinkedHashMap<>();
    for (ProtoFields input : graph.messages(11)) {
      if (!weights.containsKey(input.text(1))) {
        inputs.put(input.text(1), shape(input));
      }
    }
    List<String> outputs = graph.messages(12).stream().map(output -> output.text(1)).toList();
    return new OnnxGraph(inputs, outputs, nodes, weights);
  }

  /** type, tensor_type, shape, dim: a length is a number or a name. */
  private static long[] shape(ProtoFields input) {
    return input.messages(2).stream()
        .flatMap(type -> type.messages(1).stream())
        .flatMap(tensor -> tensor.messages(2).stream())
        .flatMap(shape -> shape.messages(1).stream())
        .mapToLong(length -> length.has(1) ? length.whole(1) : -1)
        .toArray();
  }
}
