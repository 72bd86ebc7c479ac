package org.cusp.format.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Shown;

/**
 * The tensors of a pickle that are weights, by name: those of the dictionary that holds them, found
 * under the usual wrappers, without the states of optimizers.
 *
 * @param tensors nested dictionaries flattened, names joined by dots
 * @param settings numbers, truths and texts of the dictionaries beside the weights, such as {@code
 *     model_args.n_head}
 * @param notes what was taken and what was left, for the user to see
 */
public record StateDict(
    LinkedHashMap<String, PickledTensor> tensors,
    Map<String, String> settings,
    List<String> notes) {
  private static final List<String> WRAPPERS =
      List.of("state_dict", "model_state_dict", "model_state", "model");
  private static final Pattern NOT_WEIGHTS =
      Pattern.compile(
          "optim.*|.*_optim|.*optimi[sz]er.*|.*sched.*|(grad_)?scaler|amp|callbacks|loops|.*rng.*");
  private static final int MOST_LISTED = 8;
  private static final int MOST_SETTINGS = 256;

  /**
   * The weights that this object holds.
   *
   * @param where what messages begin with
   * @param advice what to do where an object of an unknown class holds the tensors
   */
  public static StateDict of(String where, Object root, String advice) {
    if (root instanceof PickledTensor tensor) {
      LinkedHashMap<String, PickledTensor> one = new LinkedHashMap<>();
      one.put("tensor", tensor);
      return new StateDict(one, Map.of(), List.of());
    }
    List<String> notes = new ArrayList<>();
    PickleTree tree = new PickleTree();
    Object node = root;
    Map<String, String> settings = new LinkedHashMap<>();
    for (Optional<String> key = wrapper(where, tree, node, advice);
        key.isPresent();
        key = wrapper(where, tree, node, advice)) {
      Map<String, Object> children = PickleTree.children(node);
      children.forEach((name, beside) -> settings(name, beside, settings));
      notes.add(taken(key.get(), children));
      node = children.get(key.get());
    }
    LinkedHashMap<String, Object> leaves = tree.leaves(node, StateDict::isWeights);
    LinkedHashMap<String, PickledTensor> tensors = new LinkedHashMap<>();
    leaves.forEach((name, leaf) -> tensors.put(name, readable(where, name, leaf)));
    if (tensors.isEmpty()) {
      throw nothing(where, tree, root, advice);
    }
    return new StateDict(tensors, settings, notes);
  }

  /** Of one dictionary, not of those within it: a configuration is flat. */
  private static void settings(String name, Object beside, Map<String, String> settings) {
    if (beside instanceof PickleDict dict && isWeights(name)) {
      dict.named()
          .forEach(
              (key, value) -> {
                boolean plain =
                    value instanceof Number || value instanceof Boolean || value instanceof String;
                if (plain && settings.size() < MOST_SETTINGS) {
                  settings.put(name + "." + key, value.toString());
                }
              });
    }
  }

  private static boolean isWeights(String key) {
    return !NOT_WEIGHTS.matcher(key).matches();
  }

  private static PickledTensor readable(String where, String name, Object leaf) {
    if (leaf instanceof Blocked blocked) {
      throw new InvalidInput(
          where
              + ": tensor "
              + Shown.text(name)
              + " depends on "
              + Shown.text(blocked.by().toString())
              + ", which is not read");
    }
    return (PickledTensor) leaf;
  }

  /** The key under which all weights lie, where there is one. */
  private static Optional<String> wrapper(
      String where, PickleTree tree, Object node, String advice) {
    if (!(node instanceof PickleDict)) {
      return Optional.empty();
    }
    Map<String, Object> children = PickleTree.children(node);
    for (String usual : WRAPPERS) {
      Object child = children.get(usual);
      if (child instanceof Opaque opaque && tree.insideOpaque(opaque).isPresent()) {
        throw whole(where + ": " + Shown.text(usual), opaque, advice);
      }
      if (child instanceof PickleDict && tree.holdsTensors(child)) {
        return Optional.of(usual);
      }
    }
    List<String> holding =
        children.keySet().stream()
            .filter(StateDict::isWeights)
            .filter(key -> tree.holdsTensors(children.get(key)))
            .toList();
    // A number that was kept as a tensor is beside the weights.
    List<String> large =
        holding.stream().filter(key -> !PickleTree.isSingleNumber(children.get(key))).toList();
    boolean one = large.size() == 1 && children.get(large.get(0)) instanceof PickleDict;
    return one ? Optional.of(large.get(0)) : Optional.empty();
  }

  private static String taken(String key, Map<String, Object> children) {
    List<String> beside = children.keySet().stream().filter(name -> !name.equals(key)).toList();
    String listed =
        beside.stream().limit(MOST_LISTED).map(Shown::text).collect(Collectors.joining(", "));
    String more = beside.size() > MOST_LISTED ? ", ..." : "";
    return "weights taken from "
        + Shown.text(key)
        + (beside.isEmpty() ? "" : "; not read beside it: " + listed + more);
  }

  private static InvalidInput nothing(String where, PickleTree tree, Object root, String advice) {
    return tree.insideOpaque(root)
        .map(opaque -> whole(where + ":", opaque, advice))
        .orElseGet(() -> new InvalidInput(where + ": holds no tensors"));
  }

  private static InvalidInput whole(String where, Opaque opaque, String advice) {
    return new InvalidInput(
        where
            + " holds an object of class "
            + Shown.text(opaque.type().toString())
            + ", not tensors by name; "
            + advice);
  }
}
