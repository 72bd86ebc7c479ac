package org.cusp.foreign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Settings;
import org.cusp.format.NamedTensor;
import org.cusp.format.WeightsFile;
import org.cusp.format.onnx.OnnxGraph;

/**
 * What a file of weights holds.
 *
 * @param tensors all, in the order of the file
 * @param graph the operators, where the file has them
 */
public record Contents(
    Path file, WeightsFile weights, List<HeldTensor> tensors, Optional<OnnxGraph> graph) {
  /** Reads a file in any of the known formats. */
  public static Contents read(Path file) {
    WeightsFile weights = WeightsFile.read(file);
    return weights.format().equals(OnnxGraph.FORMAT)
        ? of(file, weights, Optional.of(OnnxGraph.read(file)))
        : of(file, weights, Optional.empty());
  }

  /** The same with a note beside those of the file. */
  public Contents saying(String note) {
    return new Contents(file, weights.saying(List.of(note)), tensors, graph);
  }

  static Contents of(Path file, WeightsFile weights, Optional<OnnxGraph> graph) {
    List<HeldTensor> tensors = new ArrayList<>();
    for (Map.Entry<String, NamedTensor> named : weights.content().tensors().entrySet()) {
      String name = named.getKey();
      HeldTensor alone = new HeldTensor(name, Role.of(name, named.getValue()), named.getValue());
      boolean tied = alone.role() == Role.PARAMETER && tensors.stream().anyMatch(alone::same);
      tensors.add(tied ? new HeldTensor(name, Role.TIED, named.getValue()) : alone);
    }
    return new Contents(file, weights, List.copyOf(tensors), graph);
  }

  /** Only the tensors of one network of several, with the names that they have in it. */
  public Contents part(String name) {
    String prefix = name + ".";
    List<HeldTensor> own =
        tensors.stream()
            .filter(tensor -> tensor.name().startsWith(prefix))
            .map(
                tensor ->
                    new HeldTensor(
                        tensor.name().substring(prefix.length()), tensor.role(), tensor.tensor()))
            .toList();
    if (own.isEmpty()) {
      List<String> parts =
          tensors.stream()
              .map(HeldTensor::name)
              .filter(whole -> whole.indexOf('.') > 0)
              .map(whole -> whole.substring(0, whole.indexOf('.')))
              .distinct()
              .toList();
      throw parts.isEmpty()
          ? new InvalidInput(file + ": its names have no parts")
          : new InvalidInput(
              file + ": " + Nearest.unknown("part of the names", name, parts).getMessage());
    }
    return new Contents(file, weights, own, Optional.empty());
  }

  /** The tensors that are weights and their statistics, tied ones too. */
  Stream<HeldTensor> used() {
    return tensors.stream()
        .filter(
            tensor ->
                tensor.role() == Role.PARAMETER
                    || tensor.role() == Role.TIED
                    || tensor.role() == Role.STATISTICS);
  }

  /** How many parameters, tied ones once. */
  public long parameters() {
    return tensors.stream()
        .filter(tensor -> tensor.role() == Role.PARAMETER)
        .mapToLong(HeldTensor::count)
        .sum();
  }

  /** The same for recognition by names. */
  public FileTensors fileTensors() {
    Map<String, NamedTensor> named = new LinkedHashMap<>();
    used().forEach(tensor -> named.put(tensor.name(), tensor.tensor()));
    return new FileTensors(
        file.toString(), named, new Settings("the configuration", weights.settings()));
  }

  Optional<HeldTensor> named(String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }
}
