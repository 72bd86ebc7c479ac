package org.cusp.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.foreign.image.Convolutional;
import org.cusp.foreign.image.ResNet;
import org.cusp.foreign.image.Unit;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Reading;
import org.cusp.format.WeightsFile;

/**
 * Networks of images, in PyTorch's storage.
 *
 * @param layers in the order of the file
 */
record ImageRecogniser(Contents contents, List<Layer> layers) {
  Optional<Architecture> architecture() {
    FileTensors file = contents.fileTensors();
    return ResNet.of(file).map(this::resNet).or(() -> convolutional(file));
  }

  /** The readings are sizes of images, of which the network takes any. */
  private Architecture resNet(ResNet network) {
    List<Reading> readings = network.readings();
    Layered layered =
        new Layered(
            contents.fileTensors(),
            readings.get(0),
            readings,
            Optional.of(Nonlinearity.RELU),
            false,
            Optional.empty());
    boolean projections =
        contents.fileTensors().names().stream()
            .anyMatch(name -> name.contains("downsample") || name.contains("shortcut"));
    List<String> notes =
        List.of(
            "taken as torchvision's and its forks' ResNet by its names: relu, the first block of"
                + " every stage but the first moves by 2",
            projections
                ? "shortcuts that change the shape have convolutions"
                : "shortcuts that change the shape take every other pixel and pad channels with"
                    + " zeros on both sides",
            Recogniser.BATCH_NORM_EPS);
    return new Architecture(network.name(), Optional.of(layered), notes, Recogniser.DATA);
  }

  private List<Layer> all(Layer.Kind kind) {
    return layers.stream().filter(layer -> layer.kind() == kind).toList();
  }

  /** Convolutions and then dense layers, in the order of their names. */
  private Optional<Architecture> convolutional(FileTensors file) {
    List<Layer> images = all(Layer.Kind.CONVOLUTION);
    List<Layer> rest = all(Layer.Kind.DENSE);
    List<Layer> norms = all(Layer.Kind.BATCH_NORM);
    boolean known =
        images.size() + rest.size() + norms.size() == layers.size()
            && images.stream()
                .allMatch(layer -> layer.weight().rank() == 4 && !layer.namedInputsFirst());
    if (!known || rest.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 1; i < images.size(); i++) {
      if (images.get(i).weight().length(1) != images.get(i - 1).weight().length(0)) {
        return Optional.empty();
      }
    }
    return LayerSequence.of(rest, contents.weights().order())
        .filter(found -> found.storage() == LayerSequence.Storage.OUTPUTS_FIRST)
        .flatMap(found -> convolutional(file, images, found.layers(), norms));
  }

  private Optional<Architecture> convolutional(
      FileTensors file, List<Layer> images, List<Layer> dense, List<Layer> norms) {
    List<Layer> units = new ArrayList<>(images);
    units.addAll(dense);
    Map<Layer, Layer> after = new LinkedHashMap<>();
    for (Layer norm : norms) {
      Optional<Layer> unit = normalised(norm, units);
      if (unit.isEmpty() || after.put(unit.get(), norm) != null) {
        return Optional.empty();
      }
    }
    Convolutional network =
        new Convolutional(file, units(file, images, after), units(file, dense, after));
    List<Reading> readings = network.readings();
    String name =
        "cnn"
            + (norms.isEmpty() ? "" : " with batch norm")
            + ": "
            + Stream.concat(images.stream(), dense.stream())
                .map(Layer::describe)
                .collect(Collectors.joining(", "));
    return readings.isEmpty()
        ? Optional.empty()
        : Optional.of(architecture(name, file, readings, !norms.isEmpty()));
  }

  private static List<Unit> units(FileTensors file, List<Layer> layers, Map<Layer, Layer> norms) {
    return layers.stream()
        .map(
            layer ->
                new Unit(
                    file,
                    layer.weight().name(),
                    layer.bias().map(HeldTensor::name),
                    Optional.ofNullable(norms.get(layer)).map(Layer::name)))
        .toList();
  }

  /** The layer before it in a file that keeps the order, else the only one of its size. */
  private Optional<Layer> normalised(Layer norm, List<Layer> units) {
    int size = norm.mean().count();
    List<Layer> fitting = units.stream().filter(unit -> unit.weight().length(0) == size).toList();
    Optional<Layer> before =
        layers.subList(0, layers.indexOf(norm)).stream()
            .filter(units::contains)
            .reduce((earlier, later) -> later)
            .filter(fitting::contains)
            .filter(unit -> contents.weights().order() == WeightsFile.Order.KEPT);
    String digits = digits(norm);
    return before
        .or(() -> fitting.stream().filter(unit -> digits(unit).equals(digits)).findFirst())
        .filter(unit -> before.isPresent() || fitting.size() > 1)
        .or(() -> fitting.stream().filter(unit -> fitting.size() == 1).findFirst());
  }

  private static String digits(Layer layer) {
    return layer.name().replaceAll("\\D+", ".");
  }

  private static Architecture architecture(
      String name, FileTensors file, List<Reading> readings, boolean normalised) {
    String listed =
        readings.stream().map(it -> it.words().orElse("")).collect(Collectors.joining("; or "));
    List<String> missing = new ArrayList<>(List.of(Recogniser.ACTIVATION));
    if (readings.size() > 1) {
      missing.add(Recogniser.MOVES);
    }
    missing.addAll(Recogniser.DATA);
    List<String> notes = new ArrayList<>();
    notes.add(
        "the file has no strides, padding and pools; of the usual ones "
            + readings.size()
            + (readings.size() == 1 ? " fits" : " fit")
            + " the first dense layer: "
            + listed);
    if (normalised) {
      notes.add(Recogniser.BATCH_NORM_EPS);
    }
    Layered network =
        new Layered(file, readings.get(0), readings, Optional.empty(), true, Optional.empty());
    return new Architecture(name, Optional.of(network), notes, missing);
  }
}
