package org.cusp.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.onnx.OnnxGraph;
import org.cusp.format.onnx.OnnxNode;

/**
 * Turns a graph that is one chain of operators into steps. The first axis is that of examples,
 * unless the input has one axis only. An operator that is not known, or a branch, is refused by its
 * name.
 */
final class GraphReader {
  private static final List<String> RECURRENT = List.of("LSTM", "GRU", "RNN", "Scan", "Loop");
  private static final long MOST_NUMBERS = 1 << 28;

  private final Map<String, NamedTensor> constants;
  private final List<Step> steps = new ArrayList<>();
  private String current;
  private int[] shape;

  private GraphReader(OnnxGraph graph) {
    this.constants = new HashMap<>(graph.weights());
    for (OnnxNode node : graph.nodes()) {
      if (RECURRENT.contains(node.operator())) {
        throw new InvalidInput("operator " + node.operator() + " (recurrent) is not known");
      }
    }
    if (graph.inputs().size() != 1 || graph.outputs().size() != 1) {
      throw new InvalidInput("a graph with one input and one output is needed");
    }
    this.current = graph.inputs().keySet().iterator().next();
    long[] lengths = graph.inputs().get(current);
    this.shape = example(lengths);
  }

  /** The steps from the input to the output. */
  static Network.Graph of(OnnxGraph graph) {
    GraphReader reader = new GraphReader(graph);
    int inputs = reader.count();
    graph.nodes().forEach(reader::read);
    if (!reader.current.equals(graph.outputs().get(0))) {
      throw new InvalidInput("the output is not the end of the chain of operators");
    }
    return new Network.Graph(List.copyOf(reader.steps), inputs, reader.count());
  }

  private static int[] example(long[] lengths) {
    long[] own = lengths.length > 1 ? Arrays.copyOfRange(lengths, 1, lengths.length) : lengths;
    long product = 1;
    for (long length : own) {
      if (length < 1 || length > MOST_NUMBERS) {
        throw new InvalidInput("the input's shape is left open: " + Arrays.toString(lengths));
      }
      product *= length;
      if (product > MOST_NUMBERS) {
        throw new InvalidInput("the input is too large: " + Arrays.toString(lengths));
      }
    }
    return Arrays.stream(own).mapToInt(length -> (int) length).toArray();
  }

