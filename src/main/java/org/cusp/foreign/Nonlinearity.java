package org.cusp.foreign;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.cusp.contract.Nearest;
import org.cusp.tensor.Activation;

/** An activation that a file's network may have, in double. */
public enum Nonlinearity {
  RELU(Activation.RELU),
  TANH(Activation.TANH),
  GELU(Activation.GELU),
  GELU_TANH(Activation.GELU_TANH),
  SIGMOID(Activation.SIGMOID),
  SILU(Activation.SILU),
  SOFTPLUS(Activation.SOFTPLUS),
  LEAKY_RELU(Activation.LEAKY_RELU),
  ELU(Activation.ELU),
  RELU6(Activation.RELU6),
  IDENTITY(Activation.IDENTITY),
  QUADRATIC(Activation.QUADRATIC),
  /** -1 or +1, and +1 at 0: binary networks; no sampler follows its gradient. */
  SIGN(null);

  /** Those that losses can tell apart; gelu and silu are too near to relu. */
  static final List<Nonlinearity> TOLD_BY_LOSS = List.of(RELU, TANH, SIGMOID);

  private final Activation activation;

  Nonlinearity(Activation activation) {
    this.activation = activation;
  }

  /** The one of this name. */
  public static Nonlinearity named(String word) {
    return Arrays.stream(values())
        .filter(known -> known.id().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> Nearest.unknown("activation", word, names()));
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Nonlinearity::id).toList();
  }

  /** Those that Cusp can train and sample with. */
  static List<Nonlinearity> differentiable() {
    return Arrays.stream(values()).filter(known -> known.activation().isPresent()).toList();
  }

  /** As a user types it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Cusp's own, where it can train and sample with it. */
  public Optional<Activation> activation() {
    return Optional.ofNullable(activation);
  }

  DoubleUnaryOperator function() {
    return activation == null ? z -> z >= 0 ? 1 : -1 : activation::at;
  }
}
