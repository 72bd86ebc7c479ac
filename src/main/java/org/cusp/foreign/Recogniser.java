package org.cusp.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.image.ResNet;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.Reading;
import org.cusp.foreign.transformer.Transformer;
import org.cusp.foreign.transformer.Transformers;
import org.cusp.format.onnx.OnnxGraph;

/** Finds out from names and shapes which network a file holds. */
public final class Recogniser {
  private static final int MOST_LISTED = 8;
  static final String ACTIVATION = "the activation";
  static final String MOVES = "what the readings leave open";
  static final String BATCH_NORM_EPS =
      "eps of batch normalisations taken as 1e-5, torch's; cusp open --eps says otherwise";
  static final List<String> DATA = List.of("data", "how the inputs were scaled");

  private final Contents contents;
  private final List<Layer> layers;

  private Recogniser(Contents contents) {
    this.contents = contents;
    this.layers = Layer.of(contents);
  }

  /** The architecture of a file's tensors. */
  public static Architecture of(Contents contents) {
    return new Recogniser(contents).architecture();
  }

  private Architecture architecture() {
    return contents.graph().map(this::ofGraph).orElseGet(this::byNames);
  }

  /** What a graph computes is read from its operators, not from names. */
  private Architecture ofGraph(OnnxGraph graph) {
    try {
      Network.Graph chain = GraphReader.of(graph);
      Optional<Network.Dense> dense = chain.dense();
      if (dense.isPresent()) {
        String activation =
            dense.get().activation().map(found -> " (" + found.id() + ")").orElse("");
        return new Architecture(
            "mlp " + joined(dense.get().widths()) + activation,
            Optional.of(dense.get()),
            List.of(),
            DATA);
      }
      String listed = chain.chain().stream().map(Step::describe).collect(Collectors.joining(", "));
      GraphLayers.Found layers = GraphLayers.of(contents.fileTensors(), chain);
      return new Architecture(
          layers.layers().flatMap(this::twin).orElse("graph: " + listed),
          Optional.of(chain.withoutSoftmax().as(layers.layers())),
          chain == chain.withoutSoftmax()
              ? List.of()
              : List.of("its last softmax is left to the likelihood: outputs are logits here"),
          layers.layers().isPresent()
              ? DATA
              : List.of("data", "layers of this kind, which Cusp cannot sample: " + layers.why()));
    } catch (InvalidInput | ArithmeticException e) {
      return new Architecture(
          "not recognised: " + e.getMessage(),
          Optional.empty(),
          List.of(),
          List.of(
              String.valueOf(e.getMessage()).contains("recurrent")
                  ? "recurrent networks cannot be evaluated or sampled"
                  : "this graph cannot be evaluated or sampled; its tensors can, by a spec of"
                      + " layers: cusp llc FILE --spec my.yaml (docs/layers.md)"));
    }
  }

  /** The name of the network that names show, where the layers of a graph are its layers. */
  private Optional<String> twin(Layered graph) {
    Plan own = graph.plan(Nonlinearity.RELU, Open.USUAL.eps());
    return ResNet.of(contents.fileTensors())
        .filter(
            named ->
                named.readings().stream()
                    .map(reading -> reading.plan().apply(Open.USUAL))
                    .anyMatch(
                        other ->
                            own.inputs().equals(other.inputs())
                                && own.layers().equals(other.layers())))
        .map(ResNet::name);
  }

  private static String joined(List<Integer> widths) {
    return widths.stream().map(Object::toString).collect(Collectors.joining("-"));
  }

  private Architecture byNames() {
    Optional<Architecture> sequences = transformer();
    if (sequences.isPresent()) {
      return sequences.get();
    }
    if (has(Layer.Kind.RECURRENT)) {
      return unknown("recurrent");
    }
    if (has(Layer.Kind.ATTENTION)) {
      return unknown("transformer");
    }
    if (has(Layer.Kind.CONVOLUTION)) {
      return new ImageRecogniser(contents, layers)
          .architecture()
          .orElseGet(() -> unknown("convolutional"));
    }
    return dense()
        .or(this::sideBySide)
        .orElseGet(() -> unknown(layers.isEmpty() ? "no parameters" : "not recognised"));
  }

  private boolean has(Layer.Kind kind) {
    return layers.stream().anyMatch(layer -> layer.kind() == kind);
  }

