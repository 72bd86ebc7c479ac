package org.cusp.foreign;

import java.util.Arrays;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.onnx.OnnxNode;

/**
 * The numbers of a graph that are no data.
 *
 * @param byName grows with what operators make of constants alone
 */
record GraphConstants(Map<String, NamedTensor> byName) {
  /** A constant that an operator gets. */
  NamedTensor constant(OnnxNode node, int input) {
    NamedTensor found = byName.get(input(node, input));
    if (found == null) {
      throw new InvalidInput(
          "operator " + node.operator() + ": input " + input + " is no constant");
    }
    return found;
  }

  /** An operator on constants alone. */
  NamedTensor folded(OnnxNode node) {
    switch (node.operator()) {
      case "Constant" -> {
        if (node.attributes().containsKey("value")
            && node.attributes().get("value").tensor() != null) {
          return node.attributes().get("value").tensor().values();
        }
      }
      case "Identity" -> {
        return constant(node, 0);
      }
      case "Reshape" -> {
        NamedTensor from = constant(node, 0);
        int[] to = reshaped(constant(node, 1).values(), from.values().length);
        return new NamedTensor(from.dtype(), to, from.values());
      }
      default -> {
        // Refused below.
      }
    }
    throw new InvalidInput("operator " + node.operator() + " of constants");
  }

  /** Lengths of axes, of which one may be open, for so many numbers. */
  static int[] reshaped(double[] to, int count) {
    int[] lengths = Arrays.stream(to).mapToInt(length -> (int) length).toArray();
    int open = -1;
    int known = 1;
    for (int axis = 0; axis < lengths.length; axis++) {
      open = lengths[axis] == -1 ? axis : open;
      known *= lengths[axis] == -1 ? 1 : Math.max(1, lengths[axis]);
    }
    if (open >= 0) {
      lengths[open] = count / known;
    }
    return lengths;
  }

  /** The name of what an operator gets, empty where it gets none. */
  static String input(OnnxNode node, int place) {
    return place < node.inputs().size() ? node.inputs().get(place) : "";
  }

  /** A 4-byte number in the file: the decimal that was meant. */
  static double decimal(double number) {
    return Double.parseDouble(Float.toString((float) number));
  }

  /** The lengths of a matrix. */
  static int[] matrix(OnnxNode node, NamedTensor tensor) {
    if (tensor.shape().length != 2) {
      throw new InvalidInput(
          "operator "
              + node.operator()
              + ": a matrix is wanted, not "
              + Arrays.toString(tensor.shape()));
    }
    return tensor.shape();
  }

  /** So many numbers, or one for all, times a factor. */
  static double[] broadcast(OnnxNode node, double[] values, int count, double factor) {
    if (values.length != count && values.length != 1) {
      throw new InvalidInput(
          "operator " + node.operator() + ": " + values.length + " numbers for " + count);
    }
    double[] all = new double[count];
    for (int i = 0; i < count; i++) {
      all[i] = factor * values[values.length == 1 ? 0 : i];
    }
    return all;
  }
}
