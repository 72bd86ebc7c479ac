package org.cusp.foreign;

import static org.cusp.foreign.GraphConstants.broadcast;
import static org.cusp.foreign.GraphConstants.input;
import static org.cusp.foreign.GraphConstants.matrix;
import static org.cusp.foreign.GraphConstants.reshaped;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
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

  private final GraphConstants constants;
  private final List<Step> steps = new ArrayList<>();
  private String current;
  private int[] shape;

  private GraphReader(OnnxGraph graph) {
    this.constants = new GraphConstants(new HashMap<>(graph.weights()));
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
    return new Network.Graph(List.copyOf(reader.steps), inputs, reader.count(), Optional.empty());
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
        node.inputs().stream()
            .allMatch(name -> name.isEmpty() || constants.byName().containsKey(name));
    if (constant) {
      constants.byName().put(node.outputs().get(0), constants.folded(node));
      return;
    }
    boolean chained =
        node.inputs().stream()
            .allMatch(
                name ->
                    name.isEmpty() || name.equals(current) || constants.byName().containsKey(name));
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

  private void apply(OnnxNode node) {
    switch (node.operator()) {
      case "Relu" -> elementwise(Nonlinearity.RELU);
      case "Tanh" -> elementwise(Nonlinearity.TANH);
      case "Sigmoid" -> elementwise(Nonlinearity.SIGMOID);
      case "Softplus" -> elementwise(Nonlinearity.SOFTPLUS);
      case "Gelu" -> gelu(node);
      case "Identity", "Dropout" -> {}
      case "Pad" -> requireNoPads(node);
      case "LogSoftmax" -> ofAll(node, new Step.LogSoftmax());
      case "Softmax" -> ofAll(node, new Step.Softmax());
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
    boolean erf = node.text("approximate", "none").equals("none");
    elementwise(erf ? Nonlinearity.GELU : Nonlinearity.GELU_TANH);
  }

  private void ofAll(OnnxNode node, Step step) {
    if (shape.length != 1) {
      throw new InvalidInput("operator " + node.operator() + ": one row for each example is read");
    }
    steps.add(step);
  }

  /** Torch writes one that adds nothing before a mean pool. */
  private void requireNoPads(OnnxNode node) {
    boolean listed = !input(node, 1).isEmpty();
    boolean none =
        listed
            ? Arrays.stream(constants.constant(node, 1).values()).allMatch(pad -> pad == 0)
            : Arrays.stream(node.wholes("pads")).allMatch(pad -> pad == 0);
    if (!none) {
      throw new InvalidInput("operator Pad is read only where it adds nothing");
    }
  }

  private void reshape(OnnxNode node) {
    double[] to = constants.constant(node, 1).values();
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

  private void gemm(OnnxNode node) {
    NamedTensor b = constants.constant(node, 1);
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
      bias = broadcast(node, constants.constant(node, 2).values(), outputs, beta);
    }
    double[] scaled = alpha == 1 ? weight : Arrays.stream(weight).map(w -> alpha * w).toArray();
    affine(node, scaled, bias, new Step.Source(input(node, 1), input(node, 2)));
  }

  private void matMul(OnnxNode node) {
    boolean left = input(node, 1).equals(current);
    NamedTensor weights = constants.constant(node, left ? 0 : 1);
    int[] lengths = matrix(node, weights);
    if (shape.length != 1) {
      throw new InvalidInput("operator MatMul: one row for each example is read");
    }
    double[] weight =
        left ? weights.values() : Recogniser.transposed(weights.values(), lengths[0], lengths[1]);
    double[] none = new double[left ? lengths[0] : lengths[1]];
    affine(node, weight, none, new Step.Source(input(node, left ? 0 : 1), ""));
  }

  private void affine(OnnxNode node, double[] weight, double[] bias, Step.Source source) {
    requireCount(node, bias.length == 0 ? 0 : weight.length / bias.length);
    steps.add(new Step.Affine(weight, bias, source));
    shape = new int[] {bias.length};
  }

  /** A constant added to a product is its bias; any other is a step of its own. */
  private void withConstant(OnnxNode node) {
    boolean left = input(node, 1).equals(current);
    double[] values = constants.constant(node, left ? 0 : 1).values();
    int channels = values.length == 1 ? 1 : shape[0];
    if (values.length != 1 && values.length != channels) {
      throw new InvalidInput("operator " + node.operator() + ": a constant of another shape");
    }
    boolean added = node.operator().equals("Add") && values.length == channels;
    if (added && intoBias(values, input(node, left ? 0 : 1))) {
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

  /**
   * Whether the last step is a product of which these numbers, one for each channel, are a bias.
   */
  private boolean intoBias(double[] values, String name) {
    Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last instanceof Step.Affine before && shape.length == 1) {
      double[] bias = sum(before.bias(), values);
      Step.Source source = new Step.Source(before.source().weight(), name);
      steps.set(steps.size() - 1, new Step.Affine(before.weight(), bias, source));
      return true;
    }
    if (last instanceof ImageStep.Convolution before && before.bias().length == values.length) {
      Step.Source source = new Step.Source(before.source().weight(), name);
      steps.set(
          steps.size() - 1,
          new ImageStep.Convolution(
              before.window(),
              before.channels(),
              before.groups(),
              before.weight(),
              sum(before.bias(), values),
              source));
      return true;
    }
    return false;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  private void batchNorm(OnnxNode node) {
    double[] mean = constants.constant(node, 3).values();
    requireChannels(node, mean.length);
    double[][] parts = {
      constants.constant(node, 1).values(),
      constants.constant(node, 2).values(),
      mean,
      constants.constant(node, 4).values()
    };
    for (double[] part : parts) {
      requireChannels(node, part.length);
    }
    // A 4-byte number in the file: the decimal that was meant.
    double eps = Double.parseDouble(Float.toString((float) node.real("epsilon", 1e-5)));
    Network.Norm norm = new Network.Norm(parts[0], parts[1], parts[2], parts[3]);
    steps.add(new Step.BatchNorm(norm, eps, new Step.Source(input(node, 1), input(node, 2))));
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
    NamedTensor weight = constants.constant(node, 1);
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
      bias = broadcast(node, constants.constant(node, 2).values(), lengths[0], 1);
    }
    Window window = Window.of(node, image[1], image[2], lengths[2], lengths[3]);
    Step.Source source = new Step.Source(input(node, 1), input(node, 2));
    steps.add(
        new ImageStep.Convolution(window, image[0], (int) groups, weight.values(), bias, source));
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