  private List<Layer> all(Layer.Kind kind) {
    return layers.stream().filter(layer -> layer.kind() == kind).toList();
  }

  private boolean only(Layer.Kind... kinds) {
    return layers.stream().allMatch(layer -> Arrays.asList(kinds).contains(layer.kind()));
  }

  private Optional<Architecture> dense() {
    if (!only(Layer.Kind.DENSE, Layer.Kind.BATCH_NORM)) {
      return Optional.empty();
    }
    Optional<LayerSequence> found =
        LayerSequence.of(all(Layer.Kind.DENSE), contents.weights().order());
    return found.flatMap(sequence -> norms(sequence).map(norms -> architecture(sequence, norms)));
  }

  /** Which layer's outputs a normalisation takes, and the one that takes the inputs. */
  private record Norms(Optional<Layer> first, Map<Layer, Layer> after) {
    boolean isEmpty() {
      return first.isEmpty() && after.isEmpty();
    }
  }

  private Optional<Norms> norms(LayerSequence sequence) {
    Map<Layer, Layer> after = new LinkedHashMap<>();
    Optional<Layer> first = Optional.empty();
    for (Layer norm : all(Layer.Kind.BATCH_NORM)) {
      int size = norm.mean().count();
      Optional<Layer> before = follows(norm, sequence);
      if (before.isPresent() && sequence.storage().outputs(before.get()) == size) {
        after.put(before.get(), norm);
      } else if (first.isEmpty() && size == sequence.widths().get(0)) {
        first = Optional.of(norm);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Norms(first, after));
  }

  private Network.Dense network(LayerSequence sequence, Norms norms) {
    List<Network.DenseBlock> blocks =
        sequence.layers().stream()
            .map(
                layer ->
                    new Network.DenseBlock(
                        affine(layer, sequence.storage()),
                        Optional.ofNullable(norms.after().get(layer)).map(Recogniser::norm)))
            .toList();
    boolean biased = sequence.layers().stream().allMatch(layer -> layer.bias().isPresent());
    Optional<Nonlinearity> known = binary(blocks).or(() -> KerasConfig.activation(contents));
    return new Network.Dense(norms.first().map(Recogniser::norm), blocks, biased, known);
  }

  /** Hidden weights of -1 and +1 are those of a network whose activation is the sign. */
  private static Optional<Nonlinearity> binary(List<Network.DenseBlock> blocks) {
    boolean hidden =
        blocks.size() > 1
            && blocks.subList(0, blocks.size() - 1).stream()
                .allMatch(block -> Network.isBinary(block.affine().weight()));
    return hidden ? Optional.of(Nonlinearity.SIGN) : Optional.empty();
  }

  /** The dense layer that shares a norm's parent name, else the last before it in the file. */
  private Optional<Layer> follows(Layer norm, LayerSequence sequence) {
    if (norm.name().contains("input")) {
      return Optional.empty();
    }
    String parent = new TensorName(norm.name(), "").parent();
    Optional<Layer> sibling =
        sequence.layers().stream()
            .filter(layer -> !parent.isEmpty())
            .filter(layer -> new TensorName(layer.name(), "").parent().equals(parent))
            .filter(layer -> sequence.storage().outputs(layer) == norm.mean().count())
            .findFirst();
    return sibling.or(
        () ->
            layers.subList(0, layers.indexOf(norm)).stream()
                .filter(layer -> layer.kind() == Layer.Kind.DENSE)
                .reduce((earlier, later) -> later));
  }

  private static Network.Norm norm(Layer layer) {
    double[] mean = layer.mean().tensor().values();
    double[] ones = new double[mean.length];
    Arrays.fill(ones, 1);
    return new Network.Norm(
        layer.scale().map(scale -> scale.tensor().values()).orElse(ones),
        layer.shift().map(shift -> shift.tensor().values()).orElse(new double[mean.length]),
        mean,
        layer.variance().tensor().values());
  }

  private static Step.Affine affine(Layer layer, LayerSequence.Storage storage) {
    int outputs = storage.outputs(layer);
    double[] stored = layer.weight().tensor().values();
    double[] weight =
        storage == LayerSequence.Storage.OUTPUTS_FIRST
            ? stored
            : transposed(stored, storage.inputs(layer), outputs);
    double[] bias = layer.bias().map(found -> found.tensor().values()).orElse(new double[outputs]);
    return new Step.Affine(weight, bias);
  }

  static double[] transposed(double[] matrix, int rows, int columns) {
    double[] other = new double[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        other[c * rows + r] = matrix[r * columns + c];
      }
    }
    return other;
  }

