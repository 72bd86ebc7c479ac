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
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.onnx.OnnxGraph;
import org.cusp.format.onnx.OnnxNode;

/**
 * Turns a graph of operators into steps: chains, and branches that are added. The first axis is
 * that of examples, unless the input has one axis only. An operator that is not known is refused by
 * its name.
 */
final class GraphReader {
  private static final List<String> RECURRENT = List.of("LSTM", "GRU", "RNN", "Scan", "Loop");
  private static final long MOST_NUMBERS = 1 << 28;

  private final GraphConstants constants;
  private GraphSteps steps = new GraphSteps();
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
    reader.read(GraphPaths.of(graph, reader.constants));
    return new Network.Graph(reader.steps.list(), inputs, reader.count(), Optional.empty());
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

  private void read(List<GraphPaths.Item> items) {
    for (GraphPaths.Item item : items) {
      if (item instanceof GraphPaths.One one) {
        current = one.data();
        apply(one.node());
        requireSize(Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact));
      } else {
        join((GraphPaths.Joined) item);
      }
    }
  }

  /** What the branches make of the data as they are here, added or multiplied. */
  private void join(GraphPaths.Joined joined) {
    String operator = joined.node().operator();
    if (!List.of("Add", "Sum", "Mul").contains(operator)) {
      throw new InvalidInput(
          "operator " + operator + " joins branches: sums of branches alone are read");
    }
    GraphSteps outer = steps;
    int[] given = shape;
    List<int[]> shapes = new ArrayList<>();
    List<List<Step>> branches = new ArrayList<>();
    for (List<GraphPaths.Item> branch : joined.branches()) {
      steps = new GraphSteps();
      shape = given;
      read(branch);
      branches.add(steps.list());
      shapes.add(shape);
      if (!Arrays.equals(shape, shapes.get(0))) {
        throw new InvalidInput(
            "operator "
                + operator
                + " joins shapes "
                + Arrays.toString(shapes.get(0))
                + " and "
                + Arrays.toString(shape));
      }
    }
    steps = outer;
    steps.add(operator.equals("Mul") ? product(branches) : new Step.Sum(branches));
  }

  /** As those who have no operator for an activation write it: z sigmoid(z), z (1 + erf z). */
  private static Step product(List<List<Step>> branches) {
    return Step.Elementwise.product(branches)
        .orElseThrow(
            () ->
                new InvalidInput(
                    "operator Mul joins branches: products are read of activations alone"));
  }

  private static void requireSize(long numbers) {
    if (numbers > MOST_NUMBERS) {
      throw new InvalidInput("a step has " + numbers + " numbers for one example");
    }
  }

  private void apply(OnnxNode node) {
    switch (node.operator()) {
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
      case "ReduceMean" -> mean(node);
      case "GlobalAveragePool" -> {
        int channels = images(node)[0];
        steps.add(new ImageStep.GlobalMean(channels));
        shape = new int[] {channels, 1, 1};
      }
      default ->
          steps.add(
              GraphActivations.of(node, constants)
                  .orElseThrow(
                      () -> new InvalidInput("operator " + node.operator() + " is not known")));
    }
  }

  /** Over rows and columns, as torch writes a mean over two axes. */
  private void mean(OnnxNode node) {
    int channels = images(node)[0];
    double[] axes =
        input(node, 1).isEmpty()
            ? Arrays.stream(node.wholes("axes")).asDoubleStream().toArray()
            : constants.constant(node, 1).values();
    boolean both =
        axes.length == 2
            && Arrays.stream(axes).map(a -> a < 0 ? a + 4 : a).sum() == 5
            && axes[0] != axes[1];
    if (!both) {
      throw new InvalidInput("operator ReduceMean: the mean over rows and columns is read");
    }
    steps.add(new ImageStep.GlobalMean(channels));
    shape = node.whole("keepdims", 1) == 1 ? new int[] {channels, 1, 1} : new int[] {channels};
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
    boolean flat = shape.length == 1;
    if (added && steps.addBias(values, input(node, left ? 0 : 1), flat)) {
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
    steps.addPerChannel(new Step.PerChannel(scale, shift));
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
    double eps = GraphConstants.decimal(node.real("epsilon", 1e-5));
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