  private int count() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private void read(OnnxNode node) {
    if (node.outputs().isEmpty()) {
      throw new InvalidInput("operator " + node.operator() + " has no output");
    }
    boolean constant =
        node.inputs().stream().allMatch(name -> name.isEmpty() || constants.containsKey(name));
    if (constant) {
      constants.put(node.outputs().get(0), folded(node));
      return;
    }
    boolean chained =
        node.inputs().stream()
            .allMatch(
                name -> name.isEmpty() || name.equals(current) || constants.containsKey(name));
    if (!chained || node.inputs().stream().filter(name -> name.equals(current)).count() != 1) {
      throw new InvalidInput("operator " + node.operator() + " joins or leaves the chain");
    }
    apply(node);
    requireSize(Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact));
    current = node.outputs().get(0);
  }

  private static void requireSize(long numbers) {
    if (numbers > MOST_NUMBERS) {
      throw new InvalidInput("a step has " + numbers + " numbers for one example");
    }
  }

  private static String input(OnnxNode node, int place) {
    return place < node.inputs().size() ? node.inputs().get(place) : "";
  }

  /** An operator on constants alone. */
  private NamedTensor folded(OnnxNode node) {
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

  private static int[] reshaped(double[] to, int count) {
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

  private void apply(OnnxNode node) {
    switch (node.operator()) {
      case "Relu" -> elementwise(Nonlinearity.RELU);
      case "Tanh" -> elementwise(Nonlinearity.TANH);
      case "Sigmoid" -> elementwise(Nonlinearity.SIGMOID);
      case "Softplus" -> elementwise(Nonlinearity.SOFTPLUS);
      case "Gelu" -> gelu(node);
      case "Identity", "Dropout" -> {}
      case "LogSoftmax" -> steps.add(new Step.LogSoftmax());
      case "Flatten" -> shape = new int[] {count()};
      case "Reshape" -> reshape(node);
      case "Gemm" -> gemm(node);
      case "MatMul" -> matMul(node);
      case "Add", "Sub", "Mul", "Div" -> withConstant(node);
      case "BatchNormalization" -> batchNorm(node);
      case "Conv" -> convolution(node);
      case "MaxPool" -> pool(node, ImageStep.Pool.MAX);
      case "AveragePool" ->
          pool(
              node,
              node.whole("count_include_pad", 0) == 1
                  ? ImageStep.Pool.MEAN_WITH_PADS
                  : ImageStep.Pool.MEAN);
      case "GlobalAveragePool" -> {
        int channels = images(node)[0];
        steps.add(new ImageStep.GlobalMean(channels));
        shape = new int[] {channels, 1, 1};
      }
      default -> throw new InvalidInput("operator " + node.operator() + " is not known");
    }
  }

  private void elementwise(Nonlinearity activation) {
    elementwise(activation.id(), activation.function());
  }

  private void elementwise(String name, DoubleUnaryOperator function) {
    steps.add(new Step.Elementwise(name, function));
  }

  private void gelu(OnnxNode node) {
    if (!node.text("approximate", "none").equals("none")) {
      throw new InvalidInput("operator Gelu in its tanh form is not known");
    }
    elementwise(Nonlinearity.GELU);
  }

  private void reshape(OnnxNode node) {
    double[] to = constant(node, 1).values();
    // The first length is that of the examples; what follows is the example's.
    int[] own =
        to.length > 1
            ? reshaped(Arrays.copyOfRange(to, 1, to.length), count())
            : new int[] {count()};
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = own[axis] == 0 && axis < shape.length ? shape[axis] : own[axis];
    }
    requireCount(node, Arrays.stream(own).asLongStream().reduce(1, (a, b) -> a * b));
    shape = own;
  }

  private void requireCount(OnnxNode node, long count) {
    if (count != count()) {
      throw new InvalidInput(
          "operator " + node.operator() + ": " + count + " numbers wanted, " + count() + " there");
    }
  }

  private NamedTensor constant(OnnxNode node, int input) {
    NamedTensor found = constants.get(input(node, input));
    if (found == null) {
      throw new InvalidInput(
          "operator " + node.operator() + ": input " + input + " is no constant");
    }
    return found;
  }

  private static int[] matrix(OnnxNode node, NamedTensor tensor) {
    if (tensor.shape().length != 2) {
      throw new InvalidInput(
          "operator "
              + node.operator()
              + ": a matrix is wanted, not "
              + Arrays.toString(tensor.shape()));
    }
    return tensor.shape();
  }

  private void gemm(OnnxNode node) {
    NamedTensor b = constant(node, 1);
    int[] lengths = matrix(node, b);
    boolean sound = input(node, 0).equals(current) && node.whole("transA", 0) == 0;
    if (!sound || shape.length != 1) {
      throw new InvalidInput("operator Gemm: the data must be its first input, one row each");
    }
    double alpha = node.real("alpha", 1);
    double[] weight =
        node.whole("transB", 0) == 1
            ? b.values()
            : Recogniser.transposed(b.values(), lengths[0], lengths[1]);
    int outputs = node.whole("transB", 0) == 1 ? lengths[0] : lengths[1];
    double[] bias = new double[outputs];
    if (!input(node, 2).isEmpty()) {
      double beta = node.real("beta", 1);
      bias = broadcast(node, constant(node, 2).values(), outputs, beta);
    }
    double[] scaled = alpha == 1 ? weight : Arrays.stream(weight).map(w -> alpha * w).toArray();
    affine(node, scaled, bias);
  }

  private static double[] broadcast(OnnxNode node, double[] values, int count, double factor) {
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

  private void matMul(OnnxNode node) {
    boolean left = input(node, 1).equals(current);
    NamedTensor weights = constant(node, left ? 0 : 1);
    int[] lengths = matrix(node, weights);
    if (shape.length != 1) {
      throw new InvalidInput("operator MatMul: one row for each example is read");
    }
    double[] weight =
        left ? weights.values() : Recogniser.transposed(weights.values(), lengths[0], lengths[1]);
    affine(node, weight, new double[left ? lengths[0] : lengths[1]]);
  }

  private void affine(OnnxNode node, double[] weight, double[] bias) {
    requireCount(node, bias.length == 0 ? 0 : weight.length / bias.length);
    steps.add(new Step.Affine(weight, bias));
    shape = new int[] {bias.length};
  }

  /** A constant added to a product is its bias; any other is a step of its own. */
  private void withConstant(OnnxNode node) {
    boolean left = input(node, 1).equals(current);
    double[] values = constant(node, left ? 0 : 1).values();
    int channels = values.length == 1 ? 1 : shape[0];
    if (values.length != 1 && values.length != channels) {
      throw new InvalidInput("operator " + node.operator() + ": a constant of another shape");
    }
    boolean last = !steps.isEmpty() && steps.get(steps.size() - 1) instanceof Step.Affine;
    if (node.operator().equals("Add") && last && values.length == channels && shape.length == 1) {
      Step.Affine before = (Step.Affine) steps.remove(steps.size() - 1);
      double[] bias = before.bias().clone();
      double[] added = broadcast(node, values, bias.length, 1);
      Arrays.setAll(bias, i -> bias[i] + added[i]);
      steps.add(new Step.Affine(before.weight(), bias));
      return;
    }
    double[] scale = new double[values.length];
    double[] shift = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double c = values[i];
      scale[i] =
          switch (node.operator()) {
            case "Mul" -> c;
            case "Div" -> left ? Double.NaN : 1 / c;
            default -> node.operator().equals("Sub") && left ? -1 : 1;
          };
      shift[i] =
          switch (node.operator()) {
            case "Add" -> c;
            case "Sub" -> left ? c : -c;
            default -> 0;
          };
    }
    if (node.operator().equals("Div") && left) {
      throw new InvalidInput("operator Div by the data is not known");
    }
    steps.add(new Step.PerChannel(scale, shift));
  }

  private void batchNorm(OnnxNode node) {
    double[] mean = constant(node, 3).values();
    requireChannels(node, mean.length);
    double[][] parts = {
      constant(node, 1).values(), constant(node, 2).values(), mean, constant(node, 4).values()
    };
    for (double[] part : parts) {
      requireChannels(node, part.length);
    }
    double eps = node.real("epsilon", 1e-5);
    steps.add(Step.PerChannel.batchNorm(parts[0], parts[1], parts[2], parts[3], eps));
  }

  private void requireChannels(OnnxNode node, int channels) {
    if (shape[0] != channels) {
      throw new InvalidInput(
          "operator " + node.operator() + ": " + channels + " channels for " + shape[0]);
    }
  }

  private int[] images(OnnxNode node) {
    if (shape.length != 3) {
      throw new InvalidInput(
          "operator " + node.operator() + ": images are wanted, not " + Arrays.toString(shape));
    }
    return shape;
  }

  private void convolution(OnnxNode node) {
    int[] image = images(node);
    NamedTensor weight = constant(node, 1);
    int[] lengths = weight.shape();
    long groups = node.whole("group", 1);
    boolean sound =
        lengths.length == 4
            && groups >= 1
            && lengths[1] * groups == image[0]
            && lengths[0] % groups == 0
            && weight.values().length > 0;
    if (!sound) {
      throw new InvalidInput(
          "operator Conv: weights "
              + Arrays.toString(lengths)
              + " do not fit images "
              + Arrays.toString(image));
    }
    double[] bias = new double[lengths[0]];
    if (!input(node, 2).isEmpty()) {
      bias = broadcast(node, constant(node, 2).values(), lengths[0], 1);
    }
    Window window = Window.of(node, image[1], image[2], lengths[2], lengths[3]);
    steps.add(new ImageStep.Convolution(window, image[0], (int) groups, weight.values(), bias));
    shape = new int[] {lengths[0], window.outHeight(), window.outWidth()};
  }

  private void pool(OnnxNode node, ImageStep.Pool pool) {
    int[] image = images(node);
    long[] kernel = node.wholes("kernel_shape");
    boolean sound =
        kernel.length == 2
            && kernel[0] > 0
            && kernel[1] > 0
            && kernel[0] < 1 << 16
            && kernel[1] < 1 << 16;
    if (!sound) {
      throw new InvalidInput("operator " + node.operator() + ": a window of two axes is read");
    }
    Window window = Window.of(node, image[1], image[2], (int) kernel[0], (int) kernel[1]);
    steps.add(new ImageStep.Pooling(window, image[0], pool));
    shape = new int[] {image[0], window.outHeight(), window.outWidth()};
  }
}
