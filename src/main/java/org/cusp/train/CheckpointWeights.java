package org.cusp.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.model.ParamSpace;

/**
 * A checkpoint's numbers in the order of a model's parameters.
 *
 * @param values the flat parameter vector
 * @param names in the file, by those of the model's tensors
 * @param notes what was assumed about tensors with foreign names, and what was left out
 */
public record CheckpointWeights(double[] values, Map<String, String> names, List<String> notes) {
  /** The tensors of a file that are those of a model, in its order. */
  private record Taken(List<String> names, Map<String, NamedTensor> from, String note) {}

  static CheckpointWeights of(Checkpoint checkpoint, ParamSpace space, TensorOrder asked) {
    Set<String> wanted =
        space.tensors().stream().map(ParamSpace.Tensor::name).collect(Collectors.toSet());
    ForeignTensors foreign = ForeignTensors.of(checkpoint, wanted);
    Taken taken = taken(checkpoint, space, foreign.candidates(), asked);
    List<String> notes = new ArrayList<>(checkpoint.notes());
    notes.add(taken.note());
    notes.add(foreign.skipped().isEmpty() ? "" : "left out: " + foreign.describeSkipped());
    List<String> rest = new ArrayList<>(foreign.candidates().keySet());
    rest.removeAll(taken.names());
    notes.add(rest.isEmpty() ? "" : "not asked for: " + Names.some(rest));
    notes.removeIf(String::isEmpty);
    notes.replaceAll(note -> checkpoint.source() + ": " + note);
    double[] w = new double[space.size()];
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < taken.names().size(); i++) {
      ParamSpace.Tensor tensor = space.tensors().get(i);
      String name = taken.names().get(i);
      copy(checkpoint.source() + ": tensor " + name, taken.from().get(name), tensor, w);
      names.put(tensor.name(), name);
    }
    return new CheckpointWeights(w, names, List.copyOf(notes));
  }

  private static Taken taken(
      Checkpoint checkpoint, ParamSpace space, Map<String, NamedTensor> there, TensorOrder asked) {
    List<String> own = space.tensors().stream().map(ParamSpace.Tensor::name).toList();
    if (asked.isSilent() && there.keySet().containsAll(own)) {
      requireNoMore(checkpoint, there, own);
      return new Taken(own, there, "");
    }
    boolean kernels = hasKernels(there);
    Map<String, NamedTensor> tensors = kernels ? transposed(there) : there;
    if (!asked.isSilent()) {
      List<String> names = new AskedTensors(checkpoint.source(), space, tensors).of(asked);
      return new Taken(names, tensors, note("the order asked for", kernels, space, names));
    }
    Optional<TensorMatch> straight = TensorMatch.of(checkpoint.order(), space, tensors);
    if (straight.orElse(null) instanceof TensorMatch.Decided match) {
      return new Taken(match.names(), tensors, note(match.how(), kernels, space, match.names()));
    }
    boolean mayBeTurned =
        !kernels && (straight.isEmpty() || straight.get() instanceof TensorMatch.Contradiction);
    Map<String, NamedTensor> turned = mayBeTurned ? transposed(there) : Map.of();
    Optional<TensorMatch> other = TensorMatch.of(checkpoint.order(), space, turned);
    if (other.orElse(null) instanceof TensorMatch.Decided match) {
      return new Taken(match.names(), turned, note(match.how(), true, space, match.names()));
    }
    throw straight
        .or(() -> other)
        .map(match -> undecided(checkpoint, match))
        .orElseGet(() -> missing(checkpoint, space.tensors(), there));
  }

  private static InvalidInput undecided(Checkpoint checkpoint, TensorMatch match) {
    String why =
        match instanceof TensorMatch.Open open
            ? open.why()
            : ((TensorMatch.Contradiction) match).why();
    return new InvalidInput(
        checkpoint.source()
            + ": "
            + why
            + ". Say it with --order NAME,NAME,... or with tensors: in the spec's model");
  }

  private static String note(String how, boolean turned, ParamSpace space, List<String> names) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      pairs.add(names.get(i) + " as " + space.tensors().get(i).name());
    }
    String matrices = turned ? ", its matrices (inputs x outputs) transposed" : "";
    return "tensors taken by " + how + matrices + ": " + Names.some(pairs);
  }

  /** Keras and Flax call their matrices kernels, and have them inputs x outputs. */
  private static boolean hasKernels(Map<String, NamedTensor> tensors) {
    return tensors.keySet().stream().anyMatch(name -> new TensorName(name).isKernel());
  }

  private static Map<String, NamedTensor> transposed(Map<String, NamedTensor> tensors) {
    Map<String, NamedTensor> turned = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> turned.put(name, tensor.transposed()));
    return turned;
  }

  /** A file of a larger network would otherwise pass for its first layers. */
  private static void requireNoMore(
      Checkpoint checkpoint, Map<String, NamedTensor> there, List<String> own) {
    List<String> more = there.keySet().stream().filter(name -> !own.contains(name)).toList();
    if (!more.isEmpty()) {
      throw new InvalidInput(
          checkpoint.source()
              + ": has tensors that the model lacks: "
              + Names.some(more)
              + "; expected "
              + Names.some(own));
    }
  }

  private static void copy(String where, NamedTensor found, ParamSpace.Tensor tensor, double[] w) {
    if (!LayerSlots.fits(tensor, found)) {
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

  private static InvalidInput missing(
      Checkpoint checkpoint, List<ParamSpace.Tensor> wanted, Map<String, NamedTensor> there) {
    List<ParamSpace.Tensor> absent =
        wanted.stream().filter(tensor -> !there.containsKey(tensor.name())).toList();
    return new InvalidInput(
        checkpoint.source()
            + ": lacks tensors "
            + Names.wanted(absent)
            + "; found "
            + Names.found(there));
  }
}
