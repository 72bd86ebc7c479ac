package org.cusp.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.model.ParamSpace;

/**
 * A checkpoint's numbers in the order of a model's parameters.
 *
 * @param values the flat parameter vector
 * @param note what was assumed about tensors with foreign names, for the user to see
 */
public record CheckpointWeights(double[] values, Optional<String> note) {
  static CheckpointWeights of(Checkpoint checkpoint, ParamSpace space) {
    Map<String, NamedTensor> found = checkpoint.content().tensors();
    List<ParamSpace.Tensor> wanted = space.tensors();
    if (wanted.stream().allMatch(tensor -> found.containsKey(tensor.name()))) {
      requireNoMore(checkpoint, wanted);
      return byName(checkpoint, space);
    }
    List<String> order = found.keySet().stream().sorted(new LayerOrder()).toList();
    boolean fits =
        order.size() == wanted.size() && allFit(wanted, order.stream().map(found::get).toList());
    if (!fits) {
      throw missing(checkpoint, wanted);
    }
    return byOrder(checkpoint, space, order);
  }

  /** A file of a larger network would otherwise pass for its first layers. */
  private static void requireNoMore(Checkpoint checkpoint, List<ParamSpace.Tensor> wanted) {
    List<String> names = wanted.stream().map(ParamSpace.Tensor::name).toList();
    List<String> more =
        checkpoint.content().tensors().keySet().stream()
            .filter(name -> !names.contains(name))
            .toList();
    if (!more.isEmpty()) {
      throw new InvalidInput(
          checkpoint.source()
              + ": has tensors that the model lacks: "
              + String.join(", ", more)
              + "; expected "
              + String.join(", ", names));
    }
  }

  private static CheckpointWeights byName(Checkpoint checkpoint, ParamSpace space) {
    double[] w = new double[space.size()];
    for (ParamSpace.Tensor tensor : space.tensors()) {
      copy(checkpoint, tensor.name(), tensor, w);
    }
    return new CheckpointWeights(w, Optional.empty());
  }

  private static CheckpointWeights byOrder(
      Checkpoint checkpoint, ParamSpace space, List<String> order) {
    double[] w = new double[space.size()];
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      ParamSpace.Tensor tensor = space.tensors().get(i);
      copy(checkpoint, order.get(i), tensor, w);
      pairs.add(order.get(i) + " as " + tensor.name());
    }
    String note =
        checkpoint.source()
            + ": tensors taken by the order of their shapes: "
            + String.join(", ", pairs);
    return new CheckpointWeights(w, Optional.of(note));
  }

  private static void copy(
      Checkpoint checkpoint, String name, ParamSpace.Tensor tensor, double[] w) {
    NamedTensor found = checkpoint.content().tensors().get(name);
    String where = checkpoint.source() + ": tensor " + name;
    if (!fits(tensor, found)) {
      throw new InvalidInput(
          where
              + " must have shape "
              + tensor.shape()
              + ", found "
              + Arrays.toString(found.shape()));
    }
    for (int i = 0; i < tensor.size(); i++) {
      double value = found.values()[i];
      if (!Double.isFinite(value)) {
        throw new InvalidInput(where + ", number " + (i + 1) + " must be finite, found " + value);
      }
      w[tensor.offset() + i] = value;
    }
  }

  private static boolean allFit(List<ParamSpace.Tensor> wanted, List<NamedTensor> found) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!fits(wanted.get(i), found.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(ParamSpace.Tensor wanted, NamedTensor found) {
    return Arrays.stream(found.shape()).boxed().toList().equals(wanted.shape());
  }

  private static InvalidInput missing(Checkpoint checkpoint, List<ParamSpace.Tensor> wanted) {
    Map<String, NamedTensor> found = checkpoint.content().tensors();
    String absent =
        wanted.stream()
            .filter(tensor -> !found.containsKey(tensor.name()))
            .map(tensor -> tensor.name() + " " + tensor.shape())
            .collect(Collectors.joining(", "));
    String present =
        found.entrySet().stream()
            .map(entry -> entry.getKey() + " " + Arrays.toString(entry.getValue().shape()))
            .collect(Collectors.joining(", "));
    return new InvalidInput(
        checkpoint.source()
            + ": lacks tensors "
            + absent
            + "; found "
            + (present.isEmpty() ? "none" : present));
  }
}
