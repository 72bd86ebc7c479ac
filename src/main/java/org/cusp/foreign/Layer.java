package org.cusp.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tensors that share all of their name but the last word.
 *
 * @param parts by their last word
 */
public record Layer(String name, Kind kind, Map<String, HeldTensor> parts) {
  private static final List<String> WEIGHTS = List.of("weight", "W", "w", "kernel");
  private static final List<String> BIASES = List.of("bias", "b");
  private static final List<String> SCALES = List.of("weight", "gamma", "scale");
  private static final List<String> SHIFTS = List.of("bias", "beta");
  private static final List<String> MEANS =
      List.of("running_mean", "avg_mean", "moving_mean", "mean");
  private static final List<String> VARIANCES =
      List.of("running_var", "avg_var", "moving_variance", "var");
  private static final Pattern ATTENTION = Pattern.compile(".*(attn|attention).*");
  private static final Pattern EMBEDDING =
      Pattern.compile("(.*[./])?(embed.*|wte|wpe|.*_embed|.*embedding.*|tok.*)");

  /** What a layer does. */
  enum Kind {
    DENSE,
    CONVOLUTION,
    BATCH_NORM,
    SCALE,
    EMBEDDING,
    ATTENTION,
    RECURRENT,
    OTHER
  }

  /** The layers of a file, in the order in which each first appears. */
  static List<Layer> of(Contents contents) {
    Map<String, Map<String, HeldTensor>> byName = new LinkedHashMap<>();
    contents
        .used()
        .forEach(
            tensor ->
                byName
                    .computeIfAbsent(layerOf(tensor), key -> new LinkedHashMap<>())
                    .put(tensor.split().part(), tensor));
    List<Layer> layers = new ArrayList<>();
    byName.forEach((name, parts) -> layers.add(new Layer(name, kind(name, parts), parts)));
    return layers;
  }

  /** In flax the statistics stand in a tree of their own, with the same names of layers. */
  private static String layerOf(HeldTensor tensor) {
    return tensor.split().layer().replaceFirst("^(params|batch_stats)\\.", "");
  }

  private static Kind kind(String name, Map<String, HeldTensor> parts) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (parts.keySet().stream()
        .anyMatch(part -> part.startsWith("weight_hh") || part.startsWith("recurrent"))) {
      return Kind.RECURRENT;
    }
    boolean heads = parts.keySet().stream().anyMatch(part -> part.matches("[Wb]_[QKVO]"));
    if (heads || ATTENTION.matcher(lower).matches()) {
      return Kind.ATTENTION;
    }
    if (first(parts, MEANS).isPresent() && first(parts, VARIANCES).isPresent()) {
      return Kind.BATCH_NORM;
    }
    Optional<HeldTensor> weight = first(parts, WEIGHTS);
    if (weight.isEmpty()) {
      boolean embedding = EMBEDDING.matcher(lower).matches();
      return embedding
          ? Kind.EMBEDDING
          : first(parts, SCALES).isPresent() ? Kind.SCALE : Kind.OTHER;
    }
    return switch (weight.get().rank()) {
      case 1 -> Kind.SCALE;
      case 2 ->
          parts.size() == 1 && EMBEDDING.matcher(lower).matches() ? Kind.EMBEDDING : dense(parts);
      case 3, 4, 5 -> Kind.CONVOLUTION;
      default -> Kind.OTHER;
    };
  }

  private static Kind dense(Map<String, HeldTensor> parts) {
    boolean known =
        parts.keySet().stream().allMatch(part -> WEIGHTS.contains(part) || BIASES.contains(part));
    return known ? Kind.DENSE : Kind.OTHER;
  }

  private static Optional<HeldTensor> first(Map<String, HeldTensor> parts, List<String> names) {
    return names.stream().filter(parts::containsKey).map(parts::get).findFirst();
  }

  HeldTensor weight() {
    return first(parts, WEIGHTS).orElseThrow();
  }

  Optional<HeldTensor> bias() {
    return first(parts, BIASES);
  }

  Optional<HeldTensor> scale() {
    return first(parts, SCALES);
  }

  Optional<HeldTensor> shift() {
    return first(parts, SHIFTS);
  }

  HeldTensor mean() {
    return first(parts, MEANS).orElseThrow();
  }

  HeldTensor variance() {
    return first(parts, VARIANCES).orElseThrow();
  }

  /** Whether the names are those of a framework that stores its weights inputs x outputs. */
  boolean namedInputsFirst() {
    return parts.containsKey("kernel") || parts.containsKey("W") && !name.contains("/");
  }

  /** In a few words, for a list of layers. */
  String describe() {
    return switch (kind) {
      case DENSE -> "dense " + weight().length(1) + " to " + weight().length(0);
      case CONVOLUTION -> convolution(weight().tensor().shape());
      case BATCH_NORM -> "batch norm " + mean().count();
      case SCALE -> "norm " + parts.values().iterator().next().count();
      case EMBEDDING -> "embedding " + axes(parts.values().iterator().next().tensor().shape(), 0);
      case ATTENTION -> "attention";
      case RECURRENT -> "recurrent";
      case OTHER -> parts.values().iterator().next().name() + (parts.size() > 1 ? " ..." : "");
    };
  }

  /** Out, in, window; in flax and Keras window, in, out. */
  private String convolution(int[] shape) {
    int last = shape.length - 1;
    boolean kernel = namedInputsFirst();
    int in = kernel ? shape[last - 1] : shape[1];
    int out = kernel ? shape[last] : shape[0];
    int[] window =
        kernel ? Arrays.copyOf(shape, last - 1) : Arrays.copyOfRange(shape, 2, shape.length);
    return "conv " + in + " to " + out + " (" + axes(window, 0) + ")";
  }

  private static String axes(int[] shape, int from) {
    return String.join(
        "x", Arrays.stream(shape).skip(from).mapToObj(Integer::toString).toArray(String[]::new));
  }
}
