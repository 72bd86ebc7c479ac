package org.cusp.format.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operator of a graph.
 *
 * @param operator its type, such as {@code Gemm}
 * @param domain empty for the operators of ONNX itself
 * @param inputs names of tensors; empty for one that is left out
 */
public record OnnxNode(
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {
  /**
   * An attribute: what of it is there depends on its kind.
   *
   * @param tensor null where it is none
   */
  public record Attribute(double real, long whole, String text, long[] wholes, OnnxTensor tensor) {}

  static OnnxNode of(ProtoFields node, OnnxTensor.Place place) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (ProtoFields field : node.messages(5)) {
      List<ProtoFields> tensors = field.messages(5);
      OnnxTensor tensor = tensors.isEmpty() ? null : OnnxTensor.of(tensors.get(0), place);
      attributes.put(
          field.text(1),
          new Attribute(field.real(2), field.whole(3), field.text(4), field.wholes(8), tensor));
    }
    return new OnnxNode(node.text(4), node.text(7), node.texts(1), node.texts(2), attributes);
  }

  /** A whole number, or the default. */
  public long whole(String name, long otherwise) {
    return attributes.containsKey(name) ? attributes.get(name).whole() : otherwise;
  }

  /** A real number, or the default. */
  public double real(String name, double otherwise) {
    return attributes.containsKey(name) ? attributes.get(name).real() : otherwise;
  }

  /** A text, or the default. */
  public String text(String name, String otherwise) {
    return attributes.containsKey(name) ? attributes.get(name).text() : otherwise;
  }

  /** Whole numbers, or the default. */
  public long[] wholes(String name, long... otherwise) {
    return attributes.containsKey(name) ? attributes.get(name).wholes() : otherwise;
  }
}
