package org.cusp.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    Matrices matrices = Matrices.of(there);
    Map<String, NamedTensor> tensors = matrices.asNamed();
    if (!asked.isSilent()) {
      return asked(checkpoint, space, matrices, asked);
    }
    Optional<TensorMatch> straight = TensorMatch.of(checkpoint.order(), space, tensors);
    Map<String, NamedTensor> turned = matrices.otherwise();
    Optional<TensorMatch> other = TensorMatch.of(checkpoint.order(), space, turned);
    if (straight.orElse(null) instanceof TensorMatch.Decided match) {
      if (matrices.isOpen() && other.orElse(null) instanceof TensorMatch.Decided second) {
        requireOneOrder(checkpoint, match, second);
      }
      return new Taken(
          match.names(), tensors, note(match.how(), matrices.words(), space, match.names()));
    }
    boolean mayBeTurned = straight.orElse(null) instanceof TensorMatch.Open == false;
    if (mayBeTurned && other.orElse(null) instanceof TensorMatch.Decided match) {
      return new Taken(
          match.names(), turned, note(match.how(), Matrices.TURNED, space, match.names()));
    }
    throw straight
        .or(() -> other)
        .map(match -> undecided(checkpoint, match))
        .orElseGet(() -> missing(checkpoint, space.tensors(), there));
  }

  /** As the names say, and where that does not fit, the other way round. */
  private static Taken asked(
      Checkpoint checkpoint, ParamSpace space, Matrices matrices, TensorOrder asked) {
    Map<String, NamedTensor> tensors = matrices.asNamed();
    Map<String, NamedTensor> turned = matrices.otherwise();
    String how = "the order asked for";
    if (!turned.isEmpty() && !AskedTensors.fit(space, tensors, asked)) {
      if (AskedTensors.fit(space, turned, asked)) {
        List<String> names = new AskedTensors(checkpoint.source(), space, turned).of(asked);
        return new Taken(names, turned, note(how, Matrices.TURNED, space, names));
      }
    }
    List<String> names = new AskedTensors(checkpoint.source(), space, tensors).of(asked);
    return new Taken(names, tensors, note(how, matrices.words(), space, names));
  }

  /** Without biases, 3 x 2 and 2 x 3 fit a network 2-3-2 both ways round, in two orders. */
  private static void requireOneOrder(
      Checkpoint checkpoint, TensorMatch.Decided straight, TensorMatch.Decided turned) {
    if (!straight.names().equals(turned.names())) {
      throw undecided(
          checkpoint,
          new TensorMatch.Open(
              "nothing says which way round the matrices are: outputs x inputs their order is "
                  + Names.some(straight.names())
                  + "; inputs x outputs it is "
                  + Names.some(turned.names())));
    }
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

  private static String note(String how, String matrices, ParamSpace space, List<String> names) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      pairs.add(names.get(i) + " as " + space.tensors().get(i).name());
    }
    return "tensors taken by " + how + matrices + ": " + Names.some(pairs);
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
            + Names.found(there)
            + (count(there.values().stream().map(t -> t.shape().length))
                    > count(wanted.stream().map(t -> t.shape().size()))
                ? "; it has more matrices than the model: --order NAME,NAME,... says which"
                : ""));
  }

  private static long count(Stream<Integer> ranks) {
    return ranks.filter(rank -> rank == 2).count();
  }
}
