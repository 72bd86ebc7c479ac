package org.cusp.foreign;

import java.util.List;
import java.util.regex.Pattern;
import org.cusp.format.ElementType;
import org.cusp.format.NamedTensor;

/** What a tensor is for, as far as its name, type and shape say. */
public enum Role {
  PARAMETER("parameter"),
  /** The same numbers as a parameter before it: counted there. */
  TIED("tied"),
  /** Mean and variance of a batch normalisation: fixed numbers that the function needs. */
  STATISTICS("running statistics"),
  /** A mask, a table of angles: follows from the architecture. */
  BUFFER("buffer"),
  /** A counter, indices: whole numbers are no weights. */
  WHOLE_NUMBERS("whole numbers"),
  OPTIMIZER("optimizer's state"),
  EMPTY("empty");

  private static final List<String> MEANS =
      List.of(
          "running_mean",
          "running_var",
          "avg_mean",
          "avg_var",
          "moving_mean",
          "moving_variance",
          "running_std");
  private static final List<String> BUFFERS =
      List.of(
          "num_batches_tracked",
          "masked_bias",
          "inv_freq",
          "mask",
          "causal_mask",
          "IGNORE",
          "rotary_sin",
          "rotary_cos",
          "position_ids");
  private static final Pattern OPTIMIZER_NAME =
      Pattern.compile(
          "(optim|optimizer_weights|training_weights)[./].*|.*[./](exp_avg(_sq)?|momentum_buffer)");
  private static final Pattern MASK = Pattern.compile(".*(attn|attention)[./]bias");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** As a user reads it. */
  public String word() {
    return word;
  }

  /** Of a tensor on its own. */
  static Role of(String name, NamedTensor tensor) {
    String last = TensorName.of(name).part();
    if (tensor.values().length == 0) {
      return EMPTY;
    }
    if (OPTIMIZER_NAME.matcher(name).matches()) {
      return OPTIMIZER;
    }
    if (MEANS.contains(last) || name.startsWith("batch_stats.")) {
      return STATISTICS;
    }
    boolean mask = MASK.matcher(name).matches() && tensor.shape().length == 4;
    if (BUFFERS.contains(last) || mask) {
      return BUFFER;
    }
    return ElementType.valueOf(tensor.dtype()).real() ? PARAMETER : WHOLE_NUMBERS;
  }
}