  private Architecture architecture(LayerSequence sequence, Norms norms) {
    Network.Dense network = network(sequence, norms);
    List<String> notes = new ArrayList<>(sequence.note().stream().toList());
    network
        .activation()
        .ifPresent(known -> notes.add("the file shows its activation: " + known.id()));
    List<String> missing = new ArrayList<>();
    if (network.dependsOnActivation() && network.activation().isEmpty()) {
      missing.add(ACTIVATION);
    }
    String widths = joined(sequence.widths());
    if (norms.isEmpty()) {
      missing.addAll(DATA);
      return new Architecture("mlp " + widths, Optional.of(network), notes, missing);
    }
    String name = "mlp with batch norm " + widths;
    Optional<Layered> layers = layered(sequence, norms, network.activation());
    if (layers.isPresent()) {
      notes.add(BATCH_NORM_EPS);
      layers.filter(it -> it.readings().size() > 1).ifPresent(it -> missing.add(MOVES));
      missing.addAll(DATA);
      return new Architecture(name, Optional.of(layers.get()), notes, missing);
    }
    missing.addAll(DATA);
    missing.add("layers of this kind, which Cusp cannot sample");
    return new Architecture(name, Optional.of(network), notes, missing);
  }

  /** As it is sampled: not where the activation has no gradient. */
  private Optional<Layered> layered(
      LayerSequence sequence, Norms norms, Optional<Nonlinearity> known) {
    FileTensors file = contents.fileTensors();
    List<Reading> readings =
        new NormedDense(file, sequence, norms.first(), norms.after()).readings();
    boolean smooth = known.isEmpty() || known.get().activation().isPresent();
    return readings.isEmpty() || !smooth
        ? Optional.empty()
        : Optional.of(
            new Layered(
                file,
                readings.get(0),
                readings,
                known,
                sequence.layers().size() > 1,
                Optional.empty()));
  }

  private Optional<Architecture> transformer() {
    FileTensors file = contents.fileTensors();
    return Transformers.of(file)
        .map(
            found -> {
              boolean open = found.activation() == Transformer.Activation.OPEN;
              Layered network =
                  new Layered(
                      file,
                      found.readings().get(0),
                      found.readings(),
                      Optional.empty(),
                      open,
                      Optional.of(new Layered.Sequences(found.longest(), 0, found.vocabulary())));
              List<String> missing = new ArrayList<>();
              if (open) {
                missing.add(ACTIVATION);
              }
              if (found.readings().size() > 1) {
                missing.add(MOVES);
              }
              missing.add(DATA.get(0));
              return new Architecture(found.name(), Optional.of(network), found.notes(), missing);
            });
  }

  /** Several multilayer perceptrons under names of their own. */
  private Optional<Architecture> sideBySide() {
    Map<String, Contents> parts = new LinkedHashMap<>();
    for (HeldTensor tensor : contents.tensors()) {
      int dot = tensor.name().indexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      String part = tensor.name().substring(0, dot);
      parts.computeIfAbsent(part, contents::part);
    }
    boolean nested = parts.size() > 1 && parts.size() < layers.size();
    if (!nested) {
      return Optional.empty();
    }
    List<String> named = new ArrayList<>();
    for (Map.Entry<String, Contents> part : parts.entrySet()) {
      Architecture own = new Recogniser(part.getValue()).architecture();
      if (own.mlpWidths().isEmpty()) {
        return Optional.empty();
      }
      named.add(part.getKey() + ": " + own.name());
    }
    return Optional.of(
        new Architecture(
            String.join("; ", named),
            Optional.empty(),
            List.of(),
            List.of("one network: --part " + String.join(" or ", parts.keySet()))));
  }

  private Architecture unknown(String kind) {
    List<String> described = layers.stream().map(Layer::describe).toList();
    String listed = described.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
    String more = described.size() > MOST_LISTED ? ", ..." : "";
    String name = kind + (described.isEmpty() ? "" : ": " + listed + more);
    return new Architecture(
        name,
        Optional.empty(),
        List.of(),
        List.of("this architecture cannot be evaluated or sampled yet"));
  }
}
