package org.cusp.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;

/**
 * What a file of weights holds beside the numbers that a model may want.
 *
 * @param candidates tensors that may be parameters, in the order of the file
 * @param skipped why the others are none, each with their names
 */
record ForeignTensors(
    LinkedHashMap<String, NamedTensor> candidates, Map<String, List<String>> skipped) {
  private static final Set<String> OPTIMISER_PARTS =
      Set.of(
          "optimizer",
          "optimiser",
          "optimizers",
          "optimizer_state",
          "optimizer_state_dict",
          "optim",
          "optim_state",
          "opt_state",
          "lr_scheduler",
          "scheduler",
          "scheduler_state_dict");
  private static final Set<String> OPTIMISER_LEAVES =
      Set.of(
          "exp_avg", "exp_avg_sq", "max_exp_avg_sq", "momentum_buffer", "square_avg", "grad_avg");
  private static final Pattern BIAS =
      Pattern.compile("(.*[_-])?(bias|biases|b|b_?\\d+|intercept)(_?\\d+)?");
  private static final Set<String> COUNTERS =
      Set.of(
          "step",
          "steps",
          "global_step",
          "epoch",
          "iter",
          "iteration",
          "iter_num",
          "num_batches_tracked",
          "best_val_loss",
          "lr",
          "learning_rate",
          "seed");
  private static final Map<String, String> NEEDS =
      Map.of(
          "running_mean", "BatchNorm",
          "running_var", "BatchNorm",
          "batch_stats", "BatchNorm",
          "weight_g", "weight normalisation",
          "weight_v", "weight normalisation",
          "parametrizations", "a parametrisation of its weights",
          "weight_mask", "a mask on its weights",
          "weight_u", "spectral normalisation");

  /**
   * Sorts the tensors of a file.
   *
   * @param wanted names that the model has itself
   * @throws InvalidInput if one shows a layer that changes the function and that the model lacks
   */
  static ForeignTensors of(Checkpoint checkpoint, Set<String> wanted) {
    LinkedHashMap<String, NamedTensor> candidates = new LinkedHashMap<>();
    Map<String, List<String>> skipped = new LinkedHashMap<>();
    checkpoint
        .content()
        .tensors()
        .forEach(
            (name, tensor) -> {
              String reason = wanted.contains(name) ? "" : reason(new TensorName(name), tensor);
              if (reason.isEmpty()) {
                candidates.put(name, wanted.contains(name) ? tensor : squeezed(name, tensor));
              } else {
                skipped.computeIfAbsent(reason, key -> new ArrayList<>()).add(name);
              }
            });
    Set<String> known =
        wanted.stream().map(name -> new TensorName(name).leaf()).collect(Collectors.toSet());
    candidates.keySet().stream()
        .map(TensorName::new)
        .filter(name -> !known.contains(name.leaf()))
        .forEach(name -> refuseLayer(checkpoint, name));
    return new ForeignTensors(candidates, skipped);
  }

  /** A bias that is kept as a row or a column, as numpy adds it to a batch, is a vector. */
  private static NamedTensor squeezed(String name, NamedTensor tensor) {
    int[] shape = tensor.shape();
    boolean isVector = shape.length == 2 && (shape[0] == 1 || shape[1] == 1);
    return isVector && BIAS.matcher(new TensorName(name).leaf()).matches()
        ? new NamedTensor(tensor.dtype(), new int[] {shape[0] * shape[1]}, tensor.values())
        : tensor;
  }

  /** Why a tensor is no parameter; empty if it may be one. */
  private static String reason(TensorName name, NamedTensor tensor) {
    if (tensor.values().length == 0) {
      return "empty";
    }
    boolean ofOptimiser =
        name.parts().stream()
                .map(part -> part.toLowerCase(Locale.ROOT))
                .anyMatch(OPTIMISER_PARTS::contains)
            || OPTIMISER_LEAVES.contains(name.leaf());
    if (ofOptimiser) {
      return "of an optimiser";
    }
    boolean counts = tensor.values().length == 1 && COUNTERS.contains(name.leaf());
    return counts ? "a counter" : "";
  }

  private static void refuseLayer(Checkpoint checkpoint, TensorName name) {
    for (String part : name.parts()) {
      if (NEEDS.containsKey(part)) {
        throw new InvalidInput(
            checkpoint.source()
                + ": needs "
                + NEEDS.get(part)
                + " (it has "
                + name.text()
                + "), which the model of the spec lacks: its numbers would be another function's");
      }
    }
  }

  /** What was left out, in a line; empty if nothing was. */
  String describeSkipped() {
    List<String> reasons = new ArrayList<>();
    skipped.forEach((reason, names) -> reasons.add(Names.some(names) + " (" + reason + ")"));
    return String.join(", ", reasons);
  }
}
